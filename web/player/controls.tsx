import {
  Captions,
  CaptionsOff,
  Download,
  Maximize,
  Minimize,
  Pause,
  Play,
  RotateCcw,
  RotateCw,
  Volume2,
  VolumeX,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Playback } from '#shared/playback.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { cx } from '../ui/class-names.ts';
import { usePlayer, type PlayerStore } from './player-store.ts';

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

/** The row of buttons below the bar. */
export function Controls({
  store,
  playback,
  children,
}: {
  store: PlayerStore;
  playback: Playback | undefined;
  children: ReactNode;
}) {
  const phase = usePlayer(store, (state) => state.phase);
  const isMuted = usePlayer(store, (state) => state.isMuted);
  const volume = usePlayer(store, (state) => state.volume);
  const positionMs = usePlayer(store, (state) => state.positionMs);
  const durationMs = usePlayer(store, (state) => state.durationMs);
  const rate = usePlayer(store, (state) => state.rate);
  const hasCaptions = usePlayer(store, (state) => state.hasCaptions);
  const isFullScreen = usePlayer(store, (state) => state.isFullScreen);
  return (
    <div className="flex items-center gap-0.5 sm:gap-1">
      <Control label={phase === 'playing' ? 'Pause (K)' : 'Play (K)'} onClick={store.toggle}>
        {phase === 'playing' ? (
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
        <Control label={isMuted ? 'Sound on (M)' : 'Sound off (M)'} onClick={store.toggleMuted}>
          {isMuted ? <VolumeX className="size-5" /> : <Volume2 className="size-5" />}
        </Control>
        <input
          type="range"
          aria-label="Volume"
          min={0}
          max={1}
          step={0.05}
          value={isMuted ? 0 : volume}
          onChange={(event) => store.setVolume(Number(event.target.value))}
          className="w-0 accent-white opacity-0 transition-all duration-150 group-focus-within/volume:w-16 group-focus-within/volume:opacity-100 group-hover/volume:w-16 group-hover/volume:opacity-100 coarse:hidden"
        />
      </div>
      <span className="numbers px-2 text-[0.8125rem] whitespace-nowrap text-white/90">
        {formatTimecode(positionMs)} <span className="text-white/60">/ {formatTimecode(durationMs)}</span>
      </span>
      <span className="flex-1" />
      <select
        aria-label="Speed"
        value={rate}
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
        <Control label="Captions (C)" isPressed={hasCaptions} onClick={() => store.setCaptions(!hasCaptions)}>
          {hasCaptions ? <Captions className="size-5" /> : <CaptionsOff className="size-5" />}
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
        {isFullScreen ? <Minimize className="size-5" /> : <Maximize className="size-5" />}
      </Control>
    </div>
  );
}

export function Control(props: {
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
