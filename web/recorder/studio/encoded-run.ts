import { SEGMENT_TARGET_MS } from '#shared/recording-times.ts';
import { SoundTimeline } from '../sound/sound-timeline.ts';
import { CmafRun, type RunPiece } from './cmaf-run.ts';
import { MediaClock } from './media-clock.ts';

export interface RunOptions {
  video: VideoEncoderConfig;
  sound: { sampleRate: number; channelCount: number } | null;
  startedAt: number;
  onPiece: (piece: RunPiece) => void;
  onCodec: (codec: string) => void;
  onDelivered: () => void;
  /** The encoder or the packaging broke: this run must be ended. */
  onError: (error: unknown) => void;
}

/** More frames than this waiting for the encoder are memory that grows: the newest are left out. */
const MOST_WAITING = 10;

/** A run with its encoder and its clocks: frames and sound in, segments out. */
export class EncodedRun {
  readonly clock: MediaClock;
  readonly #options: RunOptions;
  readonly #cmaf: CmafRun;
  readonly #encoder: VideoEncoder;
  readonly #sound: SoundTimeline | null;
  #lastMs = -1;
  #keyMs = Number.NEGATIVE_INFINITY;

  private constructor(options: RunOptions, cmaf: CmafRun) {
    this.#options = options;
    this.#cmaf = cmaf;
    this.clock = new MediaClock(options.startedAt);
    this.#encoder = new VideoEncoder({
      output: (chunk, meta) => {
        if (meta?.decoderConfig) options.onCodec(meta.decoderConfig.codec);
        options.onDelivered();
        cmaf.addVideo(chunk, meta);
      },
      error: options.onError,
    });
    this.#encoder.configure(options.video);
    this.#sound = options.sound
      ? new SoundTimeline({ ...options.sound, emit: (block) => cmaf.addSound(block) })
      : null;
  }

  static async start(options: RunOptions): Promise<EncodedRun> {
    const cmaf = await CmafRun.start({
      hasSound: options.sound !== null,
      sampleRate: options.sound?.sampleRate ?? 48_000,
      onPiece: options.onPiece,
      onAudioCodec: options.onCodec,
    });
    return new EncodedRun(options, cmaf);
  }

  get waiting(): number {
    return this.#encoder.encodeQueueSize;
  }

  get filledMs(): number {
    return this.#sound?.filledMs ?? 0;
  }

  /** True where the frame was taken; false for one that has no place, or for which the encoder has no time. */
  addFrame(frame: VideoFrame, instant: number, durationMs: number): 'taken' | 'misplaced' | 'dropped' {
    const position = this.clock.positionOf(instant);
    if (position === null) return 'misplaced';
    // Picture and sound both begin at zero.
    const atMs = this.#lastMs < 0 ? 0 : position;
    // After a stall frames come in a burst; two at almost the same time are one.
    if (this.#lastMs >= 0 && atMs < this.#lastMs + durationMs / 4) return 'misplaced';
    if (this.#encoder.state !== 'configured') return 'dropped';
    if (this.waiting > MOST_WAITING) return 'dropped';
    const keyFrame = atMs >= this.#keyMs + SEGMENT_TARGET_MS;
    if (keyFrame) this.#keyMs = atMs;
    this.#lastMs = atMs;
    const dated = new VideoFrame(frame, {
      timestamp: Math.round(atMs * 1000),
      duration: Math.round(durationMs * 1000),
    });
    this.#encoder.encode(dated, { keyFrame });
    dated.close();
    this.#sound?.keepUpWith(atMs);
    this.#cmaf.health.catch(this.#options.onError);
    return 'taken';
  }

  addSound(channels: Float32Array[], instant: number): void {
    const position = this.clock.positionOf(instant);
    if (position !== null) this.#sound?.add(channels, position);
  }

  /** All of it is given out as pieces before this resolves. */
  async end(frameMs: number): Promise<void> {
    if (this.#lastMs < 0) {
      await this.#cmaf.cancel();
      if (this.#encoder.state !== 'closed') this.#encoder.close();
      return;
    }
    if (this.#encoder.state === 'configured') await this.#encoder.flush().catch(this.#options.onError);
    if (this.#encoder.state !== 'closed') this.#encoder.close();
    this.#sound?.endAt(this.#lastMs + frameMs);
    await this.#cmaf.end();
  }
}
