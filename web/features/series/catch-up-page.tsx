import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, CheckCheck } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { CatchUp } from '#shared/reel.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries } from '../../api/client.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { dayText } from './rhythms.ts';
import { untilTokensEnd } from './until-tokens-end.ts';

const ReelPlayer = lazy(() => import('./reel-player.tsx').then((m) => ({ default: m.ReelPlayer })));

/** What is new in my series since my last visit, as one reel. */
export function CatchUpPage() {
  useTitle('Catch up');
  // Asked for anew by each visit; what was watched stays in it until the page is left, so that the list does not melt away.
  const query = useQuery(
    queries.reel.catchUp.queryOptions({
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnMount: 'always',
      refetchOnWindowFocus: false,
      refetchInterval: ({ state }) => untilTokensEnd(state.data),
    }),
  );
  return (
    <div className="mx-auto max-w-4xl px-4 py-6 sm:px-8 sm:py-8">
      <Link to="/updates" className="mb-3 inline-flex items-center gap-1.5 text-ui text-dim hover:text-text">
        <ArrowLeft className="size-4" /> Updates
      </Link>
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Found catchUp={query.data} onNext={() => void query.refetch()} />
      ) : (
        <Skeleton className="aspect-video" />
      )}
    </div>
  );
}

function Found({ catchUp, onNext }: { catchUp: CatchUp; onNext: () => void }) {
  const { entries, editions, since, until, left } = catchUp;
  const [isFinished, setFinished] = useState(false);
  const [isBusy, setBusy] = useState(false);
  if (entries.length === 0 && left === 0) return <UpToDate />;

  async function finish(): Promise<boolean> {
    setBusy(true);
    const isDone = await api.reel.caughtUp({ until }).then(
      () => true,
      (error: unknown) => {
        showToast(errorText(error).message, { isError: true });
        return false;
      },
    );
    setBusy(false);
    return isDone;
  }

  return (
    <>
      <header className="mb-5 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">Catch up</h1>
          <p className="mt-1 text-ui text-dim">
            {entries.length} new {entries.length === 1 ? 'update' : 'updates'} since your last visit,{' '}
            <TimeAgo at={since} />
            {left > 0 && `; ${left} more come after these`}
          </p>
        </div>
        <Button isBusy={isBusy} onClick={() => void finish().then((isDone) => isDone && onNext())}>
          <CheckCheck className="size-4" /> {left > 0 ? 'Done with these' : 'I am up to date'}
        </Button>
      </header>
      <Suspense fallback={<Skeleton className="mb-6 aspect-video" />}>
        {entries.length > 0 && (
          <ReelPlayer
            reel={catchUp}
            label="Reel of what is new"
            onAllPlayed={() => void finish().then(setFinished)}
          />
        )}
      </Suspense>
      <p role="status" className="mb-5 text-ui text-dim empty:hidden">
        {isFinished && 'That was everything. Next time it begins after this.'}
      </p>
      <ul className="space-y-2" aria-label="What is new">
        {editions.map((edition) => {
          const own = entries.filter(({ editionId }) => editionId === edition.id);
          return (
            <li key={edition.id}>
              <Link
                to="/series/$id"
                params={{ id: edition.seriesId }}
                search={{ day: edition.day }}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-xl border border-line bg-raised px-4 py-3 transition-colors duration-150 hover:bg-hover"
              >
                <span className="min-w-0 flex-1 basis-60">
                  <span className="block truncate font-medium">
                    {edition.title} · {dayText(edition.day)}
                  </span>
                  <span className="block truncate text-[0.8125rem] text-dim">
                    {own.map(({ person }) => person.name).join(', ')}
                  </span>
                </span>
                <span className="numbers text-[0.8125rem] text-dim">{own.length} new</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function UpToDate() {
  return (
    <>
      <h1 className="sr-only">Catch up</h1>
      <EmptyState
        icon={<CheckCheck className="size-5" />}
        title="You are up to date"
        action={
          <Link to="/updates" className={buttonClass()}>
            All series
          </Link>
        }
      >
        What others answer in your series comes here until you have seen it.
      </EmptyState>
    </>
  );
}
