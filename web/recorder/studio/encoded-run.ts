import { SEGMENT_TARGET_MS } from '#shared/recording-times.ts';
import { SoundTimeline } from '../sound/sound-timeline.ts';
import { CmafRun, type RunPiece } from './cmaf-run.ts';
import { MediaClock } from './media-clock.ts';

export interface SoundFormat {
  sampleRate: number;
  channelCount: number;
}

export interface RunOptions {
  video: VideoEncoderConfig;
  /** Null: no sound at all. */
  sound: SoundFormat | null;
  onPiece: (piece: RunPiece) => void;
  onCodec: (codec: string) => void;
  onDelivered: () => void;
  /** The encoder or the packaging broke: this run must be ended. */
  onError: (error: unknown) => void;
}

/** Frames that wait for the encoder are memory: so much of it, and no more than a second and a half, before some are left out. */
const MOST_WAITING_BYTES = 150_000_000;
const MOST_WAITING_FRAMES = 45;

function mostWaiting({ width, height }: VideoEncoderConfig): number {
  return Math.min(MOST_WAITING_FRAMES, Math.floor(MOST_WAITING_BYTES / (width * height * 1.5)));
}

/** A run with its encoder and its clocks: frames and sound in, segments out. */
export class EncodedRun {
  readonly clock: MediaClock;
  readonly #options: RunOptions;
  readonly #cmaf: CmafRun;
  readonly #encoder: VideoEncoder;
  readonly #sound: SoundTimeline | null;
  readonly #mostWaiting: number;
  #lastMs = -1;
  #keyMs = Number.NEGATIVE_INFINITY;

  private constructor(options: RunOptions, cmaf: CmafRun) {
    this.#options = options;
    this.#cmaf = cmaf;
    this.clock = new MediaClock(performance.now());
    this.#encoder = new VideoEncoder({
      output: (chunk, meta) => {
        if (meta?.decoderConfig) options.onCodec(meta.decoderConfig.codec);
        options.onDelivered();
        cmaf.addVideo(chunk, meta);
      },
      error: options.onError,
    });
    this.#encoder.configure(options.video);
    this.#mostWaiting = mostWaiting(options.video);
    this.#sound = options.sound
      ? new SoundTimeline({ ...options.sound, emit: (block) => cmaf.addSound(block) })
      : null;
  }

  /** Its time begins when this resolves. */
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
    if (this.waiting > this.#mostWaiting) return 'dropped';
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

  /** Takes sound whose first sample was captured at `instant`; what of it lies before the run is left out. */
  addSound(channels: Float32Array[], instant: number): void {
    const rate = this.#options.sound?.sampleRate ?? 0;
    const early = Math.max(0, Math.ceil(((this.clock.startedAt - instant) * rate) / 1000));
    if (early >= (channels[0]?.length ?? 0)) return;
    const position = this.clock.positionOf(instant + (early * 1000) / (rate || 1));
    if (position !== null)
      this.#sound?.add(early > 0 ? channels.map((channel) => channel.subarray(early)) : channels, position);
  }

  /**
   * All of it is given out as pieces before this resolves. It ends with its last frame; or at the instant `until`, where
   * another run took over.
   */
  async end(frameMs: number, until?: number): Promise<void> {
    if (this.#lastMs < 0) {
      await this.#cmaf.cancel();
      if (this.#encoder.state !== 'closed') this.#encoder.close();
      return;
    }
    if (this.#encoder.state === 'configured') await this.#encoder.flush().catch(this.#options.onError);
    if (this.#encoder.state !== 'closed') this.#encoder.close();
    const takenOverMs = until === undefined ? null : this.clock.positionOf(until);
    const endMs = Math.max(this.#lastMs + 1, takenOverMs ?? this.#lastMs + frameMs);
    this.#sound?.endAt(endMs);
    await this.#cmaf.end(endMs);
  }
}
