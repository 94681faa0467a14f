export { forgetOldEvents } from './catch-up.ts';
export { liveRoutes } from './live-routes.ts';
