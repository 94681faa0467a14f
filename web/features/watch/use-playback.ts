import { useQuery } from '@tanstack/react-query';
import type { VideoSlug } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';

/** Where to play a video from; always with a token that holds. */
export function usePlayback(slug: VideoSlug) {
  return useQuery(
    queries.playback.get.queryOptions({
      input: { slug },
      // A minute before its URLs end, a new token.
      refetchInterval: ({ state }) =>
        state.data ? Math.max(10_000, Date.parse(state.data.expiresAt) - Date.now() - 60_000) : false,
    }),
  );
}
