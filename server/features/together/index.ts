export { endSilentSessions } from './settle-session.ts';
export { togetherRoutes } from './together-routes.ts';
