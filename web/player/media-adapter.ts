import type * as HlsModuleType from 'hls.js/light';
import type { Playback, PlaybackSource } from '#shared/playback.ts';
import { chooseSource } from './choose-source.ts';

type HlsModule = typeof HlsModuleType;

let hlsModule: Promise<HlsModule> | null = null;

/** Fetches hls.js (its light build) beside the page's data, where Media Source Extensions exist. */
export function preloadHls(): Promise<HlsModule> | null {
  if (!('MediaSource' in window) && !('ManagedMediaSource' in window)) return null;
  return (hlsModule ??= import('hls.js/light'));
}

/** What the element plays now, and what is wrong with it. */
export interface AdapterState {
  source: PlaybackSource['kind'] | null;
  error: string | null;
}

/** Nothing is loading, and there has been no picture for this long. */
const STUCK_MS = 1500;
/** So often it is loaded anew until it plays. */
const MOST_HOLES = 3;
const RETRY_MS = [500, 1000, 2000, 4000, 8000];

/**
 * Puts the best source of a `Playback` into a video element and keeps it there. `update` with a newer `Playback` moves up
 * to a better source where the element stands: position, speed and play state stay, the last frame is held over the gap.
 */
export class MediaAdapter {
  readonly #video: HTMLVideoElement;
  readonly #failed = new Set<PlaybackSource['kind']>();
  #playback: Playback | null = null;
  #current: PlaybackSource | null = null;
  #hls: HlsModuleType.default | null = null;
  #retries = 0;
  #holes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #holeTimer: ReturnType<typeof setTimeout> | undefined;
  #isDestroyed = false;
  #state: AdapterState = { source: null, error: null };
  #onChange: (state: AdapterState) => void = () => undefined;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    void preloadHls();
    video.addEventListener('error', this.#onElementError);
    video.addEventListener('playing', this.#onPlaying);
  }

  /** Calls `listener` now and with every change; it takes the place of the one before. */
  observe(listener: (state: AdapterState) => void): void {
    this.#onChange = listener;
    listener(this.#state);
  }

  #change(change: Partial<AdapterState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange(this.#state);
  }

  /** Takes what the server offers now. `startMs` counts for the first source alone. Resolves once it is being loaded. */
  async update(playback: Playback, startMs: number): Promise<void> {
    this.#playback = playback;
    const next = this.#choose();
    if (!next || (this.#current && isSame(next, this.#current))) return;
    const isFirst = this.#current === null;
    await this.#load(
      next,
      isFirst ? startMs / 1000 : this.#video.currentTime,
      isFirst ? false : !this.#video.paused,
    );
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#onChange = () => undefined;
    clearTimeout(this.#timer);
    clearTimeout(this.#holeTimer);
    this.#hls?.destroy();
    this.#video.removeEventListener('error', this.#onElementError);
    this.#video.removeEventListener('playing', this.#onPlaying);
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #choose(): PlaybackSource | null {
    const abilities = {
      canPlayHls: preloadHls() !== null || this.#video.canPlayType('application/vnd.apple.mpegurl') !== '',
      canPlayType: (type: string) => this.#video.canPlayType(type),
    };
    return this.#playback ? chooseSource(this.#playback.sources, abilities, this.#failed) : null;
  }

  async #load(source: PlaybackSource, atSeconds: number, isPlaying: boolean): Promise<void> {
    const video = this.#video;
    const release = this.#current ? holdFrame(video) : () => undefined;
    const rate = video.playbackRate;
    this.#current = source;
    this.#change({ error: null });
    this.#hls?.destroy();
    this.#hls = null;
    if (source.kind === 'original') {
      video.src = source.url;
      if (atSeconds > 0)
        video.addEventListener('loadedmetadata', () => (video.currentTime = atSeconds), { once: true });
    } else {
      const loading = preloadHls();
      const Hls = loading ? (await loading).default : null;
      if (this.#isDestroyed || this.#current !== source) return release();
      if (Hls?.isSupported()) this.#attachHls(Hls, source.playlistUrl, atSeconds);
      else video.src = source.playlistUrl;
    }
    video.playbackRate = rate;
    video.addEventListener('loadeddata', release, { once: true });
    this.#change({ source: source.kind });
    if (isPlaying) void video.play().catch(() => undefined);
  }

  #attachHls(Hls: HlsModule['default'], url: string, atSeconds: number): void {
    const hls = new Hls({
      startPosition: atSeconds,
      // A growing recording is watched from its beginning, not from its live edge.
      liveSyncDuration: 4,
      liveMaxLatencyDuration: Number.POSITIVE_INFINITY,
      backBufferLength: 60,
      maxBufferLength: 30,
      enableWorker: false,
      xhrSetup: (xhr, requested) => {
        const token = this.#playback?.mediaToken;
        const fresh = token ? requested.replace(/\/media\/[^/]+\//, `/media/${token}/`) : requested;
        if (fresh !== requested) xhr.open('GET', fresh, true);
      },
    });
    hls.on(Hls.Events.ERROR, (_event, data) => {
      if (!data.fatal) return;
      if (data.type === Hls.ErrorTypes.MEDIA_ERROR && this.#retries < 2) {
        this.#retries++;
        hls.recoverMediaError();
      } else this.#retryOrFail(() => hls.loadSource(url));
    });
    this.#watchForHoles(hls, Hls.Events);
    hls.loadSource(url);
    hls.attachMedia(this.#video);
    this.#hls = hls;
  }

  /**
   * A first append that comes to nothing (Chromium, on a busy computer), or a seek that cuts off the very first fragment,
   * leaves hls.js (1.7) with a hole that it takes for a gap from then on, also after `recoverMediaError`: the element waits
   * in it for good. Then another instance loads all anew from there, a few times at most.
   */
  #watchForHoles(hls: HlsModule['default']['prototype'], events: HlsModule['default']['Events']): void {
    let isLoading = false;
    const look = () => {
      const video = this.#video;
      const source = this.#current;
      if (this.#hls !== hls || !source || video.readyState >= 2 || isLoading || this.#holes >= MOST_HOLES)
        return;
      this.#holes++;
      void this.#load(source, video.currentTime, !video.paused);
    };
    const lookSoon = () => {
      clearTimeout(this.#holeTimer);
      this.#holeTimer = setTimeout(look, STUCK_MS);
    };
    hls.on(events.FRAG_LOADING, () => (isLoading = true));
    hls.on(events.FRAG_BUFFERED, () => {
      isLoading = false;
      if (this.#video.readyState < 2) lookSoon();
    });
    this.#video.addEventListener('seeking', lookSoon);
    hls.on(events.DESTROYING, () => this.#video.removeEventListener('seeking', lookSoon));
  }

  /** The network comes back by itself; a source that stays broken gives way to the next one. */
  #retryOrFail(again: () => void): void {
    const wait = RETRY_MS[this.#retries++];
    if (wait !== undefined) {
      this.#change({ error: this.#retries > 1 ? 'The connection is interrupted. Trying again…' : null });
      this.#timer = setTimeout(again, wait);
      return;
    }
    const broken = this.#current;
    if (broken) this.#failed.add(broken.kind);
    const next = this.#choose();
    this.#retries = 0;
    if (next) void this.#load(next, this.#video.currentTime, !this.#video.paused);
    else this.#change({ error: 'The video can’t be played here right now. Reload the page to try again.' });
  }

  readonly #onElementError = () => {
    if (this.#hls || !this.#current) return;
    // Not a codec of this browser after all, or damaged: the next source, or the rendition once it is made.
    this.#failed.add(this.#current.kind);
    const next = this.#choose();
    if (next) return void this.#load(next, this.#video.currentTime, !this.#video.paused);
    this.#current = null;
    this.#change({ source: null });
  };

  readonly #onPlaying = () => {
    this.#retries = 0;
    this.#holes = 0;
    this.#change({ error: null });
  };
}

/** The same thing to play, though its signed URL may be another. A part that was recorded over makes another thing of it. */
function isSame(a: PlaybackSource, b: PlaybackSource): boolean {
  return a.kind === b.kind && takeOf(a) === takeOf(b);
}

function takeOf(source: PlaybackSource): number {
  return source.kind === 'recording' ? source.take : 0;
}

/** Covers the element with its last frame until the returned function is called, so that a change of source does not flash. */
function holdFrame(video: HTMLVideoElement): () => void {
  if (video.videoWidth === 0 || !video.parentElement) return () => undefined;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  canvas.className = 'pointer-events-none absolute inset-0 size-full object-contain';
  video.after(canvas);
  return () => canvas.remove();
}
