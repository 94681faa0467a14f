import { useMemo, useSyncExternalStore } from 'react';
import {
  DEFAULT_FRAME_RATE,
  frameMs,
  frameOfMs,
  frameAt,
  frameSeenAt,
  middleOfFrame,
  msOfFrame,
  type FrameRate,
} from '#shared/frames.ts';
import { toggleFullScreen } from './full-screen.ts';

/**
 * State of the player, committed only once the element confirms it: `play()` changes nothing here, the element's
 * `playing` event does.
 *
 *   idle → (loadedmetadata) paused ⇄ playing; playing → waiting → playing; playing → ended → (seek, play) playing
 */
export interface PlayerState {
  phase: 'idle' | 'paused' | 'playing' | 'waiting' | 'ended';
  positionMs: number;
  durationMs: number;
  bufferedMs: number;
  /** There is a frame to look at. */
  hasPicture: boolean;
  volume: number;
  isMuted: boolean;
  rate: number;
  hasCaptions: boolean;
  isFullScreen: boolean;
  /** The frame that is on the screen. */
  frame: number;
  /** Starts of the first and the last frame of the range that is marked; either may be missing. */
  inMs: number | null;
  outMs: number | null;
}

const INITIAL: PlayerState = {
  phase: 'idle',
  positionMs: 0,
  durationMs: 0,
  bufferedMs: 0,
  hasPicture: false,
  volume: 1,
  isMuted: false,
  rate: 1,
  hasCaptions: false,
  isFullScreen: false,
  frame: 0,
  inMs: null,
  outMs: null,
};

const EVENTS = [
  'loadedmetadata',
  'loadeddata',
  'durationchange',
  'timeupdate',
  'seeking',
  'seeked',
  'play',
  'playing',
  'pause',
  'waiting',
  'ended',
  'emptied',
  'progress',
  'volumechange',
  'ratechange',
] as const;

/** What the element is in, after an event. Pure, so that it can be tested without one. */
export function phaseAfter(
  event: string,
  before: PlayerState['phase'],
  element: Pick<HTMLVideoElement, 'paused' | 'ended' | 'readyState'>,
): PlayerState['phase'] {
  if (element.readyState === 0) return 'idle';
  if (element.ended) return 'ended';
  if (element.paused) return 'paused';
  if (event === 'waiting') return 'waiting';
  if (event === 'playing' || event === 'timeupdate') return 'playing';
  return before === 'idle' || before === 'paused' || before === 'ended' ? 'waiting' : before;
}

export type PlayerStore = ReturnType<typeof createPlayerStore>;

