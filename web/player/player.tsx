import {
  Captions,
  CaptionsOff,
  Download,
  Maximize,
  Minimize,
  Pause,
  PenLine,
  PenOff,
  Play,
  RotateCcw,
  RotateCw,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { InkStroke } from '#shared/ink.ts';
import type { Playback, PlaybackSource } from '#shared/playback.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { Spinner } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { MediaAdapter } from './media-adapter.ts';
import { RecordedInk } from './recorded-ink.tsx';
import { usePlayer, type PlayerStore } from './player-store.ts';
import { Timeline, type CommentMarker } from './timeline.tsx';

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const HIDE_AFTER_MS = 2500;

/** The player: the picture, its controls, and the comments on its bar. */
export function Player(props: {
  store: PlayerStore;
  playback: Playback | undefined;
  aspectRatio: number;
  startMs: number;
  markers: CommentMarker[];
  onMarker: (id: string) => void;
  onSource: (kind: PlaybackSource['kind'] | null) => void;
  /** Shown where there is nothing to play yet. */
  placeholder: ReactNode;
  isLive: boolean;
  /** What was drawn while it was recorded. */
  strokes: readonly InkStroke[];
}) {
  const { store, playback, startMs, onSource } = props;
  const container = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const adapter = useRef<MediaAdapter | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [source, setSource] = useState<PlaybackSource['kind'] | null>(null);
  const phase = usePlayer(store, (state) => state.phase);
  const [isActive, setActive] = useActivity();
  const [hasInk, setHasInk] = useState(true);

  useEffect(() => {
    if (!video.current || !container.current) return;
    const detach = store.attach(video.current, container.current);
    adapter.current = new MediaAdapter(video.current, {
      onError: setError,
      onSource: (kind) => {
        setSource(kind);
        onSource(kind);
      },
    });
    return () => {
      adapter.current?.destroy();
      adapter.current = null;
      detach();
    };
  }, [store, onSource]);

  useEffect(() => {
    if (playback?.durationMs) store.setKnownDuration(playback.durationMs);
    if (playback) adapter.current?.update(playback, startMs);
  }, [store, playback, startMs]);

  const isShown = isActive || phase !== 'playing';
  return (
    <div
      ref={container}
      onPointerMove={setActive}
      onPointerDown={setActive}
      onFocus={setActive}
      style={{ aspectRatio: props.aspectRatio, maxHeight: 'min(78dvh, 100%)' }}
      className={cx(
        'group/player relative isolate mx-auto w-full overflow-hidden bg-black text-white sm:rounded-xl',
        !isShown && 'cursor-none',
      )}
    >
      <video
        ref={video}
        playsInline
        preload="auto"
        poster={playback?.posterUrl ?? undefined}
        onClick={store.toggle}
        className={cx('size-full object-contain', source === null && 'invisible')}
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
      {hasInk && props.strokes.length > 0 && (
        <RecordedInk store={store} strokes={props.strokes} aspectRatio={props.aspectRatio} />
      )}
      {source === null && (
        <div className="absolute inset-0 flex items-center justify-center p-6">{props.placeholder}</div>
      )}
      {props.isLive && (
        <span className="absolute top-3 left-3 flex items-center gap-1.5 rounded-md bg-red-600 px-2 py-1 text-xs font-semibold">
          <span className="size-1.5 animate-pulse rounded-full bg-white" />
          Being recorded
        </span>
      )}
      {phase === 'waiting' && <Spinner className="absolute top-1/2 left-1/2 -mt-4 -ml-4 size-8" />}
      {source !== null && (phase === 'paused' || phase === 'ended' || phase === 'idle') && (
        <button
          type="button"
          aria-label="Play"
          onClick={store.play}
          className="absolute top-1/2 left-1/2 flex size-16 -translate-x-1/2 -translate-y-1/2 items-center justify-center rounded-full bg-black/60 backdrop-blur transition-transform duration-150 hover:scale-105"
        >
          <Play className="ml-1 size-7 fill-current" />
        </button>
      )}
      {error && (
        <p
          role="alert"
          className="absolute inset-x-4 top-4 rounded-lg bg-black/80 px-3 py-2 text-center text-ui"
        >
          {error}
        </p>
      )}
      {source !== null && (
        <div
          className={cx(
            'absolute inset-x-0 bottom-0 bg-linear-to-t from-black/80 to-transparent px-2 pt-14 pb-1.5 transition-opacity duration-150 sm:px-3',
            !isShown && 'opacity-0',
          )}
        >
          <Timeline store={store} markers={props.markers} onMarker={props.onMarker} />
          <Controls store={store} playback={playback}>
            {props.strokes.length > 0 && (
              <Control
                label={hasInk ? 'Hide the drawings' : 'Show the drawings'}
                isPressed={hasInk}
                onClick={() => setHasInk(!hasInk)}
              >
                {hasInk ? <PenLine className="size-4.5" /> : <PenOff className="size-4.5" />}
              </Control>
            )}
          </Controls>
        </div>
      )}
    </div>
  );
}

function Controls({
  store,
  playback,
  children,
}: {
  store: PlayerStore;
  playback: Playback | undefined;
  children: ReactNode;
}) {
  const state = usePlayer(store, (s) => s);
  return (
    <div className="flex items-center gap-0.5 sm:gap-1">
      <Control label={state.phase === 'playing' ? 'Pause (K)' : 'Play (K)'} onClick={store.toggle}>
        {state.phase === 'playing' ? (
          <Pause className="size-5 fill-current" />
        ) : (
          <Play className="size-5 fill-current" />
        )}
      </Control>
      <Control label="Back 10 seconds (J)" onClick={() => store.skip(-10_000)}>
        <RotateCcw className="size-4.5" />
      </Control>
      <Control label="On 10 seconds (L)" onClick={() => store.skip(10_000)} className="max-sm:hidden">
        <RotateCw className="size-4.5" />
      </Control>
      <div className="group/volume flex items-center">
        <Control label={state.isMuted ? 'Sound on (M)' : 'Sound off (M)'} onClick={store.toggleMuted}>
          {state.isMuted ? <VolumeX className="size-5" /> : <Volume2 className="size-5" />}
        </Control>
        <input
          type="range"
          aria-label="Volume"
          min={0}
          max={1}
          step={0.05}
          value={state.isMuted ? 0 : state.volume}
          onChange={(event) => store.setVolume(Number(event.target.value))}
          className="w-0 accent-white opacity-0 transition-all duration-150 group-focus-within/volume:w-16 group-focus-within/volume:opacity-100 group-hover/volume:w-16 group-hover/volume:opacity-100 coarse:hidden"
        />
      </div>
      <span className="numbers px-2 text-[0.8125rem] whitespace-nowrap text-white/90">
        {formatTimecode(state.positionMs)}{' '}
        <span className="text-white/60">/ {formatTimecode(state.durationMs)}</span>
      </span>
      <span className="flex-1" />
      <select
        aria-label="Speed"
        value={state.rate}
        onChange={(event) => store.setRate(Number(event.target.value))}
        className="numbers h-9 cursor-pointer appearance-none rounded-lg bg-transparent px-2 text-center text-[0.8125rem] font-medium hover:bg-white/15 *:text-black coarse:h-11"
      >
        {RATES.map((rate) => (
          <option key={rate} value={rate}>
            {rate}×
          </option>
        ))}
      </select>
      {children}
      {playback?.captions && (
        <Control
          label="Captions (C)"
          isPressed={state.hasCaptions}
          onClick={() => store.setCaptions(!state.hasCaptions)}
        >
          {state.hasCaptions ? <Captions className="size-5" /> : <CaptionsOff className="size-5" />}
        </Control>
      )}
      {playback?.downloadUrl && (
        <a
          href={playback.downloadUrl}
          download
          aria-label="Download"
          title="Download"
          className="flex size-9 items-center justify-center rounded-lg hover:bg-white/15 max-sm:hidden"
        >
          <Download className="size-4.5" />
        </a>
      )}
      <Control label="Full screen (F)" onClick={store.toggleFullScreen}>
        {state.isFullScreen ? <Minimize className="size-5" /> : <Maximize className="size-5" />}
      </Control>
    </div>
  );
}

function Control(props: {
  label: string;
  onClick: () => void;
  children: ReactNode;
  className?: string;
  isPressed?: boolean;
}) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.isPressed}
      onClick={props.onClick}
      className={cx(
        'flex size-9 items-center justify-center rounded-lg transition-colors duration-150 hover:bg-white/15 coarse:size-11',
        props.className,
      )}
    >
      {props.children}
    </button>
  );
}

/** True for a while after the last movement. */
function useActivity(): [boolean, () => void] {
  const [isActive, setIsActive] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [
    isActive,
    () => {
      setIsActive(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setIsActive(false), HIDE_AFTER_MS);
    },
  ];
}
