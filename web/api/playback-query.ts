import type { VideoSlug } from '#shared/ids.ts';
import { api, queries } from './client.ts';
import { isAnswering } from './share-link.ts';

/** Where to play a video from; who was asked by a link plays what they have recorded themselves. */
export function playbackQuery(slug: VideoSlug) {
  const input = { slug };
  const options = queries.playback.get.queryOptions({ input });
  if (!isAnswering()) return options;
  return { ...options, queryFn: () => api.videoRequests.playTake(input) };
}