/** A store over one video element. Attach it once the element is there. */
export function createPlayerStore() {
  let state = INITIAL;
  let video: HTMLVideoElement | null = null;
  let container: HTMLElement | null = null;
  /** The length that the server knows, for a growing or a not yet loaded video. */
  let knownDurationMs = 0;
  let rate: FrameRate = DEFAULT_FRAME_RATE;
  /** Time of the frame that is on the screen, exact, from `requestVideoFrameCallback`. */
  let presented: number | null = null;
  /** Playing ends on this frame. */
  let lastFrame: number | null = null;
  /** What follows somebody else's player runs a little faster or slower than the rate that is chosen. */
  let nudge = 1;
  const listeners = new Set<() => void>();
  const commandListeners = new Set<() => void>();
  const commanded = () => {
    for (const listener of commandListeners) listener();
  };

  function commit(change: Partial<PlayerState>): void {
    const next = { ...state, ...change };
    if ((Object.keys(change) as (keyof PlayerState)[]).every((key) => state[key] === next[key])) return;
    state = next;
    for (const listener of listeners) listener();
  }

  function onEvent(event: Event): void {
    if (!video) return;
    if (event.type === 'emptied' || event.type === 'seeking') presented = null;
    endRange();
    const isFinite = Number.isFinite(video.duration);
    const buffered = video.buffered;
    const end = [...Array(buffered.length).keys()]
      .map((i) => buffered.end(i))
      .find((at) => at >= (video?.currentTime ?? 0));
    commit({
      frame: frameNow(),
      phase: phaseAfter(event.type, state.phase, video),
      positionMs: video.currentTime * 1000,
      durationMs: isFinite ? video.duration * 1000 : Math.max(knownDurationMs, state.positionMs),
      bufferedMs: (end ?? 0) * 1000,
      hasPicture: video.readyState >= 2,
      volume: video.volume,
      isMuted: video.muted,
      rate: Math.round((video.playbackRate / nudge) * 100) / 100,
    });
  }

  function onPresented(element: HTMLVideoElement): void {
    element.requestVideoFrameCallback((_now, { mediaTime }) => {
      // While it seeks, what is on the screen is the past.
      if (!element.seeking) {
        presented = mediaTime;
        endRange();
        commit({ frame: frameSeenAt(mediaTime, rate) });
      }
      if (video === element) onPresented(element);
    });
  }

  function endRange(): void {
    if (lastFrame === null || !video || video.paused || video.seeking || frameNow() < lastFrame) return;
    const frame = lastFrame;
    lastFrame = null;
    video.pause();
    store.seekFrame(frame);
  }

  function frameNow(): number {
    if (presented !== null) return frameSeenAt(presented, rate);
    return video ? frameAt(video.currentTime, rate) : 0;
  }

  const store = {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Hears each command to play, pause, seek or change the rate: somebody has touched the player. */
    onCommand(listener: () => void): () => void {
      commandListeners.add(listener);
      return () => commandListeners.delete(listener);
    },
    get: () => state,
    get element() {
      return video;
    },
    attach(element: HTMLVideoElement, around: HTMLElement): () => void {
      video = element;
      container = around;
      for (const name of EVENTS) element.addEventListener(name, onEvent);
      if ('requestVideoFrameCallback' in element) onPresented(element);
      const onFullScreen = () => commit({ isFullScreen: document.fullscreenElement === around });
      document.addEventListener('fullscreenchange', onFullScreen);
      return () => {
        for (const name of EVENTS) element.removeEventListener(name, onEvent);
        document.removeEventListener('fullscreenchange', onFullScreen);
        video = null;
      };
    },
    setKnownDuration(durationMs: number): void {
      knownDurationMs = durationMs;
      if (state.durationMs === 0) commit({ durationMs });
    },
    setFrameRate(frameRate: FrameRate | null): void {
      rate = frameRate ?? DEFAULT_FRAME_RATE;
    },
    get frameRate() {
      return rate;
    },
    /** Start of the frame that is seen, in whole ms: what a comment is anchored to. */
    frameStartMs: () => msOfFrame(frameNow(), rate),
    /** Shows a frame. */
    seekFrame(frame: number): void {
      if (!video) return;
      commanded();
      lastFrame = null;
      const last =
        state.durationMs > 0 ? Math.max(0, Math.ceil(state.durationMs / frameMs(rate)) - 1) : frame;
      presented = null;
      video.currentTime = middleOfFrame(Math.max(0, Math.min(frame, last)), rate);
      commit({ positionMs: video.currentTime * 1000 });
    },
    /** Shows the frame that starts at these whole ms. */
    seekFrameAt: (ms: number) => store.seekFrame(frameOfMs(ms, rate)),
    step(frames: number): void {
      store.pause();
      store.seekFrame(frameNow() + frames);
    },
    /** Plays from one frame to another, and waits there. */
    playRange(startMs: number, endMs: number): void {
      store.seekFrameAt(startMs);
      lastFrame = frameOfMs(endMs, rate);
      store.play();
    },
    /** Marks the start or the end of a range; one that would be turned around takes the other away. */
    mark(change: { inMs?: number | null; outMs?: number | null }): void {
      const next = { inMs: state.inMs, outMs: state.outMs, ...change };
      if (next.inMs !== null && next.outMs !== null && next.outMs < next.inMs) {
        if (change.inMs === undefined) next.inMs = null;
        else next.outMs = null;
      }
      commit(next);
    },
    /** Marks the frames between two places, whichever comes first. */
    markBetween(oneMs: number, otherMs: number): void {
      const [from, to] = [Math.min(oneMs, otherMs), Math.max(oneMs, otherMs)];
      const startOf = (ms: number) => msOfFrame(frameAt(ms / 1000, rate), rate);
      commit({ inMs: startOf(from), outMs: startOf(to) });
    },
    play(): void {
      commanded();
      void video?.play().catch(() => undefined);
    },
    pause(): void {
      commanded();
      video?.pause();
    },
    toggle(): void {
      lastFrame = null;
      if (video?.paused) store.play();
      else store.pause();
    },
    seek(positionMs: number): void {
      if (!video) return;
      commanded();
      lastFrame = null;
      const end = state.durationMs > 0 ? state.durationMs : positionMs;
      presented = null;
      video.currentTime = Math.max(0, Math.min(positionMs, end)) / 1000;
      commit({ positionMs: video.currentTime * 1000 });
    },
    skip: (ms: number) => store.seek(state.positionMs + ms),
    setRate(rate: number): void {
      commanded();
      store.setPace(Math.max(0.5, Math.min(3, rate)), 1);
    },
    /** No command, but the pace of somebody else: their rate, times what makes up for being early or late. */
    setPace(rate: number, by: number): void {
      nudge = by;
      if (video && video.playbackRate !== rate * by) video.playbackRate = rate * by;
    },
    setVolume(volume: number): void {
      if (!video) return;
      video.volume = Math.max(0, Math.min(1, volume));
      video.muted = volume === 0;
    },
    toggleMuted(): void {
      if (video) video.muted = !video.muted;
    },
    setCaptions(isShown: boolean): void {
      for (const track of video?.textTracks ?? []) track.mode = isShown ? 'showing' : 'hidden';
      commit({ hasCaptions: isShown });
    },
    toggleFullScreen: () => toggleFullScreen(container, video),
  };
  return store;
}

/** One store for as long as the component lives. */
export function usePlayerStore(): PlayerStore {
  return useMemo(() => createPlayerStore(), []);
}

/** A part of the state; renders again only when that part changes. */
export function usePlayer<T>(store: PlayerStore, select: (state: PlayerState) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
