import type { EncodedPiece } from '../encoder.ts';
import type { Size } from '../picture/layout.ts';
import type { JournalEntry, SpooledSegment } from '../spool/journal.ts';
import { ensureAacEncoder } from './cmaf-run.ts';
import { EncodedRun, type SoundFormat } from './encoded-run.ts';
import { PieceKeeper } from './piece-keeper.ts';
import type { StudioEvent } from './studio-messages.ts';
import { videoEncoderConfig } from './video-encoding.ts';

export interface RunSequenceOptions {
  recordingId: string;
  frameRate: number;
  sound: SoundFormat | null;
  tell: (event: StudioEvent, transfer?: Transferable[]) => void;
}

/** Encoders that break are started anew, but not for ever. */
const MOST_FAILURES = 5;
/** Sound comes later than the picture of the same moment, by less than this. */
const LATE_SOUND_MS = 150;

/**
 * A recording is a sequence of runs (see `CmafRun`); media segments count on over all of them, in order of playing.
 * Recording over withdraws the last segments and starts a new run in their place; a picture of another size takes over in
 * a new run; an encoder that breaks is followed by one. Starts and ends of runs take turns.
 */
export class RunSequence {
  readonly #options: RunSequenceOptions;
  readonly #pieces: PieceKeeper;
  readonly #codecs = new Set<string>();
  #run: EncodedRun | null = null;
  /** The run before, while the last of its sound is still on its way. */
  #leaving: EncodedRun | null = null;
  #baseMs = 0;
  #count = 0;
  #failures = 0;
  #turn: Promise<void> = Promise.resolve();
  #isTurning = false;
  #delivered = 0;
  #filledMs = 0;

