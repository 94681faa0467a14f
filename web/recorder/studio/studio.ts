import { pictureSize } from '../picture/layout.ts';
import { SlipWatch } from '../sound/slip-watch.ts';
import type { SoundChunk } from '../sound/sound-timeline.ts';
import type { EncodedRun } from './encoded-run.ts';
import { FrameSource } from './frame-source.ts';
import { LoadWatch, stepDown } from './load-watch.ts';
import { SourceClock } from './media-clock.ts';
import { PictureMaker } from './picture-maker.ts';
import { RunSequence } from './run-sequence.ts';
import type { SourceName, StudioEvent, StudioRequest, StudioStats } from './studio-messages.ts';

type OpenRequest = Extract<StudioRequest, { type: 'open' }>;

/** A still picture is repeated this often, so that segments go on ending on time. */
const REPEAT_MS = 200;
/** A camera that has shown nothing for so long does not set the pace any more. */
const STALE_MS = 250;
const TICK_MS = 250;

/**
 * The studio: composes, encodes, packages and spools a recording, away from the page, so that neither a hidden tab nor a
 * busy page costs a frame. The page hears of every segment only once it lies on the disk of the device (see `RunSequence`).
 */
export class Studio {
  readonly #open: OpenRequest;
  readonly #tell: (event: StudioEvent, transfer?: Transferable[]) => void;
  readonly #maker: PictureMaker;
  readonly #sources: Record<SourceName, FrameSource>;
  readonly #soundClock = new SourceClock();
  readonly #slips = new SlipWatch();
  readonly #load = new LoadWatch();
  readonly #timers: ReturnType<typeof setInterval>[];
  readonly #runs: RunSequence;
  #composedAt = 0;
  #previewRate = 0;
  #previewedAt = 0;
  #offered = 0;
  #dropped = 0;

  constructor(open: OpenRequest, tell: (event: StudioEvent, transfer?: Transferable[]) => void) {
    this.#open = open;
    this.#tell = tell;
    this.#maker = new PictureMaker(open.picture, open.layout);
    this.#runs = new RunSequence({ ...open, tell });
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
        return this.#runs.note({ type: 'stroke', stroke: request.stroke });
      case 'begin':
        return this.#runs.begin(this.#maker.size);
      case 'pause':
        return this.#runs.pause();
      case 'resume':
        return this.#runs.resume(this.#maker.size);
      case 'rewind':
        return this.#runs.rewind(request.ms);
      case 'stop':
        return this.#stop();
    }
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
    if (this.#runs.current?.clock.isPaused === false) this.#offered++;
    this.#compose(instant);
  }

  #repeat(): void {
    const now = performance.now();
    if (now - this.#composedAt > REPEAT_MS) this.#compose(now - 1);
  }

  #compose(instant: number): void {
    this.#composedAt = performance.now();
    const isShown = this.#previewRate > 0 && this.#composedAt - this.#previewedAt > 900 / this.#previewRate;
    const run = this.#runs.current;
    const isRecorded = run !== null && !run.clock.isPaused;
    if (!isShown && !isRecorded) return;
    const durationMs = 1000 / this.#open.frameRate;
    const frame = this.#maker.make(
      { screen: this.#sources.screen.frame, camera: this.#sources.camera.frame },
      Math.round(instant * 1000),
      Math.round(durationMs * 1000),
    );
    if (!frame) return;
    if (isRecorded) this.#record(run, frame, instant, durationMs);
    if (isShown) {
      this.#previewedAt = this.#composedAt;
      this.#tell({ type: 'preview', frame }, [frame]);
    } else frame.close();
  }

  #record(run: EncodedRun, frame: VideoFrame, instant: number, durationMs: number): void {
    if (run.addFrame(frame, instant, durationMs) === 'dropped') this.#dropped++;
    if (this.#runs.isTurning || !this.#load.isTooMuch(run.waiting, performance.now())) return;
    const height = stepDown(this.#maker.size.height);
    if (height === null) return;
    const size = pictureSize(this.#maker.size, height);
    this.#runs.takeOver(size, () => {
      this.#maker.resize(size);
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
    if (this.#slips.hasSlipped(this.#soundClock.offsetMs, arrivedAt)) this.#tell({ type: 'soundSlipped' });
    this.#runs.addSound(channels, endedAt - lengthMs);
  }

  // ---- what comes out

  #stop(): void {
    this.#runs.stop((end) => {
      for (const timer of this.#timers) clearInterval(timer);
      for (const source of Object.values(this.#sources)) source.read(null);
      this.#tell({ type: 'tick', ...this.#progress() });
      this.#tell({ type: 'stopped', ...end });
    });
  }

  #progress(): { positionMs: number; stats: StudioStats } {
    const counts = { offered: this.#offered, dropped: this.#dropped };
    const stats = { ...counts, ...this.#runs.totals, picture: this.#maker.size };
    return { positionMs: this.#runs.positionMs, stats };
  }
}
