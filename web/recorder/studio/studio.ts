import { pictureSize } from '../picture/layout.ts';
import type { SoundChunk } from '../sound/sound-timeline.ts';
import { ensureAacEncoder } from './cmaf-run.ts';
import { EncodedRun } from './encoded-run.ts';
import { FrameSource } from './frame-source.ts';
import { LoadWatch, stepDown } from './load-watch.ts';
import { SourceClock } from './media-clock.ts';
import { PictureMaker } from './picture-maker.ts';
import { PieceKeeper } from './piece-keeper.ts';
import type { SourceName, StudioEvent, StudioRequest, StudioStats } from './studio-messages.ts';
import { videoEncoderConfig } from './video-encoding.ts';

type OpenRequest = Extract<StudioRequest, { type: 'open' }>;

/** A still picture is repeated this often, so that segments go on ending on time. */
const REPEAT_MS = 200;
/** A camera that has shown nothing for so long does not set the pace any more. */
const STALE_MS = 250;
const TICK_MS = 250;
/** Encoders that break are started anew, but not for ever. */
const MOST_FAILURES = 5;

/**
 * The studio: composes, encodes, packages and spools a recording, away from the page, so that neither a hidden tab nor a
 * busy page costs a frame. The page hears of every segment only once it lies on the disk of the device.
 *
 * A recording is a sequence of runs (see `CmafRun`); media segments count on over all of them, in order of playing.
 * Recording over withdraws the last segments and starts a new run in their place.
 */
export class Studio {
  readonly #open: OpenRequest;
  readonly #tell: (event: StudioEvent, transfer?: Transferable[]) => void;
  readonly #maker: PictureMaker;
  readonly #sources: Record<SourceName, FrameSource>;
  readonly #soundClock = new SourceClock();
  readonly #load = new LoadWatch();
  readonly #timers: ReturnType<typeof setInterval>[];
  readonly #codecs = new Set<string>();
  readonly #pieces: PieceKeeper;
  #run: EncodedRun | null = null;
  #runBaseMs = 0;
  #runCount = 0;
  /** Ends and starts of runs, one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #isTurning = false;
  #failures = 0;
  #composedAt = 0;
  #previewRate = 0;
  #previewedAt = 0;
  #stats: Omit<StudioStats, 'picture'> = { offered: 0, delivered: 0, dropped: 0, filledMs: 0 };

  constructor(open: OpenRequest, tell: (event: StudioEvent, transfer?: Transferable[]) => void) {
    this.#open = open;
    this.#tell = tell;
    this.#maker = new PictureMaker(open.picture, open.layout);
    this.#pieces = new PieceKeeper(open.recordingId, {
      onSpooled: (segment) => tell({ type: 'segment', segment }),
      onUnspooled: (segment, bytes) => tell({ type: 'unspooled', segment, bytes }, [bytes.buffer]),
      onError: (error) => tell({ type: 'failed', message: messageOf(error) }),
    });
    this.#sources = {
      screen: new FrameSource((instant) => this.#onFrame('screen', instant)),
      camera: new FrameSource((instant) => this.#onFrame('camera', instant)),
    };
    open.sound?.port.addEventListener('message', ({ data }: MessageEvent<SoundChunk>) => this.#onSound(data));
    open.sound?.port.start();
    this.#timers = [
      setInterval(() => this.#repeat(), 50),
      setInterval(() => this.#tell({ type: 'tick', ...this.#progress() }), TICK_MS),
    ];
  }

  handle(request: Exclude<StudioRequest, { type: 'open' | 'warm' }>): void {
    switch (request.type) {
      case 'source':
        return this.#sources[request.name].read(request.stream);
      case 'frame':
        return this.#sources[request.name].push(request.frame);
      case 'layout':
        this.#maker.layout = request.layout;
        return;
      case 'preview':
        this.#previewRate = request.frameRate;
        return;
      case 'stroke':
        return this.#pieces.note({ type: 'stroke', stroke: request.stroke });
      case 'begin':
        return this.#takeTurn(async () => {
          if (this.#open.sound && !(await ensureAacEncoder(this.#open.sound.sampleRate)))
            throw new Error('This browser can’t encode sound. Record without a microphone.');
          await this.#startRun();
          this.#tell({ type: 'began' });
        });
      case 'pause':
        return this.#run?.clock.pause(performance.now());
      case 'resume':
        return this.#resume();
      case 'rewind':
        return this.#takeTurn(() => this.#rewind(request.ms));
      case 'stop':
        return this.#takeTurn(() => this.#stop());
    }
  }

  #takeTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn
      .then(() => {
        this.#isTurning = true;
        return work();
      })
      .catch((error: unknown) => this.#tell({ type: 'failed', message: messageOf(error) }))
      .finally(() => (this.#isTurning = false));
  }

  // ---- picture

  /** The camera sets the pace while it is seen: its frames are the ones that move all the time. */
  #pacer(now: number): SourceName {
    const { camera, screen } = this.#sources;
    const isSeen = camera.frame !== null && (screen.frame === null || this.#maker.layout.shape !== 'hidden');
    return isSeen && now - camera.arrivedAt < STALE_MS ? 'camera' : screen.frame ? 'screen' : 'camera';
  }