  constructor(options: RunSequenceOptions) {
    const { recordingId, tell } = options;
    this.#options = options;
    this.#pieces = new PieceKeeper(recordingId, {
      onSpooled: (segment: SpooledSegment) => tell({ type: 'segment', segment }),
      onUnspooled: (segment: SpooledSegment, bytes: EncodedPiece['bytes']) =>
        tell({ type: 'unspooled', segment, bytes }, [bytes.buffer]),
      onError: (error) => this.#fail(error),
    });
  }

  /** What frames go into now; null where nothing is recorded. */
  get current(): EncodedRun | null {
    return this.#run;
  }
  get isTurning(): boolean {
    return this.#isTurning;
  }
  /** Frames that were encoded, and silence that was filled in, since the beginning. */
  get totals(): { delivered: number; filledMs: number } {
    return { delivered: this.#delivered, filledMs: this.#filledMs + (this.#run?.filledMs ?? 0) };
  }
  get positionMs(): number {
    const run = this.#run;
    return run ? this.#baseMs + run.clock.elapsed(performance.now()) : this.#pieces.endMs;
  }

  /** A line of the journal. */
  note(entry: JournalEntry): void {
    this.#pieces.note(entry);
  }

  begin(size: Size): void {
    const { sound, tell } = this.#options;
    this.#takeTurn(async () => {
      if (sound && !(await ensureAacEncoder(sound.sampleRate)))
        throw new Error('This browser can’t encode sound. Record without a microphone.');
      await this.#start(size);
      tell({ type: 'began' });
    });
  }

  pause(): void {
    this.#run?.clock.pause(performance.now());
  }

  resume(size: Size): void {
    this.#takeTurn(async () => {
      if (this.#run) this.#run.clock.resume(performance.now());
      else await this.#start(size);
      this.#options.tell({ type: 'began' });
    });
  }

  /** From the moment of `onTaken` on frames have another size. Nothing is lost in between: the run before ends meanwhile. */
  takeOver(size: Size, onTaken: () => void): void {
    this.#takeTurn(async () => {
      const before = this.#run;
      if (!before) return;
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      try {
        await this.#start(size, ended);
      } catch {
        // It goes on as it was.
        return;
      }
      this.#leaving = before;
      onTaken();
      await new Promise((done) => setTimeout(done, LATE_SOUND_MS));
      this.#leaving = null;
      // What is packaged of it stays, whatever breaks at its end.
      await this.#end(before, this.#run?.clock.startedAt).catch(() => undefined);
      resolve();
    });
  }

  /** Withdraws about the last `ms`, to the nearest segment, and waits there. */
  rewind(ms: number): void {
    this.#takeTurn(async () => {
      await this.#endCurrent();
      const withdrawal = this.#pieces.withdrawAfter(Math.max(0, this.#pieces.endMs - ms));
      await this.#pieces.flush();
      this.#options.tell({ type: 'rewound', ...withdrawal });
    });
  }

  /** Ends it all; `onEnded` once everything is on the disk. */
  stop(onEnded: (end: { mediaCount: number; durationMs: number }) => void): void {
    this.#takeTurn(async () => {
      await this.#endCurrent();
      const end = { mediaCount: this.#pieces.mediaCount, durationMs: Math.round(this.#pieces.endMs) };
      this.note({ type: 'end', ...end });
      await this.#pieces.flush();
      onEnded(end);
    });
  }

  /** Takes sound whose first sample was captured at `instant`. */
  addSound(channels: Float32Array[], instant: number): void {
    const run = this.#run;
    const rate = this.#options.sound?.sampleRate ?? 0;
    const before = run ? Math.floor(((run.clock.startedAt - instant) * rate) / 1000) : 0;
    if (before > 0)
      this.#leaving?.addSound(
        channels.map((channel) => channel.subarray(0, before)),
        instant,
      );
    run?.addSound(channels, instant);
  }

  #takeTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn
      .then(() => {
        this.#isTurning = true;
        return work();
      })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => (this.#isTurning = false));
  }

  /** A run that takes over at once; its pieces wait for those of the one before. */
  async #start(size: Size, before: Promise<void> = Promise.resolve()): Promise<void> {
    const { frameRate, sound } = this.#options;
    const video = await videoEncoderConfig(size, frameRate);
    if (!video) throw new Error('This browser can’t encode this picture size. Choose a lower quality.');
    const initIndex = this.#count++;
    let baseMs: number | null = null;
    const run: EncodedRun = await EncodedRun.start({
      video,
      sound,
      onPiece: (piece) =>
        void before.then(() => {
          if (baseMs === null) {
            baseMs = this.#pieces.endMs;
            if (this.#run === run) this.#baseMs = baseMs;
          }
          this.#pieces.keep(piece, initIndex, baseMs);
        }),
      onCodec: (codec) => this.#describe(codec, size),
      onDelivered: () => this.#delivered++,
      onError: (error) => {
        if (this.#run === run) this.#recover(error, size);
      },
    });
    this.#baseMs = this.positionMs;
    this.#run = run;
  }

  async #endCurrent(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    if (run) await this.#end(run);
  }

  async #end(run: EncodedRun, until?: number): Promise<void> {
    await run.end(1000 / this.#options.frameRate, until);
    this.#filledMs += run.filledMs;
  }

  /** An encoder broke, such as a hardware encoder when the laptop wakes up: what is packaged stays, a new run goes on. */
  #recover(error: unknown, size: Size): void {
    const run = this.#run;
    this.#run = null;
    this.#takeTurn(async () => {
      if (run) await this.#end(run).catch(() => undefined);
      if (++this.#failures > MOST_FAILURES) throw error;
      await this.#start(size);
    });
  }

  #describe(codec: string, size: Size): void {
    // The first run speaks for all; later ones differ in size at most.
    if (this.#count > 1 || this.#codecs.has(codec)) return;
    this.#codecs.add(codec);
    if (this.#codecs.size < (this.#options.sound ? 2 : 1)) return;
    const description = {
      format: 'cmaf' as const,
      codecs: [...this.#codecs].toSorted().join(','),
      ...size,
    };
    this.note({ type: 'describe', ...description });
    this.#options.tell({ type: 'described', description });
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : 'The recording stopped by itself.';
    this.#options.tell({ type: 'failed', message });
  }
}
