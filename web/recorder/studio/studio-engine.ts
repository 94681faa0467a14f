import type { InkStroke } from '#shared/ink.ts';
import type { CameraLayout } from '../picture/layout.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { pumpFrames } from './frame-pump.ts';
import type { SourceName, StudioEvent, StudioRequest } from './studio-messages.ts';
import { videoEncoderConfig } from './video-encoding.ts';

const canProcessTracks = () => 'MediaStreamTrackProcessor' in window;

/** True where the studio can encode a picture of this size here. */
export async function canUseStudio(options: EngineOptions): Promise<boolean> {
  return 'VideoEncoder' in window && (await videoEncoderConfig(options.picture, options.frameRate)) !== null;
}

let warmed: Worker | null = null;

function takeWorker(): Worker {
  const worker = warmed ?? new Worker(new URL('./studio-worker.ts', import.meta.url), { type: 'module' });
  warmed = null;
  return worker;
}

/** Loads what recording will need, while there is a server to load it from: it may be gone when Start is pressed. */
export function warmStudio(): void {
  warmed ??= takeWorker();
  warmed.postMessage({ type: 'warm' } satisfies StudioRequest);
}

/** The page's side of the studio's worker (see `Studio`). */
export class StudioEngine implements Engine {
  readonly isLive: boolean;
  readonly canRewind: boolean;
  readonly worksHidden = canProcessTracks();
  readonly #worker: Worker;
  readonly #pumps = new Map<SourceName, () => void>();

  private constructor(isEncoding: boolean, onEvent: (event: StudioEvent) => void) {
    this.isLive = isEncoding;
    this.canRewind = isEncoding;
    this.#worker = takeWorker();
    this.#worker.addEventListener('message', ({ data }: MessageEvent<StudioEvent>) => onEvent(data));
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      onEvent({
        type: 'failed',
        message: event.message || 'The recorder could not be loaded. Reload the page.',
      });
    });
  }

  static async open(options: EngineOptions, isEncoding = true): Promise<StudioEngine> {
    const { recordingId, picture, frameRate, layout, mix } = options;
    const sound =
      isEncoding && mix ? { port: await mix.tap(), sampleRate: mix.sampleRate, channelCount: 2 } : null;
    const engine = new StudioEngine(isEncoding, options.onEvent);
    engine.#send(
      { type: 'open', recordingId, picture, frameRate, layout, sound, isEncoding },
      sound ? [sound.port] : [],
    );
    return engine;
  }

  setSource(name: SourceName, track: MediaStreamTrack | null): void {
    this.#pumps.get(name)?.();
    this.#pumps.delete(name);
    if (track && !canProcessTracks()) {
      this.#pumps.set(
        name,
        pumpFrames(track, (frame) => this.#send({ type: 'frame', name, frame }, [frame])),
      );
      return;
    }
    const stream = track
      ? new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack, maxBufferSize: 3 }).readable
      : null;
    this.#send({ type: 'source', name, stream }, stream ? [stream as unknown as Transferable] : []);
  }

  showStill(frame: VideoFrame): void {
    this.#send({ type: 'frame', name: 'camera', frame }, [frame]);
  }
  setLayout(layout: CameraLayout): void {
    this.#send({ type: 'layout', layout });
  }
  setPreview(frameRate: number): void {
    this.#send({ type: 'preview', frameRate });
  }
  keepStroke(stroke: InkStroke): void {
    this.#send({ type: 'stroke', stroke });
  }
  begin(): void {
    this.#send({ type: 'begin' });
  }
  pause(): void {
    this.#send({ type: 'pause' });
  }
  resume(): void {
    this.#send({ type: 'resume' });
  }
  rewind(ms: number): void {
    this.#send({ type: 'rewind', ms });
  }
  stop(): void {
    this.#send({ type: 'stop' });
  }
  close(): void {
    for (const stop of this.#pumps.values()) stop();
    this.#pumps.clear();
    this.#worker.terminate();
  }

  #send(request: StudioRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }
}
