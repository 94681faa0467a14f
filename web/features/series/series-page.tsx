import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, Pause, Play, RotateCw, Settings2, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { SeriesId } from '#shared/ids.ts';
import type { Series } from '#shared/series.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { EditionNav } from './edition-nav.tsx';
import { EditionReel } from './edition-reel.tsx';
import { EditionView } from './edition-view.tsx';
import { dayText, rhythmText } from './rhythms.ts';
import { TurnsLine } from './turns-line.tsx';

const SeriesDialog = lazy(() => import('./series-dialog.tsx').then((m) => ({ default: m.SeriesDialog })));
const NONE = SeriesId.parse('00000000-0000-4000-8000-000000000000');

/** A series: its rhythm, its editions, and the one that is looked at. */
export function SeriesPage() {
  const params = useParams({ from: '/app/series/$id' });
  const { day } = useSearch({ from: '/app/series/$id' });
  const id = SeriesId.catch(NONE).parse(params.id);
  const series = useQuery(queries.series.get.queryOptions({ input: { id } }));
  const editions = useQuery(queries.series.editions.queryOptions({ input: { id } }));
  useTitle(series.data?.title ?? 'Updates');
  if (series.error) return <ErrorState error={series.error} onRetry={() => void series.refetch()} />;
  const shown = editions.data?.find((edition) => edition.day === day) ?? editions.data?.[0];
  return (
    <div className="mx-auto max-w-4xl px-4 py-6 sm:px-8 sm:py-8">
      <Link to="/updates" className="mb-3 inline-flex items-center gap-1.5 text-ui text-dim hover:text-text">
        <ArrowLeft className="size-4" /> Updates
      </Link>
      {series.data ? <Head series={series.data} /> : <Skeleton className="mb-6 h-14" />}
      {editions.data && editions.data.length > 1 && shown && (
        <EditionNav id={id} editions={editions.data} shown={shown} />
      )}
      <EditionReel id={id} day={day} />
      {editions.error ? (
        <ErrorState error={editions.error} onRetry={() => void editions.refetch()} />
      ) : shown ? (
        <EditionView key={shown.id} id={shown.id} />
      ) : editions.data && series.data ? (
        <EmptyState icon={<RotateCw className="size-5" />} title="Nothing was asked yet">
          {series.data.nextDays[0]
            ? `The first edition is due on ${dayText(series.data.nextDays[0])}. Everybody is asked before, in their own time.`
            : 'There is no day to come.'}
        </EmptyState>
      ) : (
        <Skeleton className="h-40" />
      )}
    </div>
  );
}

function Head({ series }: { series: Series }) {
  const navigate = useNavigate();
  const [isChanging, setChanging] = useState(false);
  const [next] = series.nextDays;
  const { id } = series;
  async function save(work: Promise<unknown>, done: string): Promise<boolean> {
    try {
      await work;
      await queryClient.invalidateQueries({ queryKey: queries.series.key() });
      showToast(done);
      return true;
    } catch (error) {
      showToast(errorText(error).message, { isError: true });
      return false;
    }
  }
  return (
    <header className="mb-6">
      <h1 className="text-2xl font-semibold tracking-tight">{series.title}</h1>
      <p className="mt-1 text-ui text-dim">{rhythmText(series)}</p>
      <TurnsLine series={series} />
      {series.canManage && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button onClick={() => setChanging(true)}>
            <Settings2 className="size-4" /> Change
          </Button>
          <Button
            onClick={() =>
              void save(
                api.series.update({ id, isPaused: series.pausedAt === null }),
                series.pausedAt ? 'The series goes on.' : 'Nobody is asked until it goes on.',
              )
            }
          >
            {series.pausedAt ? <Play className="size-4" /> : <Pause className="size-4" />}
            {series.pausedAt ? 'Go on' : 'Pause'}
          </Button>
          {next && !series.pausedAt && (
            <Button
              onClick={() =>
                void save(
                  api.series.skip({ id, day: next, isSkipped: true }),
                  `${dayText(next)} is left out.`,
                )
              }
            >
              Leave out {dayText(next)}
            </Button>
          )}
          <Button
            look="danger"
            onClick={() =>
              void save(api.series.remove({ id }), 'The series has ended. Its editions stay.').then(
                async (isDone) => {
                  if (isDone) await navigate({ to: '/updates' });
                },
              )
            }
          >
            <Trash2 className="size-4" /> End
          </Button>
        </div>
      )}
      <Suspense>{isChanging && <SeriesDialog series={series} onClose={() => setChanging(false)} />}</Suspense>
    </header>
  );
}
