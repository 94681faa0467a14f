import type { ReelEntry } from '#shared/reel.ts';
import type { DeckEvents, ReelDeck } from './reel-deck.ts';
import { ReelDecks } from './reel-decks.ts';
import {
  afterSilence,
  firstOfPerson,
  nextPerson,
  silencesIn,
  skipTarget,
  startOf,
  type Step,
} from './reel-program.ts';
import { keepReelSettings, RATES, type ReelSettings } from './reel-settings.ts';
import { initialState, type ReelState } from './reel-state.ts';

const CARD_TICK_MS = 100;
/** Closer to its end than this a stretch is over: about a frame. */
const END_MS = 30;
/** Positions closer than this are one to whoever looks at them. */
const SHOWN_MS = 200;
/** “Previous” goes to the beginning first, once it has played this long. */
const BEGINNING_MS = 2000;

/**
 * Plays steps one after the other in one place. While a video plays, the next one is filled in an element of its own and waits at its
 * beginning, so that it goes on as the other ends; a card stands between them for as long as it takes to read.
 */
export class Reel {
  readonly #steps: readonly Step[];
  readonly #decks = new ReelDecks((run, deck) => this.#eventsOf(run, deck));
  readonly #listeners = new Set<() => void>();
  readonly #onShown: (entry: ReelEntry) => void;
  #frame = 0;
  #cardTimer: ReturnType<typeof setInterval> | undefined;
  #state = initialState();

