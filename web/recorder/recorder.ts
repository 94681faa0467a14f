import type { InkStroke } from '#shared/ink.ts';
import { errorText } from '../api/api-error.ts';
import { startCapture, stopCapture, type Capture } from './capture/capture.ts';
import { DeviceWatch, keepAwake } from './devices.ts';
import { DEFAULT_LAYOUT, pictureSize, type CameraLayout, type Size } from './picture/layout.ts';
import { canHappen, isCapturing, nextPhase, type RecorderEvent } from './recorder-machine.ts';
import type { RecorderSettings } from './recorder-settings.ts';
import type { RecorderState } from './recorder-state.ts';
import { SoundMix, warmSound, type SoundLevels, type SoundSource } from './sound/sound-mix.ts';
import { SoundWatch } from './sound/sound-watch.ts';
import { endOf, type RecordingEnd, type RecordingInfo } from './spool/journal.ts';
import { canSpool, openSpool } from './spool/spool.ts';
import type { Engine, EngineOptions } from './studio/engine.ts';
import { MediaRecorderEngine, mediaRecorderType } from './studio/media-recorder-engine.ts';
import { canUseStudio, StudioEngine, warmStudio } from './studio/studio-engine.ts';
import type { StudioEvent } from './studio/studio-messages.ts';
import { deliveries, holdLock } from './upload/deliveries.ts';
import type { Uploader } from './upload/uploader.ts';

export const UNDO_MS = 30_000;
export const REWIND_MS = 10_000;
const COUNTDOWN_SECONDS = 3;
const PREVIEW_FPS = 15;
const WARN_BEFORE_MS = [5 * 60_000, 60_000];
const SILENCE: SoundLevels = { loudness: 0, peak: 0 };

const IDLE: RecorderState = {
  phase: 'idle',
  info: null,
  countdown: 0,
  elapsedMs: 0,
  maxMs: Number.POSITIVE_INFINITY,
  abilities: null,
  layout: DEFAULT_LAYOUT,
  picture: null,
  levels: { microphone: 1, system: 1 },
  upload: null,
  error: null,
  notice: null,
  soundWarning: null,
  stats: null,
  undoUntil: null,
  hasStrokes: false,
};

/** What is made for one recording and let go at its end. */
interface Session {
  capture: Capture;
  devices: DeviceWatch;
  mix: SoundMix | null;
  engine: Engine;
  uploader: Uploader;
  soundWatch: SoundWatch;
  letGo: (() => void)[];
}

/** One recording at a time, for the whole page: it goes on while the person looks at other pages of the app. */
class Recorder {
  #state = IDLE;
  #session: Session | null = null;
  #end: RecordingEnd | null = null;
  #undoTimer: ReturnType<typeof setTimeout> | undefined;
  #tickedAt = 0;
  #warned = new Set<number>();
  #previews = new Map<(frame: VideoFrame) => void, number>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): RecorderState => this.#state;
  readonly levels = (name: SoundSource): SoundLevels => this.#session?.mix?.levels(name) ?? SILENCE;

