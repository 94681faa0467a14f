import type { Playback } from '#shared/playback.ts';
import type { ReelEntry } from '#shared/reel.ts';
import { ReelDeck, type DeckEvents } from './reel-deck.ts';
import type { Step } from './reel-program.ts';

/** The elements of a reel by run, in one place on the page: the one that is on, and the next. */
export class ReelDecks {
  readonly #decks = new Map<number, ReelDeck>();
  readonly #eventsOf: (run: number, deck: () => ReelDeck | undefined) => DeckEvents;
  /** By entry, as the server gave them last. */
  #fresh = new Map<string, Playback>();
  #place: HTMLElement | null = null;

  constructor(eventsOf: (run: number, deck: () => ReelDeck | undefined) => DeckEvents) {
    this.#eventsOf = eventsOf;
  }

  attach(place: HTMLElement): void {
    this.#place = place;
  }

  detach(): void {
    this.keep([]);
    this.#place = null;
  }

  of(step: Step | undefined): ReelDeck | undefined {
    return step?.part.kind === 'video' ? this.#decks.get(step.run) : undefined;
  }

  has(run: number): boolean {
    return this.#decks.has(run);
  }

  load({ run, entry }: Step, startMs: number, rate: number): ReelDeck {
    const known = this.#decks.get(run);
    if (known) return known;
    if (!entry.video) throw new Error(`the reel has no video for run ${run}`);
    const events = this.#eventsOf(run, () => this.#decks.get(run));
    const playback = this.#fresh.get(entry.id) ?? entry.video.playback;
    const deck = new ReelDeck({ ...entry.video, playback }, startMs, rate, events);
    deck.show(false);
    this.#decks.set(run, deck);
    this.#place?.append(deck.video);
    return deck;
  }

  showOnly(run: number): void {
    for (const [other, deck] of this.#decks) deck.show(other === run);
  }

  /** Lets go of all others. */
  keep(runs: readonly (number | undefined)[]): void {
    for (const [run, deck] of this.#decks) {
      if (runs.includes(run)) continue;
      deck.destroy();
      this.#decks.delete(run);
    }
  }

  setRate(rate: number): void {
    for (const deck of this.#decks.values()) deck.setRate(rate);
  }

  /** New signed addresses for the same videos. */
  renew(steps: readonly Step[], entries: readonly ReelEntry[]): void {
    this.#fresh = new Map(entries.flatMap(({ id, video }) => (video ? [[id, video.playback]] : [])));
    for (const { run, entry } of steps) {
      const playback = this.#fresh.get(entry.id);
      if (playback) this.#decks.get(run)?.renew(playback);
    }
  }
}
