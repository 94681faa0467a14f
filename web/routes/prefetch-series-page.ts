import type { SeriesId } from '#shared/ids.ts';
import { api, queries, queryClient } from '../api/client.ts';
import { takeEarlyReel } from '../player/media-element.ts';

/** As for a video: whoever opens a series sees its reel, which is on its way already (see `main.ts`). */
export function prefetchSeriesPage({ pathname, search }: { pathname: string; search: string }): void {
  const id = /^\/series\/([\w-]+)\/?$/.exec(pathname)?.[1] as SeriesId | undefined;
  if (!id) return;
  const day = new URLSearchParams(search).get('day') ?? undefined;
  const input = { id, day };
  void import('../features/series/series-page.tsx');
  void import('../features/series/reel-player.tsx');
  void queryClient.prefetchQuery(queries.accounts.me.queryOptions());
  void queryClient.prefetchQuery({
    ...queries.reel.edition.queryOptions({ input }),
    queryFn: async () => (await takeEarlyReel(`/api/series/${id}/reel${search}`)) ?? api.reel.edition(input),
  });
  void queryClient.prefetchQuery(queries.series.get.queryOptions({ input: { id } }));
  void queryClient.prefetchQuery(queries.series.editions.queryOptions({ input: { id } }));
}
