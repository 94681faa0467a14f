import { useRef, useState, type PointerEvent } from 'react';
import type { TimeRange } from '#shared/time-ranges.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { Avatar } from '../ui/avatar.tsx';
import { clusterMarkers, type Marker } from './cluster-markers.ts';
import { usePlayer, type PlayerStore } from './player-store.ts';

export interface CommentMarker extends Marker {
  authorName: string;
  text: string;
  isResolved: boolean;
  /** Of a range. */
  endMs: number | null;
}

export interface Moment {
  id: string;
  atMs: number;
  sign: string;
  title: string;
}

/** The bar: played and buffered, the time under the pointer, and the comments where they belong. */
export function Timeline(props: {
  store: PlayerStore;
  markers: CommentMarker[];
  onMarker: (id: string) => void;
  /** Small signs on moments, such as reactions. */
  moments: readonly Moment[];
  /** Parts that are new on this version. */
  changes: readonly TimeRange[];
}) {
  const { store, markers, onMarker } = props;
  const bar = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number | null>(null);
  const durationMs = usePlayer(store, (state) => state.durationMs);
  const positionMs = usePlayer(store, (state) => state.positionMs);
  const bufferedMs = usePlayer(store, (state) => state.bufferedMs);
  const inMs = usePlayer(store, (state) => state.inMs);
  const outMs = usePlayer(store, (state) => state.outMs);
  const markedFrom = useRef<number | null>(null);
  const share = (ms: number) => (durationMs > 0 ? Math.min(100, (ms / durationMs) * 100) : 0);

  function shareAt(event: PointerEvent): number {
    const box = bar.current?.getBoundingClientRect();
    return box ? Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) : 0;
  }

  return (
    <div className="relative px-1">
      {durationMs > 0 &&
        clusterMarkers(markers, durationMs, 0.025).map((cluster) => {
          const [first] = cluster;
          if (!first) return null;
          const label = `${cluster.length > 1 ? `${cluster.length} comments` : `${first.authorName}: ${first.text.slice(0, 80)}`} at ${formatTimecode(first.atMs)}`;
          return (
            <button
              key={first.id}
              type="button"
              title={label}
              aria-label={label}
              onClick={() => onMarker(first.id)}
              style={{ left: `calc(${share(first.atMs)}% - 10px)` }}
              className={`absolute -top-6 z-10 flex h-5 min-w-5 items-center justify-center rounded-full ring-2 ring-black/40 transition-transform duration-150 hover:scale-115 ${cluster.every((marker) => marker.isResolved) ? 'opacity-50' : ''}`}
            >
              {cluster.length > 1 ? (
                <span className="numbers flex size-5 items-center justify-center rounded-full bg-white text-[0.625rem] font-bold text-neutral-900">
                  {cluster.length}
                </span>
              ) : (
                <Avatar name={first.authorName} size="small" />
              )}
            </button>
          );
        })}
      {durationMs > 0 && (
        <div className="pointer-events-none absolute inset-x-1 top-0 h-0">
          {props.moments.map(({ id, atMs, sign, title }) => (
            <span
              key={id}
              role="img"
              aria-label={title}
              title={title}
              className="pointer-events-auto absolute -top-1.5 -translate-x-1/2 text-xs leading-none"
              style={{ left: `${share(atMs)}%` }}
            >
              {sign}
            </span>
          ))}
        </div>
      )}
      <div
        ref={bar}
        role="slider"
        tabIndex={0}
        aria-label="Position"
        aria-valuemin={0}
        aria-valuemax={Math.round(durationMs / 1000)}
        aria-valuenow={Math.round(positionMs / 1000)}
        aria-valuetext={`${formatTimecode(positionMs)} of ${formatTimecode(durationMs)}`}
        className="group relative h-5 touch-none coarse:h-8"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const atMs = shareAt(event) * durationMs;
          markedFrom.current = event.shiftKey ? atMs : null;
          store.seek(atMs);
        }}
        onPointerMove={(event) => {
          setHover(shareAt(event));
          if (event.buttons !== 1) return;
          const atMs = shareAt(event) * durationMs;
          store.seek(atMs);
          if (markedFrom.current !== null) store.markBetween(markedFrom.current, atMs);
        }}
        onPointerLeave={() => setHover(null)}
      >
        <div className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 overflow-hidden rounded-full bg-white/25 transition-[height] duration-150 group-hover:h-1.5">
          <div className="absolute inset-y-0 left-0 bg-white/30" style={{ width: `${share(bufferedMs)}%` }} />
          <div className="absolute inset-y-0 left-0 bg-white" style={{ width: `${share(positionMs)}%` }} />
          {markers.map(
            ({ id, atMs, endMs }) =>
              endMs !== null && (
                <div
                  key={id}
                  className="absolute inset-y-0 min-w-0.5 bg-amber-300/70"
                  style={{ left: `${share(atMs)}%`, width: `${share(endMs) - share(atMs)}%` }}
                />
              ),
          )}
        </div>
        {durationMs > 0 &&
          props.changes.map(({ startMs, endMs }) => (
            <div
              key={startMs}
              data-testid="change"
              title={`Changed: ${formatTimecode(startMs)} – ${formatTimecode(endMs)}`}
              className="absolute top-[calc(50%+4px)] h-1 min-w-1 rounded-full bg-emerald-400"
              style={{ left: `${share(startMs)}%`, width: `${share(endMs) - share(startMs)}%` }}
            />
          ))}
        {(inMs !== null || outMs !== null) && (
          <div
            data-testid="marked"
            className="absolute top-1/2 h-3 min-w-1 -translate-y-1/2 rounded-sm border-x-2 border-amber-300 bg-amber-300/40"
            style={{
              left: `${share(inMs ?? outMs ?? 0)}%`,
              width: inMs !== null && outMs !== null ? `${share(outMs) - share(inMs)}%` : 0,
            }}
          />
        )}
        <div
          className="absolute top-1/2 size-3 -translate-x-1/2 -translate-y-1/2 rounded-full bg-white opacity-0 shadow transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 coarse:opacity-100"
          style={{ left: `${share(positionMs)}%` }}
        />
        {hover !== null && durationMs > 0 && (
          <div
            className="numbers pointer-events-none absolute bottom-full mb-1 -translate-x-1/2 rounded-md bg-black/80 px-1.5 py-0.5 text-xs text-white"
            style={{ left: `${hover * 100}%` }}
          >
            {formatTimecode(hover * durationMs)}
          </div>
        )}
      </div>
    </div>
  );
}