  /** Position in the recording now, in ms; between two reports of the studio it goes on by itself. */
  readonly positionMs = (): number => {
    const { phase, elapsedMs } = this.#state;
    return phase === 'recording' ? elapsedMs + Math.min(500, performance.now() - this.#tickedAt) : elapsedMs;
  };

  async start(
    settings: RecorderSettings,
    about: Omit<RecordingInfo, 'recordingId' | 'startedAt' | 'format'>,
    maxMs: number,
  ): Promise<void> {
    if (!this.#send('arm')) return;
    const { layout, microphoneGain, systemGain, mode } = settings;
    this.#end = null;
    this.#warned = new Set();
    this.#change({
      ...IDLE,
      phase: 'arming',
      maxMs,
      // A camera alone is recorded as others see it.
      layout: mode === 'camera' ? { ...layout, isMirrored: false } : layout,
      levels: { microphone: microphoneGain, system: systemGain },
    });
    try {
      if (!canSpool())
        throw new Error(
          'This browser keeps no files for pages in private windows. Open a normal window to record.',
        );
      await this.#open(settings, about);
      if (!this.#send('armed')) return this.#close();
      await this.#countDown(settings.hasCountdown ? COUNTDOWN_SECONDS : 0);
      if (this.#state.phase === 'countdown') this.#session?.engine.begin();
    } catch (error) {
      this.#fail(errorText(error).message);
    }
  }

  async #open(settings: RecorderSettings, about: Parameters<Recorder['start']>[1]): Promise<void> {
    const capture = await startCapture(settings);
    const letGo: (() => void)[] = [() => stopCapture(capture), keepAwake()];
    try {
      const hasSound = capture.microphone !== null || capture.systemSound !== null;
      const mix = hasSound ? await SoundMix.open() : null;
      if (mix) letGo.push(() => mix.close());
      mix?.setSource('microphone', capture.microphone);
      mix?.setSource('system', capture.systemSound);
      mix?.setGain('microphone', settings.microphoneGain);
      mix?.setGain('system', settings.systemGain);
      const picture = sizeOf(capture, settings.height);
      const recordingId = crypto.randomUUID();
      const options: EngineOptions = {
        recordingId,
        picture,
        frameRate: settings.frameRate,
        layout: this.#state.layout,
        mix,
        onEvent: (event) => this.#onEngine(event),
      };
      const engine = (await canUseStudio(options))
        ? await StudioEngine.open(options)
        : await MediaRecorderEngine.open(options);
      letGo.push(() => engine.close());
      engine.setSource('screen', capture.screen);
      engine.setSource('camera', capture.camera);
      const format = engine.isLive ? 'cmaf' : (mediaRecorderType()?.format ?? 'webm');
      const info = { ...about, recordingId, format, startedAt: new Date().toISOString() } as const;
      const release = holdLock(recordingId);
      await openSpool().append(recordingId, { type: 'begin', ...info });
      void navigator.storage.persist().catch(() => false);
      const uploader = deliveries.start(info, (upload) => this.#onUpload(info, upload, release));
      this.#session = {
        capture,
        mix,
        engine,
        uploader,
        letGo,
        soundWatch: new SoundWatch(),
        devices: this.#watchDevices(capture, settings, mix, engine),
      };
      this.#showPreview();
      this.#change({
        info,
        picture,
        upload: uploader.state,
        abilities: {
          isLive: engine.isLive,
          canRewind: engine.canRewind,
          worksHidden: engine.worksHidden,
          hasScreen: capture.screen !== null,
          hasCamera: capture.camera !== null,
          hasMicrophone: capture.microphone !== null,
          hasSystemSound: capture.systemSound !== null,
        },
      });
    } catch (error) {
      for (const let_ of letGo) let_();
      throw error;
    }
  }

  #watchDevices(
    capture: Capture,
    settings: RecorderSettings,
    mix: SoundMix | null,
    engine: Engine,
  ): DeviceWatch {
    return new DeviceWatch(capture, settings, {
      onScreenEnded: () => this.stop(),
      onMicrophone: (track) => mix?.setSource('microphone', track),
      onCamera: (track) => engine.setSource('camera', track),
      onNotice: (notice) => this.#change({ notice }),
    });
  }

  async #countDown(seconds: number): Promise<void> {
    for (let left = seconds; left > 0 && this.#state.phase === 'countdown'; left--) {
      this.#change({ countdown: left });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  #onEngine(event: StudioEvent): void {
    const uploader = this.#session?.uploader;
    switch (event.type) {
      case 'began':
        performance.mark('playhead:recording-began');
        return void this.#send('started');
      case 'preview':
        for (const draw of this.#previews.keys()) draw(event.frame);
        return event.frame.close();
      case 'segment':
        return uploader?.add(event.segment);
      case 'unspooled':
        uploader?.add(event.segment, event.bytes);
        this.#change({
          notice:
            'This device has no space left. The recording was stopped; keep this page open until all is uploaded.',
        });
        return this.stop();
      case 'described':
        return uploader?.describe(event.description);
      case 'tick':
        return this.#onTick(event);
      case 'rewound':
        if (event.to >= event.from) uploader?.withdraw(event);
        return this.#change({ elapsedMs: event.positionMs });
      case 'steppedDown':
        return this.#change({
          notice: `This computer is busy: recording goes on in ${event.height}p, without losing frames.`,
        });
      case 'stopped':
        return this.#onStopped(event);
      case 'failed':
        return this.#fail(event.message);
    }
  }

  #onTick({ positionMs, stats }: Extract<StudioEvent, { type: 'tick' }>): void {
    const { phase, maxMs, abilities } = this.#state;
    if (phase === 'finishing') return this.#change({ stats });
    if (phase !== 'recording' && phase !== 'paused') return;
    this.#tickedAt = performance.now();
    void this.#session?.mix?.wake();
    const peak = this.levels('microphone').peak;
    const soundWarning = abilities?.hasMicrophone
      ? (this.#session?.soundWatch.judge(peak, performance.now()) ?? null)
      : null;
    this.#change({ elapsedMs: positionMs, stats, soundWarning });
    for (const before of WARN_BEFORE_MS) {
      if (maxMs - positionMs > before || maxMs <= before || this.#warned.has(before)) continue;
      this.#warned.add(before);
      this.#change({
        notice: `${before / 60_000} min left: recordings here stop at ${maxMs / 60_000} minutes.`,
      });
    }
    if (positionMs >= maxMs) this.stop();
  }

  pause(): void {
    if (this.#send('pause')) this.#session?.engine.pause();
  }
  resume(): void {
    if (this.#send('resume')) this.#session?.engine.resume();
  }

  /** Goes back about ten seconds and waits there; resuming records over what came after. */
  rewind(): void {
    if (this.#state.abilities?.canRewind && this.#send('rewind')) this.#session?.engine.rewind(REWIND_MS);
  }

  /** Throws away what was recorded so far, and counts down once more. The link stays. */
  async restart(): Promise<void> {
    if (!this.#state.abilities?.canRewind || !this.#send('restart')) return;
    this.#session?.engine.rewind(Number.MAX_SAFE_INTEGER);
    await this.#countDown(COUNTDOWN_SECONDS);
    if (this.#send('started')) this.#session?.engine.resume();
  }

  stop(): void {
    if (this.#send('stop')) this.#session?.engine.stop();
  }

  /** Gone in 30 seconds, unless it is taken back. */
  discard(): void {
    const hasRecorded = canHappen(this.#state.phase, 'stop');
    if (!this.#send('discard')) return;
    const { info } = this.#state;
    if (!hasRecorded) {
      const uploader = this.#session?.uploader;
      this.#close();
      this.#change(IDLE);
      if (info && uploader) void this.#remove(info, uploader);
      return;
    }
    if (info) void openSpool().append(info.recordingId, { type: 'discard' });
    this.#change({ undoUntil: Date.now() + UNDO_MS });
    this.#session?.engine.stop();
    this.#undoTimer = setTimeout(() => this.#expire(), UNDO_MS);
  }

  /** What was thrown away is kept after all, as if it had been stopped. */
  undoDiscard(): void {
    if (!this.#send('undo')) return;
    clearTimeout(this.#undoTimer);
    this.#change({ undoUntil: null });
    const { info } = this.#state;
    if (info) void openSpool().append(info.recordingId, { type: 'restore' });
    if (this.#end) this.#deliver(this.#end);
  }

  /** The time to undo is over, or nobody wants to wait for it. */
  expireDiscard(): void {
    this.#expire();
  }

  /** After a failure: finishes with what was recorded until then. */
  recover(): void {
    const { session, info } = { session: this.#session, info: this.#state.info };
    if (!info || !this.#send('recover')) return;
    void openSpool()
      .list()
      .then(async (all) => {
        const spooled = all.find((recording) => recording.info.recordingId === info.recordingId);
        if (!spooled) throw new Error('Nothing of this recording was kept. Record it once more.');
        session?.uploader.finish(endOf(spooled));
        this.#send('finished');
      })
      .catch((error: unknown) => this.#fail(errorText(error).message));
  }

  reset(): void {
    if (this.#send('reset')) this.#change(IDLE);
  }

  setLayout(layout: CameraLayout): void {
    this.#change({ layout });
    this.#session?.engine.setLayout(layout);
  }

  setLevel(name: SoundSource, gain: number): void {
    this.#change({ levels: { ...this.#state.levels, [name]: gain } });
    this.#session?.mix?.setGain(name, gain);
  }

  async changeMicrophone(id: string): Promise<void> {
    await this.#session?.devices
      .changeMicrophone(id)
      .catch((error: unknown) => this.#change({ notice: errorText(error).message }));
  }

  /** Keeps what was drawn: on this device first, then on the server. */
  addStroke(stroke: InkStroke): void {
    this.#session?.engine.keepStroke(stroke);
    this.#session?.uploader.addStrokes([stroke]);
    this.#change({ hasStrokes: true });
  }

  dismissNotice(): void {
    this.#change({ notice: null });
  }

  /** Shows every composed frame to somebody, until the answer is called. Frames must not be kept. */
  watch(draw: (frame: VideoFrame) => void, frameRate = PREVIEW_FPS): () => void {
    this.#previews.set(draw, frameRate);
    this.#showPreview();
    return () => {
      this.#previews.delete(draw);
      this.#showPreview();
    };
  }

  #showPreview(): void {
    this.#session?.engine.setPreview(Math.max(0, ...this.#previews.values()));
  }

  #onStopped(end: RecordingEnd): void {
    performance.mark('playhead:recording-ended', { detail: this.#state.stats });
    this.#end = { mediaCount: end.mediaCount, durationMs: end.durationMs };
    this.#change({ elapsedMs: end.durationMs });
    this.#closeCapture();
    if (this.#state.phase === 'finishing') this.#deliver(this.#end);
  }

  #deliver(end: RecordingEnd): void {
    this.#session?.uploader.finish(end);
    this.#send('finished');
  }

  #onUpload(info: RecordingInfo, upload: RecorderState['upload'], release: () => void): void {
    if (upload?.isComplete || upload?.isDead) release();
    if (this.#state.info?.recordingId === info.recordingId) this.#change({ upload });
  }

  #expire(): void {
    clearTimeout(this.#undoTimer);
    const { info } = this.#state;
    const uploader = this.#session?.uploader;
    if (!this.#send('expire')) return;
    this.#close();
    this.#change(IDLE);
    if (info && uploader) void this.#remove(info, uploader);
  }

  async #remove(info: RecordingInfo, uploader: Uploader): Promise<void> {
    await uploader.discard();
    await openSpool().removeAll(info.recordingId);
  }

  #fail(message: string): void {
    if (!this.#send('fail')) return;
    this.#change({ error: message });
    this.#closeCapture();
  }

  #closeCapture(): void {
    this.#session?.devices.close();
    for (const letGo of this.#session?.letGo ?? []) letGo();
    if (this.#session) this.#session.letGo = [];
  }

  #close(): void {
    this.#closeCapture();
    this.#session = null;
  }

  #change(change: Partial<RecorderState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #send(event: RecorderEvent): boolean {
    if (!canHappen(this.#state.phase, event)) return false;
    this.#change({ phase: nextPhase(this.#state.phase, event) });
    return true;
  }
}

function sizeOf({ screen, camera }: Capture, height: number): Size {
  const { width = 1280, height: own = 720 } = (screen ?? camera)?.getSettings() ?? {};
  return pictureSize({ width, height: own }, height);
}

export const recorder = new Recorder();

/** Everything that recording, recovering and saving a copy may need is loaded while there is a server to load it from. */
export function prepareRecorder(): void {
  warmStudio();
  warmSound();
  void openSpool()
    .list()
    .catch(() => undefined);
  void import('./copy/save-copy.ts').catch(() => undefined);
}

/** True while leaving the page would interrupt something. */
export function isRecorderBusy(): boolean {
  const { phase } = recorder.get();
  return isCapturing(phase) || phase === 'finishing' || deliveries.get().length > 0;
}

window.addEventListener('beforeunload', (event) => {
  if (isRecorderBusy()) event.preventDefault();
});
