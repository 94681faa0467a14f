import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Circle, Search, SearchX, Upload, Video as VideoIcon } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { formatTimecode } from '#shared/timecode.ts';
import { queries } from '../../api/client.ts';
import { buttonClass } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { useDebounced } from '../../ui/use-debounced.ts';
import { useTitle } from '../../ui/use-title.ts';
import { Highlighted } from './highlighted.tsx';
import { VideoCard, VideoGrid } from './video-card.tsx';
import { VideoList } from './video-list.tsx';

const ZoneSuggestion = lazy(() =>
  import('../people-time/zone-suggestion.tsx').then((m) => ({ default: m.ZoneSuggestion })),
);

/** The library: what waits for me first, then everything; search goes into what was said. */
export function HomePage() {
  useTitle('Library');
  const { q = '' } = useSearch({ from: '/app/' });
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const settled = useDebounced(text.trim(), 200);
  useEffect(() => {
    if (settled !== q) void navigate({ to: '/', search: settled ? { q: settled } : {}, replace: true });
  }, [settled, q, navigate]);
  return (
    <div className="mx-auto max-w-7xl px-4 py-6 sm:px-8 sm:py-8">
      <header className="mb-7 flex flex-wrap items-center gap-3">
        <h1 className="mr-auto text-2xl font-semibold tracking-tight">Library</h1>
        <div className="relative w-full sm:w-80">
          <Search className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
          <input
            type="search"
            aria-label="Search titles and transcripts"
            placeholder="Search titles and what was said"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={cx(inputClass, 'h-10 pl-9')}
          />
        </div>
      </header>
      <Suspense>
        <ZoneSuggestion />
      </Suspense>
      {q ? <SearchResults q={q} /> : <Everything />}
    </div>
  );
}

function Everything() {
  const waiting = useQuery(
    queries.videos.list.queryOptions({ input: { needsMyAcknowledgement: 'true', limit: 12 } }),
  );
  const mine = waiting.data?.items ?? [];
  return (
    <>
      {mine.length > 0 && (
        <section className="mb-10 rounded-2xl bg-accent-soft/60 p-4 sm:p-5">
          <h2 className="mb-4 font-semibold tracking-tight">
            Waits for your answer <span className="numbers text-dim">{mine.length}</span>
          </h2>
          <VideoGrid videos={mine} />
        </section>
      )}
      <VideoList
        empty={
          <EmptyState
            icon={<VideoIcon className="size-5" />}
            title="Record your first update"
            action={
              <>
                <Link to="/record" className={buttonClass('primary')}>
                  <Circle className="size-3.5 fill-current" /> Record
                </Link>
                <Link to="/upload" className={buttonClass()}>
                  <Upload className="size-4" /> Upload a file
                </Link>
              </>
            }
          >
            Show your screen, say what changed, share the link the moment you stop. Others answer right on the
            frame.
          </EmptyState>
        }
      />
    </>
  );
}

function SearchResults({ q }: { q: string }) {
  const found = useQuery({
    ...queries.search.find.queryOptions({ input: { q } }),
    placeholderData: (before) => before,
  });
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton className="h-40" />;
  if (found.data.length === 0) {
    return (
      <EmptyState icon={<SearchX className="size-5" />} title={`Nothing found for “${q}”`}>
        Search looks at titles and at every word that was said. Try fewer or other words.
      </EmptyState>
    );
  }
  return (
    <ul className="space-y-6" aria-label="Results">
      {found.data.map(({ video, hits }) => (
        <li key={video.id} className="grid gap-4 border-b border-line pb-6 sm:grid-cols-[17rem_1fr]">
          <VideoCard video={video} />
          <ul className="space-y-1">
            {hits.map((hit) => (
              <li key={hit.atMs}>
                <Link
                  to="/v/$slug"
                  params={{ slug: video.slug }}
                  search={{ t: hit.atMs / 1000 }}
                  className="flex gap-3 rounded-lg px-3 py-2 text-ui hover:bg-hover"
                >
                  <span className="numbers shrink-0 font-medium text-accent-text">
                    {formatTimecode(hit.atMs)}
                  </span>
                  <span>
                    <Highlighted text={hit.excerpt} ranges={hit.highlights} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
