import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { csvOf } from '#shared/csv.ts';
import type { VideoSlug } from '#shared/ids.ts';
import type { Insights } from '#shared/insights.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { ErrorState, Skeleton } from '../../ui/states.tsx';

/** How the video is watched: in sum, and of those who were asked. */
export function InsightsPanel({ slug }: { slug: VideoSlug }) {
  const { data, error, refetch } = useQuery(queries.insights.get.queryOptions({ input: { slug } }));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="m-4 h-24" />;
  return (
    <div
      className="min-h-0 flex-1 space-y-6 overflow-y-auto p-4"
      tabIndex={0}
      role="region"
      aria-label="Insights"
    >
      {data.heat && data.dropOff && data.rewatchedMs ? (
        <>
          <p className="numbers text-ui">
            {data.viewers} viewers{data.guests ? `, ${data.guests} of them guests` : ''}
          </p>
          <Chart title="Viewers over time" values={data.heat} stepMs={data.bucketMs} unit="viewers" />
          <Chart title="Still there" values={data.dropOff} stepMs={data.bucketMs} unit="viewers" />
          <Chart
            title="Watched again"
            values={data.rewatchedMs.map((ms) => Math.round(ms / 1000))}
            stepMs={data.bucketMs}
            unit="s"
          />
        </>
      ) : (
        <p className="rounded-lg bg-sunken px-3 py-2 text-ui text-dim">
          How it is watched appears here once at least five people have, so that nobody can be told from the
          others.
        </p>
      )}
      <Chart title="Comments by minute" values={data.commentsPerMinute} stepMs={60_000} unit="comments" />
      <Part title="Time to answer">
        <p className="numbers text-ui text-dim">
          {data.timeToAnswerMs === null
            ? 'Appears with five answers.'
            : `${hours(data.timeToAnswerMs)} (median of ${data.answers} answers)`}
        </p>
      </Part>
      {data.people.length > 0 && <People data={data} />}
      <Button onClick={() => saveFile(new Blob([linesOf(data)], { type: 'text/csv' }), 'insights.csv')}>
        <Download className="size-4" /> Export CSV
      </Button>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-1.5 text-ui font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Chart(props: { title: string; values: number[]; stepMs: number; unit: string }) {
  const { title, values, stepMs, unit } = props;
  const most = Math.max(1, ...values);
  return (
    <Part title={title}>
      <svg
        viewBox={`0 0 ${values.length} 40`}
        preserveAspectRatio="none"
        className="h-20 w-full rounded-lg bg-sunken fill-accent"
        role="img"
        aria-label={`${title}: at most ${Math.max(0, ...values)} ${unit}`}
      >
        {values.map((value, i) => (
          <rect key={i} x={i} width={1} y={40 - (value / most) * 38} height={(value / most) * 38} />
        ))}
      </svg>
      <p className="numbers mt-1 flex justify-between text-xs text-dim">
        <span>0:00</span>
        <span>
          most: {Math.max(0, ...values)} {unit}
        </span>
        <span>{formatTimecode(values.length * stepMs)}</span>
      </p>
      <details className="mt-1 text-[0.8125rem] text-dim">
        <summary className="cursor-pointer">As a table</summary>
        <table className="numbers mt-1 w-full text-left">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">{unit}</th>
            </tr>
          </thead>
          <tbody>
            {values.map((value, i) => (
              <tr key={i}>
                <td>{formatTimecode(i * stepMs)}</td>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Part>
  );
}

const ANSWERS = { open: 'No answer yet', acknowledged: 'Acknowledged', declined: 'Can’t' };

function People({ data }: { data: Insights }) {
  return (
    <Part title="Who was asked">
      <ul className="space-y-1.5 text-ui">
        {data.people.map(({ person, watchedMs, percent, readMs, answer }) => (
          <li key={person.id}>
            <p className="font-medium">{person.name}</p>
            <p className="numbers text-[0.8125rem] text-dim">
              Watched {formatTimecode(watchedMs)} · {percent} %
              {readMs > 0 && ` · read ${formatTimecode(readMs)} of the transcript`} · {ANSWERS[answer]}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function hours(ms: number): string {
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}

function linesOf({ heat, dropOff, rewatchedMs, bucketMs, people }: Insights): string {
  return csvOf([
    ['from_ms', 'viewers', 'still_there', 'rewatched_ms'],
    ...(heat ?? []).map((n, i) => [i * bucketMs, n, dropOff?.[i] ?? null, rewatchedMs?.[i] ?? null]),
    [],
    ['name', 'watched_ms', 'percent', 'read_ms', 'answer'],
    ...people.map((one) => [one.person.name, one.watchedMs, one.percent, one.readMs, one.answer]),
  ]);
}
