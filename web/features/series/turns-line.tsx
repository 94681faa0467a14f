import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, Mic } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Person } from '#shared/people.ts';
import type { Series } from '#shared/series.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { dayText } from './rhythms.ts';

const SwapDialog = lazy(() => import('./swap-dialog.tsx').then((m) => ({ default: m.SwapDialog })));

/** “Next: Mia, then Tom”, in a series where one speaks each time; two can swap. */
export function TurnsLine({ series }: { series: Series }) {
  const me = useQuery(queries.accounts.me.queryOptions());
  const [isSwapping, setSwapping] = useState(false);
  const { rotation, turns } = series;
  if (rotation === null) return null;
  const [next, ...later] = turns;
  const then = later.find(({ person }) => person.id !== next?.person.id);
  const canSwap =
    rotation.length > 1 && (series.canManage || rotation.some(({ id }) => id === me.data?.user.id));
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-ui">
      <p>
        {next ? (
          <>
            Next: <span className="font-medium">{next.person.name}</span> on {dayText(next.day)}
            {then && `, then ${then.person.name}`}
          </>
        ) : (
          'Nobody speaks next.'
        )}
      </p>
      {canSwap && (
        <Button look="quiet" onClick={() => setSwapping(true)}>
          <ArrowLeftRight className="size-4" /> Swap turns
        </Button>
      )}
      <Suspense>{isSwapping && <SwapDialog series={series} onClose={() => setSwapping(false)} />}</Suspense>
    </div>
  );
}

/** Whose turn an edition is. */
export function SpeakerLine({ speaker }: { speaker: Person | null }) {
  if (!speaker) return null;
  return (
    <p className="mb-2 flex items-center gap-1.5 text-ui">
      <Mic className="size-4 text-accent-text" aria-hidden="true" />
      <span>
        <span className="font-medium">{speaker.name}</span> speaks this time; the others watch.
      </span>
    </p>
  );
}
