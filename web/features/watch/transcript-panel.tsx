import { useQuery } from '@tanstack/react-query';
import { FileText, MessageSquareQuote, Search } from 'lucide-react';
import { memo, useEffect, useRef, useState, type RefObject } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { TranscriberInfo } from '#shared/people.ts';
import { formatTimecode } from '#shared/timecode.ts';
import type { TranscriptSegment } from '#shared/transcripts.ts';
import { queries } from '../../api/client.ts';
import { usePlayer, type PlayerStore } from '../../player/player-store.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { Summary } from './summary.tsx';
import { useReading } from './use-reading.ts';

/** After the reader scrolled, the transcript does not follow for this long. */
const YIELD_MS = 4000;

export function TranscriptPanel({
  store,
  slug,
  exact,
  transcriber,
  onQuote,
}: {
  store: PlayerStore;
  slug: VideoSlug;
  /** Of the very version that is seen: what is read counts for it. */
  exact: VideoSlug;
  transcriber: TranscriberInfo | null;
  /** Absent: nobody may comment here. */
  onQuote?: ((quoted: QuotedWords) => void) | undefined;
}) {
  const { data, error, refetch } = useQuery(queries.playback.transcript.queryOptions({ input: { slug } }));
  const [search, setSearch] = useState('');
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <div className="space-y-3 p-4">
        {[1, 2, 3, 4].map((n) => (
          <Skeleton key={n} className="h-10" />
        ))}
      </div>
    );
  }
  if (data.state !== 'ready') return <NoTranscript state={data.state} transcriber={transcriber} />;
  const wanted = search.trim().toLowerCase();
  const segments = wanted
    ? data.segments.filter((segment) => segment.text.toLowerCase().includes(wanted))
    : data.segments;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="relative border-b border-line p-3">
        <Search className="pointer-events-none absolute top-1/2 left-6 size-4 -translate-y-1/2 text-faint" />
        <input
          type="search"
          aria-label="Search in the transcript"
          placeholder="Search in the transcript"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className={cx(inputClass, 'h-9 pl-9')}
        />
      </div>
      {!wanted && data.summary.length > 0 && <Summary exact={exact} store={store} sentences={data.summary} />}
      <SegmentList exact={exact} store={store} segments={segments} follows={!wanted} onQuote={onQuote} />
      {segments.length === 0 && (
        <p className="p-6 text-center text-ui text-dim">“{search}” is not said in this video.</p>
      )}
    </div>
  );
}

function SegmentList({
  exact,
  store,
  segments,
  follows,
  onQuote,
}: {
  exact: VideoSlug;
  store: PlayerStore;
  segments: TranscriptSegment[];
  follows: boolean;
  onQuote: ((quoted: QuotedWords) => void) | undefined;
}) {
  const list = useRef<HTMLOListElement>(null);
  const scrolledAt = useRef(0);
  const active = usePlayer(store, (state) =>
    segments.findLastIndex((segment) => segment.startMs <= state.positionMs + 50),
  );
  const activeWord = usePlayer(
    store,
    (state) => segments[active]?.words.findLastIndex((word) => word.startMs <= state.positionMs + 50) ?? -1,
  );

  useEffect(() => {
    if (!follows || Date.now() - scrolledAt.current < YIELD_MS) return;
    const item = list.current?.children[active];
    const box = list.current;
    if (item instanceof HTMLElement && box) {
      box.scrollTo({ top: item.offsetTop - box.offsetTop - box.clientHeight / 3, behavior: 'smooth' });
    }
  }, [active, follows]);

  const quoted = useQuotedWords(list);
  useReading(exact, list, segments);
  const yieldToReader = () => (scrolledAt.current = Date.now());
  return (
    <>
      <ol
        ref={list}
        onWheel={yieldToReader}
        onTouchMove={yieldToReader}
        className="min-h-0 flex-1 overflow-y-auto py-2"
        aria-label="Transcript"
      >
        {segments.map((segment, index) => (
          <SegmentRow
            key={segment.startMs}
            segment={segment}
            activeWord={index === active ? activeWord : null}
            store={store}
          />
        ))}
      </ol>
      {onQuote && quoted && (
        <div className="border-t border-line bg-raised p-3">
          <Button look="primary" className="w-full" onClick={() => onQuote(quoted)}>
            <MessageSquareQuote className="size-4" /> Comment on these words
          </Button>
        </div>
      )}
    </>
  );
}

export interface QuotedWords {
  text: string;
  startMs: number;
  endMs: number;
}

/** The words that are selected in a list, with the times at which they are said. */
function useQuotedWords(list: RefObject<HTMLElement | null>): QuotedWords | null {
  const [quoted, setQuoted] = useState<QuotedWords | null>(null);
  useEffect(() => {
    const onSelection = () => {
      const selection = document.getSelection();
      const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
      if (!range || range.collapsed || !list.current?.contains(range.commonAncestorContainer))
        return setQuoted(null);
      const words = [...list.current.querySelectorAll<HTMLElement>('[data-start]')].filter((word) =>
        range.intersectsNode(word),
      );
      const [first, last] = [words[0], words.at(-1)];
      if (!first || !last) return setQuoted(null);
      setQuoted({
        text: words.map((word) => word.textContent.trim()).join(' '),
        startMs: Number(first.dataset['start']),
        endMs: Number(last.dataset['end']),
      });
    };
    document.addEventListener('selectionchange', onSelection);
    return () => document.removeEventListener('selectionchange', onSelection);
  }, [list]);
  return quoted;
}

const SegmentRow = memo(function SegmentRow(props: {
  segment: TranscriptSegment;
  activeWord: number | null;
  store: PlayerStore;
}) {
  const { segment, activeWord, store } = props;
  return (
    <li
      className={cx(
        'flex gap-3 px-4 py-1.5 transition-colors duration-150',
        activeWord !== null && 'bg-accent-soft/60',
      )}
    >
      <button
        type="button"
        onClick={() => store.seek(segment.startMs)}
        aria-label={`Go to ${formatTimecode(segment.startMs)}`}
        className="numbers mt-0.5 h-fit shrink-0 rounded text-xs font-medium text-faint hover:text-accent-text"
      >
        {formatTimecode(segment.startMs)}
      </button>
      <p className="text-ui leading-relaxed">
        {segment.words.map((word, index) => (
          <span
            key={index}
            data-start={word.startMs}
            data-end={word.endMs}
            onClick={() => store.seek(word.startMs)}
            className={cx('cursor-pointer rounded-sm hover:bg-hover', index === activeWord && 'bg-accent/25')}
          >
            {word.text}{' '}
          </span>
        ))}
      </p>
    </li>
  );
});

function NoTranscript({
  state,
  transcriber,
}: {
  state: 'pending' | 'running' | 'failed' | 'none';
  transcriber: TranscriberInfo | null;
}) {
  const texts = {
    pending: [
      'The transcript is on its way',
      'It appears here by itself, usually within the length of the video.',
    ],
    running: [
      'Listening…',
      `${transcriber?.name ?? 'The transcriber'} is at it. The words appear here by themselves.`,
    ],
    failed: ['No transcript this time', 'The transcriber failed. The video is not affected.'],
    none: [
      'No words in this video',
      transcriber?.driver === 'none'
        ? transcriber.hint
        : 'Nobody speaks in it, or nothing could be understood.',
    ],
  } as const;
  const [title, text] = texts[state];
  return (
    <EmptyState icon={<FileText className="size-5" />} title={title}>
      {text}
      {(state === 'none' || state === 'failed') && transcriber?.quality === 'basic' && ` ${transcriber.hint}`}
    </EmptyState>
  );
}
