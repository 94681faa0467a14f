import type { Playback } from '#shared/playback.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { api } from '../../api/client.ts';
import { takeMedia, type Media } from '../../player/media-element.ts';

export interface ReelState {
  /** Which clip is on. */
  index: number;
  isPlaying: boolean;
  positionMs: number;
  rate: number;
  /** The last has ended. */
  isOver: boolean;
  error: string | null;
}

const RATES = [1, 1.25, 1.5, 2, 0.75];

/**
 * Plays videos one after the other in one place. While one plays, the next is loading in an element of its own, so that it begins as
 * the other ends.
 */
export class Reel {
  readonly #slugs: readonly VideoSlug[];
  readonly #loaded = new Map<number, Media>();
  readonly #listeners = new Set<() => void>();
  #place: HTMLElement | null = null;
  #state: ReelState = { index: 0, isPlaying: false, positionMs: 0, rate: 1, isOver: false, error: null };

  constructor(slugs: readonly VideoSlug[]) {
    this.#slugs = slugs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): ReelState => this.#state;

  /** Shows it in this element, until the returned function is called. */
  attach(place: HTMLElement): () => void {
    this.#place = place;
    this.#show(this.#state.index, 0);
    return () => {
      for (const [index] of this.#loaded) this.#forget(index);
      this.#place = null;
    };
  }

  toggle(): void {
    if (this.#state.isOver) this.goTo(0);
    else if (this.#state.isPlaying) this.#video()?.pause();
    else this.#play();
  }

  /** From the beginning of a clip, or a place in it. */
  goTo(index: number, atMs = 0): void {
    if (index < 0 || index >= this.#slugs.length) return;
    if (index === this.#state.index && !this.#state.isOver) {
      const video = this.#video();
      if (video) video.currentTime = atMs / 1000;
    } else this.#show(index, atMs);
    this.#play();
  }

  skip(ms: number): void {
    const video = this.#video();
    if (video) video.currentTime = Math.max(0, video.currentTime + ms / 1000);
  }

  nextRate(): void {
    const rate = RATES[(RATES.indexOf(this.#state.rate) + 1) % RATES.length] ?? 1;
    this.#commit({ rate });
    for (const { video } of this.#loaded.values()) video.playbackRate = rate;
  }

  #video(): HTMLVideoElement | undefined {
    return this.#loaded.get(this.#state.index)?.video;
  }

  #commit(change: Partial<ReelState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #play(): void {
    const video = this.#video();
    if (!video) return;
    video.playbackRate = this.#state.rate;
    void video.play().catch(() => this.#commit({ isPlaying: false }));
  }

  #show(index: number, atMs: number): void {
    for (const [other, { video }] of this.#loaded) {
      if (other === index) continue;
      video.pause();
      if (other !== index + 1) this.#forget(other);
    }
    this.#commit({ index, positionMs: atMs, isOver: false, error: null });
    const { video } = this.#load(index);
    if (video.currentTime * 1000 !== atMs) video.currentTime = atMs / 1000;
    this.#place?.replaceChildren(video);
    if (index + 1 < this.#slugs.length) this.#load(index + 1);
  }

  #load(index: number): Media {
    const known = this.#loaded.get(index);
    if (known) return known;
    const slug = this.#slugs[index];
    if (!slug) throw new Error(`the reel has no clip ${index}`);
    const media = takeMedia(slug);
    this.#loaded.set(index, media);
    const { video, adapter } = media;
    const whenShown = (work: () => void) => () => {
      if (this.#state.index === index) work();
    };
    video.addEventListener(
      'play',
      whenShown(() => this.#commit({ isPlaying: true })),
    );
    video.addEventListener(
      'pause',
      whenShown(() => this.#commit({ isPlaying: false })),
    );
    video.addEventListener(
      'timeupdate',
      whenShown(() => this.#commit({ positionMs: video.currentTime * 1000 })),
    );
    video.addEventListener(
      'ended',
      whenShown(() => this.#next()),
    );
    adapter.observe(({ error }) => this.#state.index === index && this.#commit({ error }));
    void this.#fill(media, slug, index);
    return media;
  }

  async #fill({ adapter }: Media, slug: VideoSlug, index: number): Promise<void> {
    let playback: Playback;
    try {
      playback = await api.playback.get({ slug });
    } catch {
      if (this.#state.index === index)
        this.#commit({ error: 'This video can’t be played. Go on to the next.' });
      return;
    }
    await adapter.update(playback, 0);
  }

  #next(): void {
    if (this.#state.index + 1 < this.#slugs.length) {
      this.#show(this.#state.index + 1, 0);
      this.#play();
    } else this.#commit({ isPlaying: false, isOver: true });
  }

  #forget(index: number): void {
    this.#loaded.get(index)?.adapter.destroy();
    this.#loaded.delete(index);
  }
}
