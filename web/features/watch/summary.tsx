import { ListCollapse } from 'lucide-react';
import { useRef } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import type { SummarySentence } from '#shared/transcripts.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { useReading } from './use-reading.ts';

/** What is said, in short: sentences as they are said, each of which can be gone to. Reading them is evidence, as with all words. */
export function Summary({
  exact,
  store,
  sentences,
}: {
  exact: VideoSlug;
  store: PlayerStore;
  sentences: readonly SummarySentence[];
}) {
  const list = useRef<HTMLOListElement>(null);
  useReading(exact, list, sentences);
  return (
    <section
      aria-label="In short"
      className="flex max-h-[45%] shrink-0 flex-col border-b border-line px-4 pt-3"
    >
      <h2 className="mb-1.5 flex items-center gap-2 text-ui font-semibold">
        <ListCollapse className="size-4 text-accent-text" aria-hidden="true" /> In short
      </h2>
      <ol ref={list} className="min-h-0 space-y-1 overflow-y-auto pb-3">
        {sentences.map(({ startMs, text }) => (
          <li key={startMs}>
            <button
              type="button"
              onClick={() => store.seek(startMs)}
              className="flex w-full gap-3 rounded-lg py-0.5 text-left text-ui leading-relaxed hover:bg-hover coarse:py-2"
            >
              <span className="numbers mt-0.5 shrink-0 text-xs font-medium text-accent-text">
                {formatTimecode(startMs)}
              </span>
              <span className="min-w-0 wrap-anywhere">{text}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
