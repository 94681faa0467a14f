import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock, Plus, RotateCw } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { queries } from '../../api/client.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Badge, EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useTitle } from '../../ui/use-title.ts';
import { browserZone, distance, wallTime } from '../people-time/local-time.ts';
import { CatchUpLink } from './catch-up-link.tsx';
import { dayText, rhythmText } from './rhythms.ts';

const SeriesDialog = lazy(() => import('./series-dialog.tsx').then((m) => ({ default: m.SeriesDialog })));

/** What I am asked for now, and all series that I can see. */
export function UpdatesPage() {
  useTitle('Updates');
  const [isMaking, setMaking] = useState(false);
  const series = useQuery(queries.series.list.queryOptions());
  return (
    <div className="mx-auto max-w-4xl px-4 py-6 sm:px-8 sm:py-8">
      <header className="mb-6 flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl font-semibold tracking-tight">Updates</h1>
        <span className="flex flex-wrap gap-2">
          <CatchUpLink />
          <Button onClick={() => setMaking(true)}>
            <Plus className="size-4" /> New series
          </Button>
        </span>
      </header>
      <OpenEntries />
      {series.error ? (
        <ErrorState error={series.error} onRetry={() => void series.refetch()} />
      ) : !series.data ? (
        <Skeleton className="h-24" />
      ) : series.data.length === 0 ? (
        <EmptyState
          icon={<RotateCw className="size-5" />}
          title="No series yet"
          action={
            <Button look="primary" onClick={() => setMaking(true)}>
              Make the first
            </Button>
          }
        >
          A series asks a team the same thing on a rhythm, such as “Every Friday: done, next, blocked?”. Each
          answers with a short video in their own time.
        </EmptyState>
      ) : (
        <ul className="space-y-2">
          {series.data.map((one) => (
            <li key={one.id}>
              <Link
                to="/series/$id"
                params={{ id: one.id }}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-xl border border-line bg-raised px-4 py-3 transition-colors duration-150 hover:bg-hover"
              >
                <span className="min-w-0 flex-1 basis-60">
                  <span className="block truncate font-medium">{one.title}</span>
                  <span className="block text-[0.8125rem] text-dim">{rhythmText(one)}</span>
                </span>
                {one.pausedAt ? (
                  <Badge tone="warn">Paused</Badge>
                ) : (
                  one.nextDays[0] && <Badge>Next on {dayText(one.nextDays[0])}</Badge>
                )}
                <span className="numbers text-[0.8125rem] text-dim">
                  {one.participants.length} {one.participants.length === 1 ? 'person' : 'people'}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Suspense>{isMaking && <SeriesDialog onClose={() => setMaking(false)} />}</Suspense>
    </div>
  );
}

function OpenEntries() {
  const now = useNow();
  const mine = useQuery(queries.series.mine.queryOptions());
  if (!mine.data || mine.data.length === 0) return null;
  const zone = browserZone();
  return (
    <section aria-label="Asked of you" className="mb-8">
      <h2 className="mb-2 text-ui font-medium text-dim">Asked of you</h2>
      <ul className="space-y-2">
        {mine.data.map(({ editionId, seriesId, title, day, dueAt, isOverdue }) => {
          const dueMs = Date.parse(dueAt);
          return (
            <li
              key={editionId}
              className="flex flex-wrap items-center gap-3 rounded-xl border border-line bg-raised px-4 py-3"
            >
              <CalendarClock className="size-5 text-accent-text" aria-hidden="true" />
              <span className="min-w-0 flex-1 basis-52">
                <span className="block truncate font-medium">{title}</span>
                <span className={`numbers block text-[0.8125rem] ${isOverdue ? 'text-danger' : 'text-dim'}`}>
                  {isOverdue ? 'Was due' : 'Due'} {wallTime(dueMs, now, zone)} your time (
                  {distance(dueMs, now, zone)})
                </span>
              </span>
              <Link
                to="/series/$id"
                params={{ id: seriesId }}
                search={{ day }}
                className={buttonClass('primary')}
              >
                Answer
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