  /** `onShown` hears of each entry as one of its cards is shown. */
  constructor(steps: readonly Step[], onShown: (entry: ReelEntry) => void) {
    this.#steps = steps;
    this.#onShown = onShown;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): ReelState => this.#state;

  /** Shows it in this element, until the returned function is called. */
  attach(place: HTMLElement): () => void {
    this.#decks.attach(place);
    this.#show(this.#state.index);
    return () => {
      this.#stopClocks();
      this.#decks.detach();
    };
  }

  renew(entries: readonly ReelEntry[]): void {
    this.#decks.renew(this.#steps, entries);
  }

  toggle(): void {
    if (this.#state.isOver) this.goTo(0);
    else if (this.#state.isPlaying) this.#stop();
    else this.#play();
  }

  /** From the beginning of a step, and plays. */
  goTo(index: number): void {
    if (index < 0 || index >= this.#steps.length) return;
    this.#show(index);
    this.#play();
  }

  /** The next or previous step: a prompt, mostly. */
  goByStep(by: 1 | -1): void {
    const { index } = this.#state;
    if (by === -1 && this.#playedMs() > BEGINNING_MS) this.goTo(index);
    else this.goTo(index + by);
  }

  /** The next or previous person. */
  goByPerson(by: 1 | -1): void {
    const { index } = this.#state;
    const first = firstOfPerson(this.#steps, index);
    if (by === 1) return this.goTo(nextPerson(this.#steps, index));
    const isAtBeginning = index === first && this.#playedMs() <= BEGINNING_MS && first > 0;
    return this.goTo(isAtBeginning ? firstOfPerson(this.#steps, first - 1) : first);
  }

  /** Some seconds on or back, within what one plays of a video. */
  skip(ms: number): void {
    const step = this.#step();
    const deck = this.#deck();
    if (!step || !deck) return this.goByStep(ms > 0 ? 1 : -1);
    const target = skipTarget(step, deck.positionMs, ms, this.#state.skipsSilences);
    if (target !== null) return this.#moveTo(deck, target);
    return this.#state.index + 1 < this.#steps.length ? this.goByStep(1) : this.#advance();
  }

  setRate(rate: number): void {
    this.#decks.setRate(rate);
    this.#choose({ rate });
  }

  rateBy(by: 1 | -1): void {
    const next = RATES[RATES.indexOf(this.#state.rate) + by];
    if (next !== undefined) this.setRate(next);
  }

  setSkipsSilences(skipsSilences: boolean): void {
    this.#choose({ skipsSilences });
  }

  hold(isHeld: boolean): void {
    if (isHeld !== this.#state.isHeld) this.#commit({ isHeld });
  }

  #choose(change: Partial<ReelSettings>): void {
    this.#commit(change);
    keepReelSettings(this.#state);
  }

  #step(index = this.#state.index): Step | undefined {
    return this.#steps[index];
  }

  #deck(): ReelDeck | undefined {
    return this.#decks.of(this.#step());
  }

  /** Of a video; who goes back from a card wants what was before it. */
  #playedMs(): number {
    const part = this.#step()?.part;
    return part?.kind === 'video' ? this.#state.positionMs - part.startMs : 0;
  }

  #commit(change: Partial<ReelState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #play(): void {
    this.#commit({ isPlaying: true, hasStarted: true, isOver: false });
    const deck = this.#deck();
    this.#startClock();
    void deck?.video.play().catch((error: unknown) => {
      // What was paused or left meanwhile is no refusal.
      if (deck === this.#deck() && !(error instanceof DOMException && error.name === 'AbortError'))
        this.#stop();
    });
  }

  #stop(): void {
    this.#commit({ isPlaying: false });
    this.#stopClocks();
    this.#deck()?.pause();
  }

  #startClock(): void {
    this.#stopClocks();
    if (this.#step()?.part.kind === 'card')
      this.#cardTimer = setInterval(() => this.#tickCard(), CARD_TICK_MS);
    else {
      const look = () => {
        this.#frame = requestAnimationFrame(look);
        this.#tick();
      };
      this.#frame = requestAnimationFrame(look);
    }
  }

  #stopClocks(): void {
    clearInterval(this.#cardTimer);
    cancelAnimationFrame(this.#frame);
  }

  #show(index: number): void {
    const step = this.#step(index);
    if (!step) return;
    const [before, { part, run }] = [this.#deck(), step];
    const startMs = startOf(step, this.#state.skipsSilences);
    this.#stopClocks();
    this.#commit({ index, positionMs: startMs, isOver: false, isHeld: false, error: null });
    if (part.kind === 'card') {
      before?.pause();
      this.#onShown(step.entry);
      this.#prepare();
      return;
    }
    const deck = this.#load(step);
    if (before !== deck) before?.pause();
    deck.seek(startMs);
    this.#decks.showOnly(run);
    this.#decks.keep([run, this.#next()?.run]);
    if (deck.video.readyState >= 3) this.#prepare();
  }

  /** The first step after this one that needs another element. */
  #next(): Step | undefined {
    const { index } = this.#state;
    const run = this.#step()?.run;
    return this.#steps.find(
      (step, i) =>
        i > index && step.part.kind === 'video' && (step.run !== run || !this.#decks.has(step.run)),
    );
  }

  #prepare(next = this.#next()): void {
    if (next) this.#load(next);
  }

  #load(step: Step): ReelDeck {
    const { rate, skipsSilences } = this.#state;
    return this.#decks.load(step, startOf(step, skipsSilences), rate);
  }

  #eventsOf(run: number, deckOf: () => ReelDeck | undefined): DeckEvents {
    const whenOn = (work: (deck: ReelDeck) => void) => () => {
      const deck = this.#deck();
      if (deck && deck === deckOf()) work(deck);
    };
    return {
      onEnded: whenOn(() => this.#endRun()),
      onPaused: whenOn(({ video }) => {
        if (this.#state.isPlaying && video.paused && !video.ended) this.#stop();
      }),
      onTime: whenOn(() => this.#tick()),
      onReady: whenOn(() => this.#prepare()),
      onError: (error) => this.#step()?.run === run && this.#commit({ error }),
    };
  }

  /** Looks where the video is: over a silence, past the end of its stretch, or on its way. */
  #tick(): void {
    const step = this.#step();
    const deck = this.#deck();
    if (!deck || step?.part.kind !== 'video' || deck.video.seeking || deck.video.readyState < 2) return;
    deck.note();
    const { positionMs } = deck;
    const { endMs } = step.part;
    if (!this.#state.isPlaying) return;
    if (endMs !== null && positionMs >= endMs - END_MS) return this.#advance();
    const target = afterSilence(positionMs, silencesIn(step, this.#state.skipsSilences));
    if (target > positionMs + END_MS) {
      if (endMs !== null && target >= endMs - END_MS) return this.#advance();
      return this.#moveTo(deck, target);
    }
    if (Math.abs(positionMs - this.#state.positionMs) >= SHOWN_MS) this.#commit({ positionMs });
    return undefined;
  }

  #tickCard(): void {
    const part = this.#step()?.part;
    if (part?.kind !== 'card' || !this.#state.isPlaying || this.#state.isHeld) return;
    const positionMs = this.#state.positionMs + CARD_TICK_MS;
    if (positionMs >= part.lengthMs) this.#advance();
    else this.#commit({ positionMs });
  }

  #moveTo(deck: ReelDeck, ms: number): void {
    deck.seek(ms);
    this.#commit({ positionMs: ms });
  }

  /** To the next step; in the same stretch of the same video it simply plays on. */
  #advance(): void {
    const { index } = this.#state;
    const next = this.#step(index + 1);
    if (!next) return this.#finish();
    const deck = this.#deck();
    if (deck && deck === this.#decks.of(next) && !deck.video.ended) {
      this.#commit({ index: index + 1, positionMs: deck.positionMs });
      return undefined;
    }
    this.#show(index + 1);
    this.#play();
    return undefined;
  }

  /** The file has ended, a little before or after what its length was said to be. */
  #endRun(): void {
    this.#deck()?.note();
    const run = this.#step()?.run;
    const next = this.#steps.findIndex(
      ({ part, run: other }, i) => i > this.#state.index && (part.kind === 'card' || other !== run),
    );
    if (next === -1) return this.#finish();
    this.#show(next);
    this.#play();
    return undefined;
  }

  #finish(): void {
    this.#deck()?.pause();
    this.#stopClocks();
    this.#commit({ isPlaying: false, isOver: true });
  }
}
