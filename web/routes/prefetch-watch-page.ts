import { queries, queryClient } from '../api/client.ts';
import { slugOf } from '../api/slug.ts';
import { preloadHls } from '../player/media-adapter.ts';

/**
 * Somebody who opens a link wants to see the video: its page, hls.js and all its data are asked for at once, beside the
 * question who they are, instead of one after the other.
 */
export function prefetchWatchPage(pathname: string): void {
  const slug = slugOf(/^\/v\/(\w+)/.exec(pathname)?.[1]);
  if (!slug) return;
  const input = { slug };
  void preloadHls();
  void import('../features/watch/watch-page.tsx');
  void import('../features/comments/comments-panel.tsx');
  void queryClient.prefetchQuery(queries.accounts.me.queryOptions());
  void queryClient.prefetchQuery(queries.playback.get.queryOptions({ input }));
  void queryClient.prefetchQuery(queries.videos.get.queryOptions({ input }));
  void queryClient.prefetchQuery(queries.comments.list.queryOptions({ input }));
}
