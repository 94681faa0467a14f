export { findSeries, visibleSeries } from './access.ts';
export { planEditions } from './plan-editions.ts';
export { runCycle } from './run-cycle.ts';
