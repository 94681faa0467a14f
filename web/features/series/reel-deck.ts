import type { Playback } from '#shared/playback.ts';
import type { ReelVideo } from '#shared/reel.ts';
import { takeMedia, type Media } from '../../player/media-element.ts';
import { reportWatched, type WatchReporter } from '../watch/watch-reporter.ts';

export interface DeckEvents {
  onEnded: () => void;
  /** The element has stopped by itself, or by the keys of the device. */
  onPaused: () => void;
  onTime: () => void;
  onReady: () => void;
  onError: (error: string | null) => void;
}

/** An element with one video of the reel in it. Two of them take turns: one plays, the next is filled and waits at its beginning. */
export class ReelDeck {
  readonly video: HTMLVideoElement;
  readonly #media: Media;
  readonly #reporter: WatchReporter;
  #wantedMs: number;

  constructor({ slug, playback }: ReelVideo, startMs: number, rate: number, events: DeckEvents) {
    this.#media = takeMedia(slug);
    this.video = this.#media.video;
    this.#reporter = reportWatched(slug, rate);
    this.#wantedMs = startMs;
    this.video.className = 'absolute inset-0 size-full object-contain';
    this.video.addEventListener('loadedmetadata', () => this.#arrive());
    this.video.addEventListener('ended', events.onEnded);
    this.video.addEventListener('pause', events.onPaused);
    this.video.addEventListener('timeupdate', events.onTime);
    this.video.addEventListener('canplay', events.onReady);
    this.#media.adapter.observe(({ error }) => events.onError(error));
    this.setRate(rate);
    if (playback.sources.length === 0)
      events.onError('This video is still being made. Go on to the next, and come back later.');
    else void this.#media.adapter.update(playback, startMs);
  }

  /** New signed addresses for what it plays. */
  renew(playback: Playback): void {
    void this.#media.adapter.update(playback, 0);
  }

  get positionMs(): number {
    return this.video.readyState === 0 ? this.#wantedMs : this.video.currentTime * 1000;
  }

  setRate(rate: number): void {
    this.video.defaultPlaybackRate = rate;
    this.video.playbackRate = rate;
  }

  seek(ms: number): void {
    this.#wantedMs = ms;
    if (this.video.readyState === 0 || Math.abs(this.video.currentTime * 1000 - ms) < 20) return;
    this.#note(false);
    this.video.currentTime = ms / 1000;
  }

  /** Tells the reporter where it is. */
  note(): void {
    this.#note(!this.video.paused && !this.video.seeking && this.video.readyState >= 2);
  }

  show(isShown: boolean): void {
    this.video.style.visibility = isShown ? 'visible' : 'hidden';
  }

  pause(): void {
    this.note();
    this.video.pause();
    this.#note(false);
  }

  destroy(): void {
    this.note();
    this.#reporter.close();
    this.#media.adapter.destroy();
    this.video.remove();
  }

  #arrive(): void {
    if (Math.abs(this.video.currentTime * 1000 - this.#wantedMs) > 20)
      this.video.currentTime = this.#wantedMs / 1000;
  }

  #note(isPlaying: boolean): void {
    const { ended, seeking, readyState, paused, playbackRate } = this.video;
    this.#reporter.tick({
      positionMs: this.positionMs,
      isPlaying,
      isWaiting: !paused && !seeking && readyState < 3,
      hasEnded: ended,
      rate: playbackRate,
    });
  }
}
