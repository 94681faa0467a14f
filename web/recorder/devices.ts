import { openCamera, openMicrophone, type Capture, type CaptureChoice } from './capture/capture.ts';

export interface DeviceEvents {
  /** The screen is not shared any more, by the browser's own button. */
  onScreenEnded: () => void;
  onMicrophone: (track: MediaStreamTrack | null) => void;
  onCamera: (track: MediaStreamTrack | null) => void;
  onNotice: (notice: string) => void;
}

/** Replaces what is unplugged in the middle of a recording, and takes a device that comes back. */
export class DeviceWatch {
  readonly #capture: Capture;
  readonly #choice: CaptureChoice;
  readonly #events: DeviceEvents;
  readonly #missing = new Set<'camera' | 'microphone'>();
  #isClosed = false;

  constructor(capture: Capture, choice: CaptureChoice, events: DeviceEvents) {
    this.#capture = capture;
    this.#choice = choice;
    this.#events = events;
    capture.screen?.addEventListener('ended', () => !this.#isClosed && events.onScreenEnded());
    this.#watch('microphone', capture.microphone);
    this.#watch('camera', capture.camera);
    navigator.mediaDevices.addEventListener('devicechange', this.#onDevices);
  }

  /** Another microphone, chosen while recording. */
  async changeMicrophone(id: string): Promise<void> {
    const track = await openMicrophone(id, this.#choice.processing);
    if (this.#isClosed) return track?.stop();
    this.#take('microphone', track);
  }

  close(): void {
    this.#isClosed = true;
    navigator.mediaDevices.removeEventListener('devicechange', this.#onDevices);
  }

  #watch(kind: 'camera' | 'microphone', track: MediaStreamTrack | null): void {
    track?.addEventListener('ended', () => {
      if (!this.#isClosed && this.#capture[kind] === track) void this.#replace(kind);
    });
  }

  async #replace(kind: 'camera' | 'microphone'): Promise<void> {
    // Until another one is there: silence, or the screen alone.
    this.#take(kind, null);
    try {
      const track =
        kind === 'microphone'
          ? await openMicrophone('', this.#choice.processing)
          : await openCamera({ ...this.#choice, cameraId: '' });
      if (this.#isClosed) return track?.stop();
      if (!track) throw new Error('none');
      this.#take(kind, track);
      this.#missing.delete(kind);
      this.#events.onNotice(`Your ${kind} was unplugged. Recording goes on with “${track.label}”.`);
    } catch {
      if (this.#isClosed) return;
      this.#missing.add(kind);
      this.#events.onNotice(
        kind === 'microphone'
          ? 'Your microphone was unplugged. Recording goes on in silence; plug one in and it is taken.'
          : 'Your camera was unplugged. Recording goes on without it; plug one in and it is taken.',
      );
    }
  }

  #take(kind: 'camera' | 'microphone', track: MediaStreamTrack | null): void {
    const before = this.#capture[kind];
    this.#capture[kind] = track;
    before?.stop();
    this.#watch(kind, track);
    if (kind === 'microphone') this.#events.onMicrophone(track);
    else this.#events.onCamera(track);
  }

  readonly #onDevices = () => {
    for (const kind of this.#missing) void this.#replace(kind);
  };
}

/** Keeps the screen from going dark while something is recorded. Answers how to let go. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  // The browser takes the lock away from a hidden page; it may be asked for again afterwards.
  const ask = () => {
    if (isOver || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    void navigator.wakeLock.request('screen').then(
      (got) => (isOver ? void got.release() : (lock = got)),
      () => undefined,
    );
  };
  document.addEventListener('visibilitychange', ask);
  ask();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', ask);
    void lock?.release();
  };
}
