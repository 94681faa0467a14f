import { useQuery } from '@tanstack/react-query';
import {
  Camera,
  CameraOff,
  Circle,
  Expand,
  FlipHorizontal2,
  MicVocal,
  Mic,
  MonitorSpeaker,
  PanelLeft,
  Pause,
  PenLine,
  Play,
  Rewind,
  RotateCcw,
  Square,
  SquareUser,
  Trash2,
} from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { formatTimecode } from '#shared/timecode.ts';
import { listDevices } from '../../recorder/capture/capture.ts';
import {
  toggleShape,
  withShape,
  type BubbleShape,
  type CameraLayout,
} from '../../recorder/picture/layout.ts';
import { isUnderWay } from '../../recorder/recorder-machine.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { recorder } from '../../recorder/recorder.ts';
import type { SoundSource } from '../../recorder/sound/sound-mix.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { LevelMeter } from './level-meter.tsx';
import { togglePause } from './recorder-keys.ts';

/** Timer, pause, stop: what one needs all the time, in the page and in the floating window. */
export function MainControls({ state, isSmall = false }: { state: RecorderState; isSmall?: boolean }) {
  const { phase, elapsedMs, maxMs } = state;
  const isPaused = phase === 'paused' || phase === 'rewinding';
  const isRunning = isUnderWay(phase);
  const microphone = useCallback(() => recorder.levels('microphone'), []);
  const leftMs = maxMs - elapsedMs;
  return (
    <>
      <span
        className="numbers flex min-w-20 items-center gap-2 px-1 text-lg font-semibold"
        role="timer"
        aria-label="Recorded"
      >
        <span className={cx('size-2.5 rounded-full', isPaused ? 'bg-faint' : 'animate-pulse bg-red-600')} />
        {formatTimecode(elapsedMs)}
        {leftMs < 5 * 60_000 && isRunning && (
          <span className="text-[0.8125rem] font-normal text-warn">
            −{formatTimecode(Math.max(0, leftMs))}
          </span>
        )}
      </span>
      {state.abilities?.hasMicrophone && (
        <span className="w-16">
          <LevelMeter levels={microphone} label="Microphone level" />
        </span>
      )}
      <Button disabled={!isRunning || phase === 'rewinding'} onClick={togglePause} aria-keyshortcuts="p">
        {isPaused ? <Play className="size-4" /> : <Pause className="size-4" />}
        {isPaused ? 'Resume' : 'Pause'}
        {!isSmall && <kbd className="text-xs text-faint coarse:hidden">P</kbd>}
      </Button>
      <Button look="primary" disabled={!isRunning} onClick={() => recorder.stop()} aria-keyshortcuts="s">
        <Square className="size-4 fill-current" /> Stop
        {!isSmall && <kbd className="text-xs opacity-70 coarse:hidden">S</kbd>}
      </Button>
    </>
  );
}

/** Draw, go back, begin anew, throw away. */
export function TakeControls({
  state,
  isDrawing,
  onDraw,
  isSmall = false,
}: {
  state: RecorderState;
  isDrawing: boolean;
  onDraw: () => void;
  isSmall?: boolean;
}) {
  const isRunning = isUnderWay(state.phase);
  return (
    <>
      <IconButton
        label="Draw (D)"
        aria-pressed={isDrawing}
        disabled={!isRunning}
        onClick={onDraw}
        className="aria-pressed:bg-accent-soft aria-pressed:text-accent-text"
      >
        <PenLine className="size-4.5" />
      </IconButton>
      {state.abilities?.canRewind && (
        <>
          <IconButton
            label="Back 10 seconds and record over (R)"
            disabled={!isRunning}
            onClick={() => recorder.rewind()}
          >
            <Rewind className="size-4.5" />
          </IconButton>
          {!isSmall && <StartOver state={state} />}
        </>
      )}
      <IconButton label="Throw away" onClick={() => recorder.discard()} className="hover:text-danger">
        <Trash2 className="size-4.5" />
      </IconButton>
    </>
  );
}

/** A take of some length is not thrown away by one click. */
const SHORT_TAKE_MS = 15_000;

function StartOver({ state }: { state: RecorderState }) {
  const [isAsking, setAsking] = useState(false);
  const isRunning = isUnderWay(state.phase);
  function ask(): void {
    if (state.elapsedMs < SHORT_TAKE_MS) return void recorder.restart();
    recorder.pause();
    setAsking(true);
  }
  return (
    <>
      <IconButton label="Start over" disabled={!isRunning} onClick={ask}>
        <RotateCcw className="size-4.5" />
      </IconButton>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Start over?"
        description={`The ${formatTimecode(state.elapsedMs)} recorded so far are replaced. The link stays.`}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep them</Button>
          <Button
            look="danger"
            onClick={() => {
              setAsking(false);
              void recorder.restart();
            }}
          >
            Start over
          </Button>
        </div>
      </Dialog>
    </>
  );
}

