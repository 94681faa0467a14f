import { queryOptions } from '@tanstack/react-query';
import type { VideoSlug } from '#shared/ids.ts';
import { api, queries } from './client.ts';
import { isAnswering } from './share-link.ts';

/** Where to play a video from; for who was asked by a link, of what they have recorded themselves. */
export function playbackQuery(slug: VideoSlug) {
  const input = { slug };
  const key = isAnswering()
    ? queries.videoRequests.playTake.queryKey({ input })
    : queries.playback.get.queryKey({ input });
  return queryOptions({
    queryKey: [...key],
    queryFn: () => (isAnswering() ? api.videoRequests.playTake(input) : api.playback.get(input)),
  });
}
