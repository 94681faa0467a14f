import { PenLine, PenOff, PenTool, Play } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Annotation } from '#shared/annotations.ts';
import type { FrameRate } from '#shared/frames.ts';
import type { InkStroke } from '#shared/ink.ts';
import type { Playback, PlaybackSource } from '#shared/playback.ts';
import type { TimeRange } from '#shared/time-ranges.ts';
import { Spinner } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Control, Controls } from './controls.tsx';
import type { AdapterState } from './media-adapter.ts';
import { takeMedia, type Media } from './media-element.ts';
import { PictureBox } from './picture-box.tsx';
import { RecordedInk } from './recorded-ink.tsx';
import { usePlayer, type PlayerStore } from './player-store.ts';
import { Timeline, type CommentMarker, type Moment } from './timeline.tsx';

const HIDE_AFTER_MS = 2500;
const NOTHING_LOADED: AdapterState = { source: null, error: null };

const NO_STROKES: InkStroke[] = [];

/** The player: the picture, its controls, and the comments on its bar. */
export function Player(props: {
  slug: string;
  store: PlayerStore;
  playback: Playback | undefined;
  aspectRatio: number;
  startMs: number;
  markers: CommentMarker[];
  onMarker: (id: string) => void;
  moments: readonly Moment[];
  /** Parts that are new on this version. */
  changes: readonly TimeRange[];
  /** More buttons among the controls. */
  controls?: ReactNode;
  onSource: (kind: PlaybackSource['kind'] | null) => void;
  /** Shown where there is nothing to play yet. */
  placeholder: ReactNode;
  isLive: boolean;
  /** What was drawn while it was recorded. */
  strokes: readonly InkStroke[] | undefined;
  /** Takes what is seen of it into a comment; absent: nobody may comment here. */
  onCopyInk?: ((ink: Annotation) => void) | undefined;
  frameRate: FrameRate | null;
  /** Lies on the picture, such as the ink of comments. */
  overlay?: ReactNode;
  /** Lies above it, also where drawings are hidden. */
  live?: ReactNode;
  /** The overlay is being drawn on: what would be in the way is hidden. */
  isDrawing: boolean;
  /** Absent: nobody may draw here. */
  onDraw?: (() => void) | undefined;
}) {
  const { slug, store, playback, startMs, onSource, strokes = NO_STROKES } = props;
  const container = useRef<HTMLDivElement>(null);
  const screen = useRef<HTMLDivElement>(null);
  const [media, setMedia] = useState<Media | null>(null);
  const [{ source, error }, setMediaState] = useState<AdapterState>(NOTHING_LOADED);
  const phase = usePlayer(store, (state) => state.phase);
  const [isActive, setActive] = useActivity();
  const [hasInk, setHasInk] = useState(true);

  useLayoutEffect(() => {
    if (!screen.current || !container.current) return;
    const taken = takeMedia(slug);
    screen.current.append(taken.video);
    const detach = store.attach(taken.video, container.current);
    taken.adapter.observe(setMediaState);
    setMedia(taken);
    return () => {
      taken.adapter.destroy();
      detach();
      taken.video.remove();
      setMedia(null);
    };
  }, [store, slug]);

  useEffect(() => onSource(source), [onSource, source]);

  useEffect(() => store.setFrameRate(props.frameRate), [store, props.frameRate]);

  useEffect(() => {
    if (playback?.durationMs) store.setKnownDuration(playback.durationMs);
    if (playback) void media?.adapter.update(playback, startMs);
  }, [store, media, playback, startMs]);

  const posterUrl = playback?.posterUrl;
  useEffect(() => {
    if (posterUrl) media?.video.setAttribute('poster', posterUrl);
  }, [media, posterUrl]);

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
      {/* Not for the keyboard: its button and key do the same. */}
      <div ref={screen} onClick={store.toggle} className={cx('size-full', source === null && 'invisible')} />
      {media &&
        playback?.captions &&
        createPortal(
          <track
            kind="captions"
            src={playback.captions.vttUrl}
            srcLang={playback.captions.language}
            label="Captions"
          />,
          media.video,
        )}
      {source !== null && (
        <PictureBox aspectRatio={props.aspectRatio}>
          {hasInk && strokes.length > 0 && (
            <RecordedInk
              store={store}
              strokes={strokes}
              aspectRatio={props.aspectRatio}
              onCopy={props.isDrawing ? undefined : props.onCopyInk}
            />
          )}
          {hasInk && props.overlay}
          {props.live}
        </PictureBox>
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
      {source !== null &&
        !props.isDrawing &&
        (phase === 'paused' || phase === 'ended' || phase === 'idle') && (
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
      {source !== null && !props.isDrawing && (
        <div
          className={cx(
            'absolute inset-x-0 bottom-0 bg-linear-to-t from-black/80 to-transparent px-2 pt-14 pb-1.5 transition-opacity duration-150 sm:px-3',
            !isShown && 'opacity-0',
          )}
        >
          <Timeline
            store={store}
            markers={props.markers}
            onMarker={props.onMarker}
            moments={props.moments}
            changes={props.changes}
          />
          <Controls store={store} playback={playback}>
            {props.controls}
            {props.onDraw && (
              <Control label="Draw on the picture (D)" onClick={props.onDraw}>
                <PenTool className="size-4.5" />
              </Control>
            )}
            {(strokes.length > 0 || props.overlay) && (
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
