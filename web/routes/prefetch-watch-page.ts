import { api, queries, queryClient } from '../api/client.ts';
import { slugOf } from '../api/slug.ts';
import { earlyPlayback } from '../player/media-element.ts';

/**
 * Somebody who opens a link wants to see the video: its page and all its data are asked for at once, beside the question
 * who they are, instead of one after the other; the video itself is on its way already (see `main.ts`).
 */
export function prefetchWatchPage(pathname: string): void {
  const slug = slugOf(/^\/v\/([\w.]+)\/?$/.exec(pathname)?.[1]);
  if (!slug) return;
  const input = { slug };
  void import('../features/watch/watch-page.tsx');
  void import('../features/comments/comments-panel.tsx');
  void queryClient.prefetchQuery(queries.accounts.me.queryOptions());
  const playback = queries.playback.get.queryOptions({ input });
  void queryClient.prefetchQuery({
    ...playback,
    queryFn: async () => (await earlyPlayback(slug)) ?? api.playback.get(input),
  });
  void queryClient.prefetchQuery(queries.videos.get.queryOptions({ input }));
  void queryClient.prefetchQuery(queries.comments.list.queryOptions({ input }));
}
