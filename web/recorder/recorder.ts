import { RecordingId, type SpaceId } from '#shared/ids.ts';
import { RECORDING_HEARTBEAT_MS } from '#shared/recordings.ts';
import { errorText } from '../api/api-error.ts';
import { api } from '../api/client.ts';
import { mixAudio, type AudioMix } from './audio-mix.ts';
import type { Bubble } from './bubble.ts';
import { startCapture, stopCapture, type Capture, type CaptureChoice } from './capture.ts';
import { compositeTracks, type Compositor } from './compositor.ts';
import { canEncodeCmaf, startCmafEncoder } from './encode-cmaf.ts';
import { startMediaRecorder } from './encode-media-recorder.ts';
import type { EncodedPiece, Encoder } from './encoder.ts';
import { lockName } from './lock-name.ts';
import { isCapturing, nextPhase, type RecorderEvent } from './recorder-machine.ts';
import { IDLE, type RecorderState } from './recorder-state.ts';
import { openSpool, SpoolFullError, type RecordingInfo } from './spool.ts';
import { Uploader } from './uploader.ts';

const COUNTDOWN_SECONDS = 3;
/** Enough for text on a screen; faces and motion take less than that at these sizes. */
const BITRATE = { 720: 2_500_000, 1080: 5_000_000 };

/** One recording at a time, for the whole page: it goes on while the person looks at other pages of the app. */
class Recorder {
  #state = IDLE;
  readonly #listeners = new Set<() => void>();
  #capture: Capture | null = null;
  #compositor: Compositor | null = null;
  #mix: AudioMix | null = null;
  #encoder: Encoder | null = null;
  #uploader: Uploader | null = null;
  #info: RecordingInfo | null = null;
  #spooling: Promise<void> = Promise.resolve();
  #timers: ReturnType<typeof setInterval>[] = [];
  #runningSince: number | null = null;
  #recordedMs = 0;
  #release: () => void = () => undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): RecorderState => this.#state;
  readonly level = (): number => this.#mix?.level() ?? 0;

  #change(change: Partial<RecorderState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #send(event: RecorderEvent): boolean {
    const phase = nextPhase(this.#state.phase, event);
    const hasMoved = phase !== this.#state.phase;
    if (hasMoved) this.#change({ phase });
    return hasMoved;
  }

