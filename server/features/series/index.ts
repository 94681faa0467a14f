export { planEditions } from './plan-editions.ts';
export { runCycle } from './run-cycle.ts';
