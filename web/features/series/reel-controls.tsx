import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, ExternalLink, Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { formatTimecode } from '#shared/timecode.ts';
import { IconButton } from '../../ui/button.tsx';
import { RATES } from './reel-settings.ts';
import { playedMs, stepMs, type Step } from './reel-program.ts';
import type { ReelState } from './reel-state.ts';
import type { Reel } from './reel.ts';

interface Props {
  reel: Reel;
  state: ReelState;
  steps: readonly Step[];
}

/** Play, the ways on and back, how far it is, speed and silences. */
export function ReelControls({ reel, state, steps }: Props) {
  const { index, isPlaying, positionMs, rate, skipsSilences, isOver } = state;
  const step = steps[index];
  const lengths = steps.map((one) => stepMs(one, skipsSilences));
  const sum = (some: number[]) => some.reduce((total, ms) => total + ms, 0);
  const totalMs = sum(lengths);
  const beforeMs = sum(lengths.slice(0, index));
  const atMs = isOver ? totalMs : beforeMs + (step ? playedMs(step, positionMs, skipsSilences) : 0);
  const slug = step?.entry.video?.slug;
  const hasSilences = steps.some(({ silences }) => silences.length > 0);
  return (
    <>
      <div className="h-1.5 bg-line" aria-hidden="true">
        <div
          className="h-full origin-left bg-accent"
          style={{ transform: `scaleX(${totalMs > 0 ? Math.min(1, atMs / totalMs) : 0})` }}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-1 gap-y-1 p-2">
        <IconButton label="Previous person" onClick={() => reel.goByPerson(-1)}>
          <SkipBack className="size-4" />
        </IconButton>
        <IconButton label="Previous prompt" onClick={() => reel.goByStep(-1)}>
          <ChevronLeft className="size-4" />
        </IconButton>
        <IconButton label={isPlaying ? 'Pause the reel' : 'Play the reel'} onClick={() => reel.toggle()}>
          {isPlaying ? <Pause className="size-4.5" /> : <Play className="size-4.5" />}
        </IconButton>
        <IconButton label="Next prompt" onClick={() => reel.goByStep(1)}>
          <ChevronRight className="size-4" />
        </IconButton>
        <IconButton label="Next person" onClick={() => reel.goByPerson(1)}>
          <SkipForward className="size-4" />
        </IconButton>
        <span className="numbers ml-1 text-[0.8125rem] text-dim">
          {formatTimecode(atMs)} / {formatTimecode(totalMs)}
        </span>
        <span className="ml-auto flex items-center gap-1">
          {hasSilences && (
            <label className="flex min-h-9 items-center gap-1.5 px-1 text-[0.8125rem] text-dim coarse:min-h-11">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={skipsSilences}
                onChange={(event) => reel.setSkipsSilences(event.target.checked)}
              />
              Skip silences
            </label>
          )}
          <select
            aria-label="Speed"
            value={rate}
            onChange={(event) => reel.setRate(Number(event.target.value))}
            className="numbers h-9 rounded-lg border border-line-strong bg-raised px-1.5 text-ui text-text coarse:h-11"
          >
            {RATES.map((one) => (
              <option key={one} value={one}>
                {one}×
              </option>
            ))}
          </select>
          {slug && (
            <Link
              to="/v/$slug"
              params={{ slug }}
              aria-label={`Open the update of ${step.entry.person.name}`}
              title="Open with its comments"
              className="flex size-9 items-center justify-center rounded-lg text-dim hover:bg-hover hover:text-text coarse:size-11"
            >
              <ExternalLink className="size-4" />
            </Link>
          )}
        </span>
      </div>
    </>
  );
}