const SHAPES: [BubbleShape, string, ReactNode][] = [
  ['circle', 'Circle', <Circle key="i" className="size-4.5" />],
  ['rounded', 'Rounded square', <SquareUser key="i" className="size-4.5" />],
  ['panel', 'Side panel', <PanelLeft key="i" className="size-4.5" />],
];

/** Shape, mirror, hidden and full of the camera; only where there is a screen beside it. */
export function CameraControls({
  layout,
  onChange,
}: {
  layout: CameraLayout;
  onChange: (layout: CameraLayout) => void;
}) {
  const toggle = 'aria-pressed:bg-accent-soft aria-pressed:text-accent-text';
  return (
    <div className="flex flex-wrap items-center gap-1" role="group" aria-label="Camera">
      {SHAPES.map(([shape, name, icon]) => (
        <IconButton
          key={shape}
          label={name}
          aria-pressed={layout.shape === shape}
          className={toggle}
          onClick={() => onChange(withShape(layout, shape))}
        >
          {icon}
        </IconButton>
      ))}
      <IconButton
        label="Camera in full (F)"
        aria-pressed={layout.shape === 'full'}
        className={toggle}
        onClick={() => onChange(toggleShape(layout, 'full'))}
      >
        <Expand className="size-4.5" />
      </IconButton>
      <IconButton
        label={layout.shape === 'hidden' ? 'Show the camera (H)' : 'Hide the camera (H)'}
        aria-pressed={layout.shape === 'hidden'}
        className={toggle}
        onClick={() => onChange(toggleShape(layout, 'hidden'))}
      >
        {layout.shape === 'hidden' ? <CameraOff className="size-4.5" /> : <Camera className="size-4.5" />}
      </IconButton>
      <IconButton
        label="Mirror the camera (M)"
        aria-pressed={layout.isMirrored}
        className={toggle}
        onClick={() => onChange({ ...layout, isMirrored: !layout.isMirrored })}
      >
        <FlipHorizontal2 className="size-4.5" />
      </IconButton>
    </div>
  );
}

/** Levels of microphone and system sound, and which microphone. */
export function SoundControls({ state }: { state: RecorderState }) {
  const devices = useQuery({ queryKey: ['devices'], queryFn: listDevices, staleTime: 5000 });
  const { abilities } = state;
  if (!abilities?.hasMicrophone && !abilities?.hasSystemSound) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-[0.8125rem]">
      {abilities.hasMicrophone && (
        <>
          <Level
            name="microphone"
            label="Microphone"
            icon={<Mic className="size-4" />}
            gain={state.levels.microphone}
          />
          {(devices.data?.microphones.length ?? 0) > 1 && (
            <label className="flex items-center gap-2 text-dim">
              <MicVocal className="size-4" />
              <select
                aria-label="Change the microphone"
                defaultValue=""
                onChange={(event) => void recorder.changeMicrophone(event.target.value)}
                className="h-8 max-w-44 rounded-lg border border-line-strong bg-raised px-2"
              >
                <option value="" disabled>
                  Change…
                </option>
                {devices.data?.microphones.map((found) => (
                  <option key={found.deviceId} value={found.deviceId}>
                    {found.label}
                  </option>
                ))}
              </select>
            </label>
          )}
        </>
      )}
      {abilities.hasSystemSound && (
        <Level
          name="system"
          label="Sound of the tab or system"
          icon={<MonitorSpeaker className="size-4" />}
          gain={state.levels.system}
        />
      )}
    </div>
  );
}

function Level({
  name,
  label,
  icon,
  gain,
}: {
  name: SoundSource;
  label: string;
  icon: ReactNode;
  gain: number;
}) {
  const levels = useCallback(() => recorder.levels(name), [name]);
  return (
    <label className="flex items-center gap-2 text-dim" title={label}>
      {icon}
      <span className="flex w-24 flex-col gap-1">
        <input
          type="range"
          aria-label={`Level: ${label}`}
          min={0}
          max={2}
          step={0.05}
          value={gain}
          onChange={(event) => recorder.setLevel(name, Number(event.target.value))}
          className="accent-accent"
        />
        <LevelMeter levels={levels} label={`Loudness: ${label}`} />
      </span>
      <span className="numbers w-12 text-right whitespace-nowrap">{Math.round(gain * 100)} %</span>
    </label>
  );
}
