export { playbackOfTake } from './get-playback.ts';
export { mediaRoutes } from './media-routes.ts';
export { listPlayback } from './list-playback.ts';
export { reportWatched } from './watched.ts';