  async start(
    choice: CaptureChoice & { bubble: Bubble; title: string; spaceId: SpaceId | null },
  ): Promise<void> {
    if (!this.#send('arm')) return;
    this.#change({ error: null, notice: null, upload: null, elapsedMs: 0 });
    this.#recordedMs = 0;
    try {
      const capture = await startCapture(choice);
      this.#capture = capture;
      const video = await this.#pictureOf(capture, choice);
      this.#mix = await mixAudio(capture.microphone, capture.systemSound);
      const usesWebCodecs = await canEncodeCmaf(this.#mix !== null);
      const recording = await api.recordings.create({
        ...(choice.title.trim() ? { title: choice.title.trim() } : {}),
        ...(choice.spaceId ? { spaceId: choice.spaceId } : {}),
        format: usesWebCodecs ? 'cmaf' : 'webm',
      });
      this.#info = {
        recordingId: recording.id,
        slug: recording.slug,
        url: recording.url,
        title: choice.title.trim(),
        startedAt: recording.startedAt,
        end: null,
      };
      this.#release = holdLock(recording.id);
      await openSpool().saveInfo(this.#info);
      void navigator.storage.persist();
      this.#uploader = new Uploader(recording.id, openSpool(), (upload) => this.#change({ upload }));
      this.#change({ url: recording.url, slug: recording.slug, preview: video });
      // The browser's own “Stop sharing” is a stop.
      for (const track of [capture.screen, capture.screen ? null : capture.camera]) {
        track?.addEventListener('ended', () => void this.stop());
      }
      if (!this.#send('armed')) return;
      await this.#countDown();
      if (this.#state.phase !== 'countdown') return;
      await this.#encode(video, usesWebCodecs, BITRATE[choice.height]);
      if (!this.#send('started')) return;
      this.#runningSince = performance.now();
      this.#timers.push(
        setInterval(() => this.#change({ elapsedMs: this.#elapsed() }), 200),
        setInterval(
          () => void api.recordings.heartbeat({ id: recording.id }).catch(() => undefined),
          RECORDING_HEARTBEAT_MS,
        ),
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  async #pictureOf(capture: Capture, choice: CaptureChoice & { bubble: Bubble }): Promise<MediaStreamTrack> {
    const { screen, camera } = capture;
    if (!screen || !camera) {
      const only = screen ?? camera;
      if (!only) throw new Error('There is nothing to record. Choose a screen or a camera.');
      return only;
    }
    const { width = 1280, height = 720 } = screen.getSettings();
    const scale = Math.min(1, choice.height / height);
    const even = (length: number) => Math.round((length * scale) / 2) * 2;
    this.#compositor = await compositeTracks({
      screen,
      camera,
      width: even(width),
      height: even(height),
      bubble: choice.bubble,
    });
    if (!this.#compositor.worksHidden) {
      this.#change({
        notice: 'In this browser keep the Playhead tab visible, or record the screen without the camera.',
      });
    }
    return this.#compositor.track;
  }

  async #countDown(): Promise<void> {
    for (let left = COUNTDOWN_SECONDS; left > 0 && this.#state.phase === 'countdown'; left--) {
      this.#change({ countdown: left });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  async #encode(video: MediaStreamTrack, usesWebCodecs: boolean, bitrate: number): Promise<void> {
    const id = RecordingId.parse(this.#info?.recordingId);
    const options = {
      video,
      audio: this.#mix?.track ?? null,
      bitrate,
      onPiece: (piece: EncodedPiece) => this.#keep(piece),
      onError: (error: unknown) => this.#fail(error),
    };
    const { width, height } = video.getSettings();
    const picture = width && height ? { width, height } : {};
    if (usesWebCodecs) {
      const onCodecs = (codecs: string) =>
        void api.recordings.describe({ id, codecs, ...picture }).catch(() => undefined);
      this.#encoder = await startCmafEncoder({ ...options, onCodecs });
      return;
    }
    this.#encoder = await startMediaRecorder(options);
    this.#change({
      notice: 'This browser can’t make live segments: the link plays once the recording was processed.',
    });
    void api.recordings.describe({ id, format: this.#encoder.format, ...picture }).catch(() => undefined);
  }

  /** Spool first, then upload. Pieces keep their order. */
  #keep(piece: EncodedPiece): void {
    const id = this.#info?.recordingId;
    if (!id) return;
    this.#spooling = this.#spooling
      .then(async () => this.#uploader?.add(await openSpool().write(id, piece)))
      .catch((error: unknown) => {
        // What was recorded until here is safe: end with it.
        this.#change({
          error:
            error instanceof SpoolFullError
              ? `${error.message} What was recorded until now is kept.`
              : errorText(error).message,
        });
        void this.stop();
      });
  }

  pause(): void {
    if (!this.#send('pause')) return;
    this.#encoder?.pause();
    this.#recordedMs = this.#elapsed();
    this.#runningSince = null;
  }

  resume(): void {
    if (!this.#send('resume')) return;
    this.#encoder?.resume();
    this.#runningSince = performance.now();
  }

  async stop(): Promise<void> {
    if (this.#state.phase === 'paused') this.#encoder?.resume();
    if (!this.#send('stop') || !this.#encoder || !this.#info) return;
    try {
      const end = await this.#encoder.stop();
      this.#stopTracks();
      await this.#spooling;
      this.#info = { ...this.#info, end };
      await openSpool().saveInfo(this.#info);
      this.#uploader?.finish(end);
      this.#send('finished');
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Throws everything away, here and on the server. */
  async discard(): Promise<void> {
    if (!this.#send('discard')) return;
    const id = this.#info?.recordingId;
    this.#uploader?.stop();
    await this.#encoder?.cancel().catch(() => undefined);
    this.#stopTracks();
    await this.#spooling;
    this.#release();
    this.#change(IDLE);
    if (!id) return;
    await openSpool().removeAll(id);
    await api.recordings.discard({ id: RecordingId.parse(id) }).catch(() => undefined);
  }

  reset(): void {
    if (this.#send('reset')) this.#change(IDLE);
  }

  setBubble(bubble: Bubble): void {
    this.#compositor?.setBubble(bubble);
  }

  /** True while leaving the page would interrupt something. */
  isBusy(): boolean {
    const { phase, upload } = this.#state;
    return (
      isCapturing(phase) || phase === 'finishing' || (upload !== null && !upload.isComplete && !upload.isDead)
    );
  }

  #elapsed(): number {
    return this.#recordedMs + (this.#runningSince === null ? 0 : performance.now() - this.#runningSince);
  }

  #stopTracks(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#runningSince = null;
    this.#compositor?.stop();
    this.#compositor = null;
    if (this.#capture) stopCapture(this.#capture);
    this.#capture = null;
    this.#mix?.stop();
    this.#mix = null;
    this.#change({ preview: null });
  }

  #fail(error: unknown): void {
    if (!this.#send('fail')) return;
    void this.#encoder?.cancel().catch(() => undefined);
    this.#stopTracks();
    this.#release();
    this.#change({ error: errorText(error).message });
  }
}

/** Held until it is called, or the tab is gone. */
function holdLock(recordingId: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  void navigator.locks.request(lockName(recordingId), () => promise);
  return resolve;
}

export const recorder = new Recorder();

window.addEventListener('beforeunload', (event) => {
  if (recorder.isBusy()) event.preventDefault();
});
