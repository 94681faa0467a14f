/** The one home of Temporal: the runtime's own where it has one (browsers do), otherwise the polyfill (Node 24). */
export { Temporal } from 'temporal-polyfill';
