export { carryAsks } from './carry-asks.ts';
