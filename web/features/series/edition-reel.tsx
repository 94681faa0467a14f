import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { SeriesId } from '#shared/ids.ts';
import { isCode } from '../../api/api-error.ts';
import { queries } from '../../api/client.ts';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { untilTokensEnd } from './until-tokens-end.ts';

const ReelPlayer = lazy(() => import('./reel-player.tsx').then((m) => ({ default: m.ReelPlayer })));

/** The reel of an edition, of the newest one unless a day is named. Nothing while nobody has answered. */
export function EditionReel({ id, day }: { id: SeriesId; day: string | undefined }) {
  const reel = useQuery(
    queries.reel.edition.queryOptions({
      input: { id, day },
      refetchInterval: ({ state }) => untilTokensEnd(state.data),
    }),
  );
  if (reel.error)
    return isCode(reel.error, 'not_found') ? null : (
      <ErrorState error={reel.error} onRetry={() => void reel.refetch()} />
    );
  if (!reel.data || reel.data.entries.length === 0) return null;
  return (
    <Suspense fallback={<Skeleton className="mb-6 aspect-video" />}>
      <ReelPlayer key={reel.data.editions[0]?.id} reel={reel.data} label="Reel of all updates" />
      {reel.data.left > 0 && (
        <p className="-mt-3 mb-6 text-[0.8125rem] text-dim">
          The first {reel.data.entries.length} updates are in it; {reel.data.left} more are below.
        </p>
      )}
    </Suspense>
  );
}
