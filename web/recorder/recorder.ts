import type { InkStroke } from '#shared/ink.ts';
import { errorText } from '../api/api-error.ts';
import type { CameraLayout } from './picture/layout.ts';
import { LengthLimit } from './length-limit.ts';
import { PreviewHub } from './preview-hub.ts';
import { canHappen, nextPhase, type RecorderEvent } from './recorder-machine.ts';
import { openSession, type About, type Session } from './recorder-session.ts';
import { rememberSettings, type RecorderSettings } from './recorder-settings.ts';
import { IDLE, purposeOf, type RecorderState } from './recorder-state.ts';
import { SILENCE, type SoundLevels, type SoundSource } from './sound/sound-mix.ts';
import type { RecordingEnd, RecordingInfo } from './spool/journal.ts';
import { DISK_FULL, openSpool } from './spool/spool.ts';
import type { StudioEvent } from './studio/studio-messages.ts';
import { endOfSpooled } from './upload/deliveries.ts';
import type { UploadState } from './upload/uploader.ts';

export const UNDO_MS = 30_000;
export const REWIND_MS = 10_000;
const COUNTDOWN_SECONDS = 3;
const PREVIEW_FPS = 15;

/** One recording at a time, for the whole page: it goes on while the person looks at other pages of the app. */
class Recorder {
  #state = IDLE;
  #session: Session | null = null;
  #end: RecordingEnd | null = null;
  #undoTimer: ReturnType<typeof setTimeout> | undefined;
  #tickedAt = 0;
  #limit = new LengthLimit(Number.POSITIVE_INFINITY);
  readonly #previews = new PreviewHub();
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
    this.#limit = new LengthLimit(maxMs);
    this.#change({
      ...IDLE,
      phase: 'arming',
      maxMs,
      // A camera alone is recorded as others see it.
      layout: mode === 'camera' || mode === 'voice' ? { ...layout, isMirrored: false } : layout,
      ...purposeOf(about),
      levels: { microphone: microphoneGain, system: systemGain },
    });
    try {
      await this.#open(settings, about);
      // Thrown away while the browser still asked what to share.
      if (!this.#send('armed')) return this.#leave();
      await this.#countDown(settings.hasCountdown ? COUNTDOWN_SECONDS : 0);
      if (this.#state.phase === 'countdown') this.#session?.engine.begin();
    } catch (error) {
      this.#fail(errorText(error).message);
    }
  }

  async #open(settings: RecorderSettings, about: About): Promise<void> {
    const session = await openSession(settings, about, this.#state.layout, {
      onEngine: (event) => this.#onEngine(event),
      onUpload: (info, upload) => this.#onUpload(info, upload),
      onScreenEnded: () => this.stop(),
      onNotice: (notice) => this.#change({ notice }),
    });
    const { info, picture, uploader, abilities } = session;
    this.#session = session;
    this.#showPreview();
    this.#change({ info, picture, upload: uploader.state, abilities });
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
        return this.#previews.show(event.frame);
      case 'segment':
        return uploader?.add(event.segment);
      case 'unspooled':
        uploader?.add(event.segment, event.bytes);
        this.#change({ notice: DISK_FULL });
        return this.stop();
      case 'described':
        return uploader?.describe(event.description);
      case 'tick':
        return this.#onTick(event);
      case 'rewound':
        if (event.to >= event.from) uploader?.withdraw(event);
        this.#change({ elapsedMs: event.positionMs });
        return void this.#send('rewound');
      case 'steppedDown':
        return this.#change({ notice: `This computer is busy: recording goes on in ${event.height}p.` });
      case 'stopped':
        return this.#onStopped(event);
      case 'failed':
        return this.#fail(event.message);
    }
  }

  #onTick({ positionMs, stats }: Extract<StudioEvent, { type: 'tick' }>): void {
    const { phase, abilities } = this.#state;
    if (phase === 'finishing') return this.#change({ stats });
    if (phase !== 'recording' && phase !== 'paused') return;
    this.#tickedAt = performance.now();
    void this.#session?.mix?.wake();
    const watch = abilities?.hasMicrophone ? this.#session?.soundWatch : undefined;
    const soundWarning = watch?.judge(this.levels('microphone').peak, performance.now()) ?? null;
    this.#change({ elapsedMs: positionMs, stats, soundWarning });
    const warning = this.#limit.warning(positionMs);
    if (warning) this.#change({ notice: warning });
    if (this.#limit.isReached(positionMs)) this.stop();
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

  /** Throws away what was recorded so far and counts down once more; recording goes on when the engine says so. */
  async restart(): Promise<void> {
    if (!this.#state.abilities?.canRewind || !this.#send('restart')) return;
    this.#session?.engine.rewind(Number.MAX_SAFE_INTEGER);
    await this.#countDown(COUNTDOWN_SECONDS);
    if (this.#state.phase === 'countdown') this.#session?.engine.resume();
  }

  stop(): void {
    if (this.#send('stop')) this.#session?.engine.stop();
  }

  /** Gone in 30 seconds, unless it is taken back. */
  discard(): void {
    const hasRecorded = canHappen(this.#state.phase, 'stop');
    if (!this.#send('discard')) return;
    const { info } = this.#state;
    if (!hasRecorded) return this.#leave();
    if (info) void openSpool().append(info.recordingId, { type: 'discard' });
    this.#change({ undoUntil: Date.now() + UNDO_MS });
    this.#session?.engine.stop();
    this.#undoTimer = setTimeout(() => this.expireDiscard(), UNDO_MS);
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
    clearTimeout(this.#undoTimer);
    if (this.#send('expire')) this.#leave();
  }

  /** After a failure: finishes with what was recorded until then. */
  recover(): void {
    const { info } = this.#state;
    if (!info || !this.#send('recover')) return;
    endOfSpooled(info.recordingId).then(
      (end) => this.#deliver(end),
      (error: unknown) => this.#fail(errorText(error).message),
    );
  }

  /** Back to the beginning. What was recorded before a failure is delivered as far as it goes. */
  reset(): void {
    const { phase, elapsedMs } = this.#state;
    if (phase === 'failed' && elapsedMs > 0) this.recover();
    const isEmpty = phase === 'failed' && elapsedMs === 0;
    if (this.#send('reset') && isEmpty) return this.#leave();
    if (this.#state.phase === 'idle') this.#change(IDLE);
  }

  setLayout(layout: CameraLayout): void {
    this.#change({ layout });
    rememberSettings({ layout });
    this.#session?.engine.setLayout(layout);
  }

  setLevel(name: SoundSource, gain: number): void {
    this.#change({ levels: { ...this.#state.levels, [name]: gain } });
    rememberSettings(name === 'microphone' ? { microphoneGain: gain } : { systemGain: gain });
    this.#session?.mix?.setGain(name, gain);
  }

  async changeMicrophone(id: string): Promise<void> {
    const failed = (error: unknown) => this.#change({ notice: errorText(error).message });
    await this.#session?.devices.changeMicrophone(id).catch(failed);
  }

  /** A voice alone for a while, or the camera again. */
  readonly setCameraOn = (isOn: boolean): void => this.#session?.setCameraOn(isOn);

  /** Keeps what was drawn: on this device first, then on the server. */
  addStroke(stroke: InkStroke): void {
    this.#session?.engine.keepStroke(stroke);
    this.#session?.uploader.addStrokes([stroke]);
    this.#change({ hasStrokes: true });
  }

  readonly dismissNotice = (): void => this.#change({ notice: null });

  /** Shows every composed frame to somebody, until the answer is called. Frames must not be kept. */
  watch(draw: (frame: VideoFrame) => void, frameRate = PREVIEW_FPS): () => void {
    const remove = this.#previews.add(draw, frameRate);
    this.#showPreview();
    return () => {
      remove();
      this.#showPreview();
    };
  }

  #showPreview(): void {
    this.#session?.engine.setPreview(this.#previews.frameRate);
  }

  #onStopped(end: RecordingEnd): void {
    performance.mark('playhead:recording-ended', { detail: this.#state.stats });
    this.#end = { mediaCount: end.mediaCount, durationMs: end.durationMs };
    this.#change({ elapsedMs: end.durationMs });
    this.#session?.closeCapture();
    if (this.#state.phase === 'finishing') this.#deliver(this.#end);
  }

  #deliver(end: RecordingEnd): void {
    this.#session?.uploader.finish(end);
    this.#send('finished');
  }

  #onUpload(info: RecordingInfo, upload: UploadState): void {
    if (this.#state.info?.recordingId === info.recordingId) this.#change({ upload });
  }

  /** To the beginning, leaving nothing of the recording behind, neither here nor on the server. */
  #leave(): void {
    const session = this.#session;
    this.#session = null;
    this.#change(IDLE);
    session?.closeCapture();
    if (!session) return;
    const { info, uploader } = session;
    void uploader.discard().then(() => openSpool().removeAll(info.recordingId));
  }

  #fail(message: string): void {
    if (!this.#send('fail')) return;
    this.#change({ error: message });
    this.#session?.closeCapture();
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

export const recorder = new Recorder();
