export { remindAsks } from './remind-asks.ts';
