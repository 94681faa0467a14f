import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, Download, Table2 } from 'lucide-react';
import { useState } from 'react';
import type { AskMatrix, MatrixCell } from '#shared/asks.ts';
import { csvOf } from '#shared/csv.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { queries } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { Button } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Badge, EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { shortTime } from '../../ui/time.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { ASKS_TO, STATUS_TONES, STATUS_WORDS } from './ask-words.ts';
import { matrixLines } from './matrix-lines.ts';
import { cellClass, headClass, tableClass } from './table-classes.ts';

const MOST_SHOWN = 300;

/** `/v/$slug/asks`: who stands where, people × versions. */
export function MatrixPage() {
  const { slug } = useParams({ from: '/app/v/$slug/asks' });
  const parsed = slugOf(slug);
  if (!parsed) return <ErrorState error={new Error('This link is not complete. Ask for it once more.')} />;
  return <Matrix slug={parsed} />;
}

function Matrix({ slug }: { slug: VideoSlug }) {
  const { data, error, refetch } = useQuery(queries.asks.matrix.queryOptions({ input: { slug } }));
  const [search, setSearch] = useState('');
  useTitle(`Asks · ${data?.title ?? ''}`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const found = data?.rows.filter(({ person }) =>
    person.name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  return (
    <div className="mx-auto max-w-5xl px-4 py-6 sm:px-8 sm:py-8">
      <Link
        to="/v/$slug"
        params={{ slug }}
        className="mb-3 inline-flex items-center gap-1.5 text-ui text-dim hover:text-text"
      >
        <ArrowLeft className="size-4" /> Back to the video
      </Link>
      <header className="mb-5 flex flex-wrap items-center gap-3">
        <h1 className="mr-auto min-w-0 text-2xl font-semibold tracking-tight wrap-anywhere">
          {data ? `Asks: ${data.title}` : <Skeleton className="h-8 w-64" />}
        </h1>
        {data && data.rows.length > 0 && (
          <Button
            onClick={() =>
              saveFile(new Blob([csvOf(matrixLines(data))], { type: 'text/csv' }), `asks-${slug}.csv`)
            }
          >
            <Download className="size-4" /> Export CSV
          </Button>
        )}
      </header>
      {!data && <Skeleton className="h-64" />}
      {data?.rows.length === 0 && (
        <EmptyState icon={<Table2 className="size-5" />} title="Nobody has been asked">
          Whoever is asked about this video appears here, with where they stand.
        </EmptyState>
      )}
      {data && found && data.rows.length > 0 && (
        <>
          {data.rows.length > 12 && (
            <input
              type="search"
              aria-label="Search people"
              placeholder="Search people"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              className={`${inputClass} mb-3 h-9 max-w-80`}
            />
          )}
          <Table columns={data.columns} rows={found.slice(0, MOST_SHOWN)} />
          {found.length > MOST_SHOWN && (
            <p className="mt-3 text-[0.8125rem] text-dim">
              The first {MOST_SHOWN} of {found.length}. Search, or export them all.
            </p>
          )}
        </>
      )}
    </div>
  );
}

function Table({ columns, rows }: Pick<AskMatrix, 'columns' | 'rows'>) {
  return (
    <div
      className="overflow-x-auto rounded-xl border border-line bg-raised"
      tabIndex={0}
      role="region"
      aria-label="Who stands where"
    >
      <table className={tableClass}>
        <caption className="sr-only">People and versions: who was asked, and what they answered</caption>
        <thead>
          <tr>
            <th scope="col" className={headClass}>
              Person
            </th>
            {columns.map(({ videoId, version, title }) => (
              <th key={videoId} scope="col" className={headClass} title={title}>
                {columns.length > 1 ? `Version ${version}` : 'Answer'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ person, cells }) => (
            <tr key={person.id}>
              <th scope="row" className={`${cellClass} font-medium`}>
                {person.name}
                {person.isGuest && <span className="font-normal text-faint"> (guest)</span>}
              </th>
              {cells.map((cell, i) => (
                <td key={columns[i]?.videoId} className={cellClass}>
                  {cell ? <Cell cell={cell} /> : <span className="text-faint">Not asked</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { cell: MatrixCell }) {
  const when = cell.at ?? cell.dueAt;
  const more = [
    cell.kind !== 'acknowledge' && `to ${ASKS_TO[cell.kind]}`,
    when && `${cell.at ? '' : 'due '}${shortTime(when)}`,
    cell.watchedPercent !== null && `watched ${cell.watchedPercent} %`,
    cell.readMs ? `read ${formatTimecode(cell.readMs)} of the transcript` : false,
  ].filter(Boolean);
  return (
    <>
      <Badge tone={STATUS_TONES[cell.status]}>
        {STATUS_WORDS[cell.status]}
        {cell.status === 'decided' && `: ${cell.answer ?? ''}`}
      </Badge>
      <span className="numbers mt-0.5 block text-xs text-dim">{more.join(' · ')}</span>
      {cell.note && <span className="mt-0.5 block text-[0.8125rem] wrap-anywhere">“{cell.note}”</span>}
    </>
  );
}
