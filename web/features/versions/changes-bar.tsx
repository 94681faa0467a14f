import { GitCompareArrows, Play } from 'lucide-react';
import { formatTimecode } from '#shared/timecode.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import type { Changes } from './use-changes.ts';

/** Below the picture of a later version: what is new on it, as a list and to be played. */
export function ChangesBar({ changes: { changes, parts, playing, play, playPart } }: { changes: Changes }) {
  if (!changes || changes.state === 'none') return null;
  const before = `version ${changes.against}`;
  if (changes.state === 'pending')
    return <Line>It is compared with {before}; what has changed is shown here in a moment.</Line>;
  const only = changes.hasSpeech ? '' : ' Only pictures were compared: there is no transcript of both.';
  if (parts.length === 0)
    return (
      <Line>
        Nothing was added since {before}.{only}
      </Line>
    );
  const totalMs = parts.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  return (
    <section
      aria-label="What changed"
      className="mt-3 rounded-xl border border-line bg-raised px-4 py-3 text-ui max-sm:mx-4"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <GitCompareArrows className="size-4.5 shrink-0 text-accent-text" aria-hidden="true" />
        <p className="numbers min-w-0 flex-1 max-sm:basis-4/5">
          {parts.length === 1 ? 'One part' : `${parts.length} parts`} changed since {before},{' '}
          {formatTimecode(Math.round(totalMs / 1000) * 1000)} in all.
          <span className="text-dim">{only}</span>
        </p>
        <Button size="small" title="Shift V" onClick={play} className="max-sm:w-full">
          <Play className="size-3.5 fill-current" /> Play what changed
        </Button>
      </div>
      <ol className="mt-2 max-h-40 space-y-0.5 overflow-y-auto" aria-label="Parts that changed">
        {parts.map((part, index) => {
          const inside = changes.ranges.filter(
            ({ startMs, endMs }) => startMs < part.endMs && endMs > part.startMs,
          );
          const said = inside.flatMap(({ text }) => (text === null ? [] : [text])).join(' … ');
          const isSeen = inside.some(({ kind }) => kind === 'picture');
          return (
            <li key={part.startMs}>
              <button
                type="button"
                onClick={() => playPart(index)}
                aria-current={playing === index}
                className={cx(
                  'flex w-full items-baseline gap-2.5 rounded-lg px-2 py-1 text-left hover:bg-hover coarse:min-h-11 coarse:items-center',
                  playing === index && 'bg-accent-soft',
                )}
              >
                <span className="numbers shrink-0 text-xs font-semibold text-accent-text">
                  {formatTimecode(part.startMs)} – {formatTimecode(part.endMs)}
                </span>
                <span className="min-w-0 truncate text-[0.8125rem] text-dim">
                  {isSeen && 'New picture'}
                  {isSeen && said && ' · '}
                  {said && `“${said}”`}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Line({ children }: { children: React.ReactNode }) {
  return (
    <p role="status" className="mt-3 rounded-lg bg-sunken px-3 py-2 text-ui text-dim max-sm:mx-4">
      {children}
    </p>
  );
}
