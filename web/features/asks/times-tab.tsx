import { useQuery } from '@tanstack/react-query';
import { LEAST_PEOPLE } from '#shared/ask-limits.ts';
import type { ResponseTime } from '#shared/asks.ts';
import { queries } from '../../api/client.ts';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { cellClass, headClass, tableClass } from './table-classes.ts';

/** How long answers take, in working time, as medians of many: of nobody alone. */
export function TimesTab() {
  const { data, error, refetch } = useQuery(queries.asks.responseTimes.queryOptions());
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-64" />;
  return (
    <section>
      <h2 id="times" className="font-semibold tracking-tight">
        Time to an answer
      </h2>
      <p className="mt-1 mb-4 text-ui text-dim">
        Medians of the last 90 days, in the working time of whoever answered. Nobody is ranked: where fewer
        than {LEAST_PEOPLE} people answered, there is no figure.
      </p>
      <div
        className="overflow-x-auto rounded-xl border border-line bg-raised"
        tabIndex={0}
        role="region"
        aria-labelledby="times"
      >
        <table className={tableClass}>
          <thead>
            <tr>
              {['Where', 'Median', 'Answers', 'People'].map((name, i) => (
                <th key={name} scope="col" className={`${headClass} ${i > 0 ? 'text-right' : ''}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.map((time) => (
              <Row key={time.spaceId ?? 'all'} time={time} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ time }: { time: ResponseTime }) {
  return (
    <tr>
      <th scope="row" className={`${cellClass} font-medium`}>
        {time.name}
      </th>
      {time.medianWorkingMs === null ? (
        <td colSpan={3} className={`${cellClass} text-right text-dim`}>
          Hidden: fewer than {LEAST_PEOPLE} people answered
        </td>
      ) : (
        [workingTime(time.medianWorkingMs), time.answers, time.people].map((value, i) => (
          <td key={i} className={`${cellClass} numbers text-right`}>
            {value}
          </td>
        ))
      )}
    </tr>
  );
}

/** `25 min`, `3.5 working h`. */
function workingTime(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.round(ms / 360_000) / 10} working h`;
}
