import { useQuery } from '@tanstack/react-query';
import { Captions, CaptionsOff, Maximize, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { RecordedReply } from '#shared/comments.ts';
import type { Playback } from '#shared/playback.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { playbackQuery } from '../../api/playback-query.ts';
import { errorText } from '../../api/api-error.ts';
import { MediaAdapter } from '../../player/media-adapter.ts';
import { usePlayer, usePlayerStore, type PlayerStore } from '../../player/player-store.ts';
import { SMALL_SKIP_MS } from '../../player/use-player-keys.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';

const RATES = [1, 1.25, 1.5, 2];
/** Until there is a rendition it is asked for once in this time. */
const LOOK_AGAIN_MS = 4000;

/** A small player, which plays from the start as soon as it can. One plays at a time in the page. */
export function ReplyPlayback({ reply }: { reply: RecordedReply }) {
  const { slug, hasPicture } = reply;
  const store = usePlayerStore();
  const box = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const { data: playback, error } = useQuery({
    ...playbackQuery(slug),
    refetchInterval: ({ state }) => lookAgainIn(state.data),
  });
  const problem = useMedia(store, video, box, playback);
  useSoloPlayback(video);
  const isFound = (playback?.sources.length ?? 1) > 0;
  const message =
    problem ??
    (error && !playback ? errorText(error).message : isFound ? null : 'It can be played in a moment.');
  return (
    <div
      ref={box}
      role="group"
      aria-label={hasPicture ? 'Video reply' : 'Voice reply'}
      onKeyDown={(event) => onKey(event, store)}
      className="overflow-hidden rounded-xl border border-line bg-raised"
    >
      <div
        className={hasPicture ? 'relative bg-black' : 'sr-only'}
        style={hasPicture ? { aspectRatio: reply.aspectRatio ?? 16 / 9, maxHeight: '18rem' } : undefined}
      >
        <video
          ref={video}
          playsInline
          poster={playback?.posterUrl ?? reply.posterUrl ?? undefined}
          onClick={store.toggle}
          className="mx-auto size-full object-contain"
        >
          {playback?.captions && (
            <track
              kind="captions"
              src={playback.captions.vttUrl}
              srcLang={playback.captions.language}
              label="Captions"
            />
          )}
        </video>
      </div>
      <ReplyControls
        store={store}
        knownMs={reply.durationMs}
        hasPicture={hasPicture}
        hasCaptions={playback?.captions != null && hasPicture}
      />
      {message && (
        <p role="status" className="px-3 pb-2 text-xs text-dim">
          {message}
        </p>
      )}
    </div>
  );
}

function lookAgainIn(playback: Playback | undefined): number | false {
  if (!playback) return false;
  if (!playback.sources.some(({ kind }) => kind === 'renditions')) return LOOK_AGAIN_MS;
  return Math.max(10_000, Date.parse(playback.expiresAt) - Date.now() - 60_000);
}

/** Puts the reply into its element, and plays it once. Answers what is wrong, for a person. */
function useMedia(
  store: PlayerStore,
  video: RefObject<HTMLVideoElement | null>,
  box: RefObject<HTMLDivElement | null>,
  playback: Playback | undefined,
): string | null {
  const adapter = useRef<MediaAdapter | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!video.current || !box.current) return;
    const detach = store.attach(video.current, box.current);
    let hasPlayed = false;
    adapter.current = new MediaAdapter(video.current);
    adapter.current.observe(({ source, error }) => {
      setProblem(error);
      if (source === null || hasPlayed) return;
      hasPlayed = true;
      store.play();
    });
    return () => {
      adapter.current?.destroy();
      adapter.current = null;
      detach();
    };
  }, [store, video, box]);
  useEffect(() => {
    if (!playback) return;
    if (playback.durationMs) store.setKnownDuration(playback.durationMs);
    void adapter.current?.update(playback, 0);
  }, [store, playback]);
  return problem;
}

/** What begins to play silences all else: the main video, and other replies. */
function useSoloPlayback(video: RefObject<HTMLVideoElement | null>): void {
  useEffect(() => {
    const onPlay = (event: Event) => {
      const own = video.current;
      if (!own) return;
      if (event.target !== own) return own.pause();
      for (const other of document.querySelectorAll('video')) if (other !== own) other.pause();
    };
    document.addEventListener('play', onPlay, true);
    return () => document.removeEventListener('play', onPlay, true);
  }, [video]);
}

/** Within it, the keys are for the reply and not for the main video. */
function onKey(event: KeyboardEvent, store: PlayerStore): void {
  const isButton = (event.target as HTMLElement).closest('button, select') !== null;
  const keys: Record<string, () => void> = {
    ArrowLeft: () => store.skip(-SMALL_SKIP_MS),
    ArrowRight: () => store.skip(SMALL_SKIP_MS),
    k: store.toggle,
    ...(isButton ? {} : { ' ': store.toggle }),
  };
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
  if (!action || (event.target as HTMLElement).matches('select')) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

function ReplyControls({
  store,
  knownMs,
  hasPicture,
  hasCaptions,
}: {
  store: PlayerStore;
  knownMs: number | null;
  hasPicture: boolean;
  hasCaptions: boolean;
}) {
  const phase = usePlayer(store, (state) => state.phase);
  const positionMs = usePlayer(store, (state) => state.positionMs);
  const durationMs = usePlayer(store, (state) => state.durationMs) || (knownMs ?? 0);
  const rate = usePlayer(store, (state) => state.rate);
  const isShowing = usePlayer(store, (state) => state.hasCaptions);
  const isPlaying = phase === 'playing' || phase === 'waiting';
  return (
    <div className="flex items-center gap-1 px-1.5 py-1">
      <IconButton label={isPlaying ? 'Pause the reply' : 'Play the reply'} onClick={store.toggle}>
        {isPlaying ? <Pause className="size-4 fill-current" /> : <Play className="size-4 fill-current" />}
      </IconButton>
      <input
        type="range"
        aria-label="Position in the reply"
        aria-valuetext={`${formatTimecode(positionMs)} of ${formatTimecode(durationMs)}`}
        min={0}
        max={Math.max(1, Math.round(durationMs))}
        step={50}
        value={Math.min(positionMs, durationMs)}
        onChange={(event) => store.seek(Number(event.target.value))}
        className="h-8 min-w-0 flex-1 cursor-pointer accent-accent"
      />
      <span className="numbers px-1 text-xs whitespace-nowrap text-dim">
        {formatTimecode(positionMs)} / {formatTimecode(durationMs)}
      </span>
      <select
        aria-label="Speed of the reply"
        value={rate}
        onChange={(event) => store.setRate(Number(event.target.value))}
        className="numbers h-8 cursor-pointer appearance-none rounded-lg bg-transparent px-1.5 text-center text-xs font-medium text-dim hover:bg-hover coarse:h-11"
      >
        {RATES.map((value) => (
          <option key={value} value={value}>
            {value}×
          </option>
        ))}
      </select>
      {hasCaptions && (
        <IconButton
          label="Captions of the reply"
          aria-pressed={isShowing}
          onClick={() => store.setCaptions(!isShowing)}
        >
          {isShowing ? <Captions className="size-4" /> : <CaptionsOff className="size-4" />}
        </IconButton>
      )}
      {hasPicture && (
        <IconButton label="Full screen" className={cx('max-sm:hidden')} onClick={store.toggleFullScreen}>
          <Maximize className="size-4" />
        </IconButton>
      )}
    </div>
  );
}