  #onFrame(name: SourceName, instant: number): void {
    if (name !== this.#pacer(performance.now())) return;
    if (this.#run && !this.#run.clock.isPaused) this.#stats.offered++;
    this.#compose(instant);
  }

  #repeat(): void {
    const now = performance.now();
    if (now - this.#composedAt > REPEAT_MS) this.#compose(now - 1);
  }

  #compose(instant: number): void {
    this.#composedAt = performance.now();
    const isShown = this.#previewRate > 0 && this.#composedAt - this.#previewedAt > 900 / this.#previewRate;
    const isRecorded = this.#run !== null && !this.#run.clock.isPaused;
    if (!isShown && !isRecorded) return;
    const durationMs = 1000 / this.#open.frameRate;
    const frame = this.#maker.make(
      { screen: this.#sources.screen.frame, camera: this.#sources.camera.frame },
      Math.round(instant * 1000),
      Math.round(durationMs * 1000),
    );
    if (!frame) return;
    if (this.#run && isRecorded) this.#record(this.#run, frame, instant, durationMs);
    if (isShown) {
      this.#previewedAt = this.#composedAt;
      this.#tell({ type: 'preview', frame }, [frame]);
    } else frame.close();
  }

  #record(run: EncodedRun, frame: VideoFrame, instant: number, durationMs: number): void {
    if (run.addFrame(frame, instant, durationMs) === 'dropped') this.#stats.dropped++;
    if (this.#isTurning || !this.#load.isTooMuch(run.waiting, performance.now())) return;
    const height = stepDown(this.#maker.size.height);
    if (height === null) return;
    this.#takeTurn(async () => {
      await this.#endRun();
      this.#maker.resize(pictureSize(this.#maker.size, height));
      await this.#startRun();
      this.#tell({ type: 'steppedDown', height });
    });
  }

  // ---- sound

  #onSound({ frame, wholeAt, channels }: SoundChunk): void {
    // How long it waited for this worker is no lateness of the sound.
    const arrivedAt = performance.now() - Math.max(0, Date.now() - wholeAt);
    const sampleRate = this.#open.sound?.sampleRate ?? 48_000;
    const lengthMs = ((channels[0]?.length ?? 0) * 1000) / sampleRate;
    const deviceMs = (frame * 1000) / sampleRate;
    const endedAt = this.#soundClock.instantOf(deviceMs + lengthMs, arrivedAt);
    this.#run?.addSound(channels, endedAt - lengthMs);
  }

  // ---- runs

  async #startRun(): Promise<void> {
    const video = await videoEncoderConfig(this.#maker.size, this.#open.frameRate);
    if (!video) throw new Error('This browser can’t encode this picture size. Choose a lower quality.');
    const initIndex = this.#runCount++;
    const baseMs = this.#pieces.endMs;
    this.#runBaseMs = baseMs;
    const run: EncodedRun = await EncodedRun.start({
      video,
      sound: this.#open.sound,
      startedAt: performance.now(),
      onPiece: (piece) => this.#pieces.keep(piece, initIndex, baseMs),
      onCodec: (codec) => this.#describe(codec),
      onDelivered: () => this.#stats.delivered++,
      onError: (error) => {
        if (this.#run === run) this.#recover(error);
      },
    });
    this.#run = run;
  }

  async #endRun(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    if (!run) return;
    await run.end(1000 / this.#open.frameRate);
    this.#stats.filledMs += run.filledMs;
  }

  /** An encoder broke, such as a hardware encoder when the laptop wakes up: what is packaged stays, a new run goes on. */
  #recover(error: unknown): void {
    const run = this.#run;
    this.#run = null;
    this.#takeTurn(async () => {
      await run?.end(1000 / this.#open.frameRate).catch(() => undefined);
      if (++this.#failures > MOST_FAILURES) throw error;
      await this.#startRun();
    });
  }

  #resume(): void {
    this.#takeTurn(async () => {
      if (this.#run) this.#run.clock.resume(performance.now());
      else await this.#startRun();
    });
  }

  /** Withdraws about the last `ms`, to the nearest segment, and waits there. */
  async #rewind(ms: number): Promise<void> {
    await this.#endRun();
    const withdrawal = this.#pieces.withdrawAfter(Math.max(0, this.#pieces.endMs - ms));
    await this.#pieces.flush();
    this.#tell({ type: 'rewound', ...withdrawal });
  }

  async #stop(): Promise<void> {
    await this.#endRun();
    for (const timer of this.#timers) clearInterval(timer);
    for (const source of Object.values(this.#sources)) source.read(null);
    const end = { mediaCount: this.#pieces.mediaCount, durationMs: Math.round(this.#pieces.endMs) };
    this.#pieces.note({ type: 'end', ...end });
    await this.#pieces.flush();
    this.#tell({ type: 'tick', ...this.#progress() });
    this.#tell({ type: 'stopped', ...end });
  }

  // ---- what comes out

  #progress(): { positionMs: number; stats: StudioStats } {
    const run = this.#run;
    const positionMs = run ? this.#runBaseMs + run.clock.elapsed(performance.now()) : this.#pieces.endMs;
    const filledMs = this.#stats.filledMs + (run?.filledMs ?? 0);
    return { positionMs, stats: { ...this.#stats, filledMs, picture: this.#maker.size } };
  }

  #describe(codec: string): void {
    // The first run speaks for all; later ones differ in size at most.
    if (this.#runCount > 1 || this.#codecs.has(codec)) return;
    this.#codecs.add(codec);
    if (this.#codecs.size < (this.#open.sound ? 2 : 1)) return;
    const description = {
      format: 'cmaf' as const,
      codecs: [...this.#codecs].toSorted().join(','),
      ...this.#maker.size,
    };
    this.#pieces.note({ type: 'describe', ...description });
    this.#tell({ type: 'described', description });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The recording stopped by itself.';
}
