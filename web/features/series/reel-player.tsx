import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink, Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { queries } from '../../api/client.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Reel } from './reel.ts';

export interface Clip {
  slug: VideoSlug;
  /** Whose it is. */
  name: string;
}

const SKIP_MS = 5000;

/** All updates of an edition as one video, with a chapter for each person. Nothing without a video in it. */
export function ReelPlayer({ clips }: { clips: readonly Clip[] }) {
  const place = useRef<HTMLDivElement>(null);
  // Made anew with its key, when the clips are others.
  const [reel] = useState(() => new Reel(clips.map(({ slug }) => slug)));
  const state = useSyncExternalStore(reel.subscribe, reel.get);
  const videos = useQueries({
    queries: clips.map(({ slug }) => queries.videos.get.queryOptions({ input: { slug } })),
  });
  useEffect(() => (place.current ? reel.attach(place.current) : undefined), [reel]);
  const clip = clips[state.index];
  if (!clip) return null;
  const lengths = videos.map(({ data }) => data?.durationMs ?? 0);
  const totalMs = lengths.reduce((sum, ms) => sum + ms, 0);
  const atMs = lengths.slice(0, state.index).reduce((sum, ms) => sum + ms, 0) + state.positionMs;

  function onKeyDown(event: KeyboardEvent): void {
    const work = {
      ' ': () => reel.toggle(),
      k: () => reel.toggle(),
      n: () => reel.goTo(state.index + 1),
      p: () => reel.goTo(state.positionMs > 2000 ? state.index : state.index - 1),
      ArrowLeft: () => reel.skip(-SKIP_MS),
      ArrowRight: () => reel.skip(SKIP_MS),
    }[event.key];
    if (!work || (event.key === ' ' && event.target !== event.currentTarget)) return;
    event.preventDefault();
    work();
  }

  return (
    <div
      role="group"
      aria-label="Reel of all updates"
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="mb-5 overflow-hidden rounded-xl border border-line bg-raised"
    >
      <div className="relative aspect-video bg-black">
        <div ref={place} className="absolute inset-0" />
        <p
          className="absolute top-3 left-3 rounded-md bg-black/70 px-2 py-1 text-ui font-medium text-white"
          aria-live="polite"
        >
          {clip.name}
        </p>
        {state.error && (
          <p
            role="alert"
            className="absolute inset-x-3 bottom-3 rounded-md bg-black/80 px-2 py-1 text-ui text-white"
          >
            {state.error}
          </p>
        )}
      </div>
      <ol aria-label="Chapters" className="flex h-2 gap-0.5 bg-line">
        {clips.map(({ name }, i) => (
          <li key={i} style={{ flexGrow: Math.max(1, lengths[i] ?? 1) }} className="relative">
            <button
              type="button"
              title={name}
              aria-label={`Play the update of ${name}`}
              aria-current={i === state.index}
              onClick={() => reel.goTo(i)}
              className="absolute inset-x-0 -top-2 h-6"
            />
            <span
              className={cx(
                'pointer-events-none block h-full origin-left',
                i <= state.index || state.isOver ? 'bg-accent' : 'bg-sunken',
              )}
              style={
                i === state.index && !state.isOver
                  ? { transform: `scaleX(${Math.min(1, state.positionMs / Math.max(1, lengths[i] ?? 1))})` }
                  : undefined
              }
            />
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-1 p-2">
        <IconButton
          label="Previous update"
          disabled={state.index === 0}
          onClick={() => reel.goTo(state.index - 1)}
        >
          <SkipBack className="size-4" />
        </IconButton>
        <IconButton
          label={state.isPlaying ? 'Pause the reel' : 'Play the reel'}
          onClick={() => reel.toggle()}
        >
          {state.isPlaying ? <Pause className="size-4.5" /> : <Play className="size-4.5" />}
        </IconButton>
        <IconButton
          label="Next update"
          disabled={state.index === clips.length - 1}
          onClick={() => reel.goTo(state.index + 1)}
        >
          <SkipForward className="size-4" />
        </IconButton>
        <span className="numbers ml-1 text-[0.8125rem] text-dim">
          {formatTimecode(atMs)} / {formatTimecode(totalMs)}
        </span>
        <span className="ml-auto flex items-center gap-1">
          <Button look="quiet" onClick={() => reel.nextRate()} aria-label={`Speed ${state.rate}, change`}>
            {state.rate}×
          </Button>
          <Link
            to="/v/$slug"
            params={{ slug: clip.slug }}
            aria-label={`Open the update of ${clip.name}`}
            title="Open with its comments"
            className="flex size-9 items-center justify-center rounded-lg text-dim hover:bg-hover hover:text-text coarse:size-11"
          >
            <ExternalLink className="size-4" />
          </Link>
        </span>
      </div>
    </div>
  );
}
