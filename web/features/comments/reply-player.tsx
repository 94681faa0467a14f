import { Mic, Play } from 'lucide-react';
import { useState } from 'react';
import type { RecordedReply } from '#shared/comments.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { ReplyPlayback } from './reply-playback.tsx';

const LONG_TEXT = 220;

/** What was recorded as a comment: nothing of it is loaded before somebody wants to see it, but its poster. */
export function ReplyPlayer({ reply, name }: { reply: RecordedReply; name: string }) {
  const [isStarted, setStarted] = useState(false);
  return (
    <div className="mt-1.5">
      {isStarted ? (
        <ReplyPlayback reply={reply} />
      ) : (
        <StartButton reply={reply} name={name} onStart={() => setStarted(true)} />
      )}
      {reply.status === 'failed' && (
        <p className="mt-1 text-xs text-warn">It could not be processed; what was recorded may still play.</p>
      )}
      {reply.transcript && <Spoken text={reply.transcript} />}
    </div>
  );
}

function StartButton({ reply, name, onStart }: { reply: RecordedReply; name: string; onStart: () => void }) {
  const { hasPicture, durationMs, posterUrl, aspectRatio } = reply;
  const length = durationMs === null ? null : formatTimecode(durationMs);
  if (!hasPicture)
    return (
      <button
        type="button"
        onClick={onStart}
        className="flex h-11 w-full items-center gap-3 rounded-xl border border-line bg-raised px-2.5 text-ui transition-colors duration-150 hover:bg-hover"
      >
        <span className="flex size-7 items-center justify-center rounded-full bg-accent text-on-accent">
          <Play className="ml-0.5 size-3.5 fill-current" />
        </span>
        <span className="flex-1 text-left">
          <span className="sr-only">Play the </span>
          Voice reply
          <span className="sr-only"> by {name}, </span>
        </span>
        <Mic className="size-4 text-faint" />
        {length && <span className="numbers text-[0.8125rem] text-dim">{length}</span>}
      </button>
    );
  return (
    <button
      type="button"
      aria-label={`Play the video reply by ${name}${length ? `, ${length}` : ''}`}
      onClick={onStart}
      style={{ aspectRatio: aspectRatio ?? 16 / 9 }}
      className="group/reply relative block max-h-72 w-full overflow-hidden rounded-xl bg-neutral-900 text-white"
    >
      {posterUrl && <img src={posterUrl} alt="" loading="lazy" className="size-full object-contain" />}
      <span className="absolute top-1/2 left-1/2 flex size-11 -translate-x-1/2 -translate-y-1/2 items-center justify-center rounded-full bg-black/60 transition-transform duration-150 group-hover/reply:scale-105">
        <Play className="ml-0.5 size-5 fill-current" />
      </span>
      {length && (
        <span className="numbers absolute right-2 bottom-2 rounded bg-black/70 px-1.5 py-0.5 text-xs font-medium">
          {length}
        </span>
      )}
    </button>
  );
}

/** What is said in it, to be skimmed and found. */
function Spoken({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(text.length <= LONG_TEXT);
  return (
    <div className="mt-1.5 text-[0.8125rem] leading-relaxed text-dim">
      <p className={isWhole ? undefined : 'line-clamp-3'}>{text}</p>
      {!isWhole && (
        <button
          type="button"
          className="font-medium text-accent-text hover:underline coarse:min-h-11"
          onClick={() => setWhole(true)}
        >
          Show all that is said
        </button>
      )}
    </div>
  );
}
