export { playbackOfTake } from './get-playback.ts';
export { mediaRoutes } from './media-routes.ts';
export { reportWatched } from './watched.ts';
