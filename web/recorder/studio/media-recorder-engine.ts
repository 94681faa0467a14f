import type { InkStroke } from '#shared/ink.ts';
import type { RecordingFormat } from '#shared/recordings.ts';
import type { CameraLayout } from '../picture/layout.ts';
import type { JournalEntry } from '../spool/journal.ts';
import { describePiece } from '../spool/spool-files.ts';
import { openSpool, SpoolFullError } from '../spool/spool.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { StudioEngine } from './studio-engine.ts';
import type { SourceName, StudioEvent } from './studio-messages.ts';
import { AUDIO_BITRATE, bitrateFor } from './video-encoding.ts';

const TYPES = [
  'video/mp4;codecs=avc1.640028,mp4a.40.2',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
  'video/webm',
];
const CHUNK_MS = 2000;
const TICK_MS = 250;

/** What MediaRecorder makes here; `null` where there is none. */
export function mediaRecorderType(): { mimeType: string; format: RecordingFormat } | null {
  if (!('MediaRecorder' in window)) return null;
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  return mimeType ? { mimeType, format: mimeType.startsWith('video/mp4') ? 'mp4' : 'webm' } : null;
}

/**
 * Where WebCodecs is missing: MediaRecorder's chunks through the same spool; the worker of the server joins them. The
 * picture is composed by the studio and captured from a canvas of the page, so the tab has to stay visible.
 */
export class MediaRecorderEngine implements Engine {
  readonly isLive = false;
  readonly canRewind = false;
  readonly worksHidden = false;
  readonly #options: EngineOptions;
  readonly #canvas = document.createElement('canvas');
  readonly #composer: StudioEngine;
  readonly #type: { mimeType: string; format: RecordingFormat };
  #recorder: MediaRecorder | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #count = 0;
  #recordedMs = 0;
  #since: number | null = null;
  #spooling: Promise<void> = Promise.resolve();

  private constructor(
    options: EngineOptions,
    type: { mimeType: string; format: RecordingFormat },
    composer: StudioEngine,
  ) {
    this.#options = options;
    this.#type = type;
    this.#composer = composer;
    this.#canvas.width = options.picture.width;
    this.#canvas.height = options.picture.height;
  }

  static async open(options: EngineOptions): Promise<MediaRecorderEngine> {
    const type = mediaRecorderType();
    if (!type)
      throw new Error('This browser can’t record video. Use a current Chrome, Edge, Firefox or Safari.');
    let engine: MediaRecorderEngine | null = null;
    const composer = await StudioEngine.open(
      { ...options, mix: null, onEvent: (event) => engine?.onComposed(event) },
      false,
    );
    engine = new MediaRecorderEngine(options, type, composer);
    composer.setPreview(options.frameRate * 2);
    return engine;
  }

  /** Every composed frame goes onto the canvas, and to whoever shows the preview. */
  onComposed(event: StudioEvent): void {
    if (event.type === 'preview') {
      this.#canvas.getContext('2d', { alpha: false })?.drawImage(event.frame, 0, 0);
      this.#options.onEvent(event);
    } else if (event.type === 'failed') this.#options.onEvent(event);
  }

  setSource(name: SourceName, track: MediaStreamTrack | null): void {
    this.#composer.setSource(name, track);
  }
  showStill(frame: VideoFrame): void {
    this.#composer.showStill(frame);
  }
  setLayout(layout: CameraLayout): void {
    this.#composer.setLayout(layout);
  }
  /** The canvas needs every frame, looked at or not. */
  setPreview(): void {
    return;
  }
  keepStroke(stroke: InkStroke): void {
    this.#note({ type: 'stroke', stroke });
  }

  begin(): void {
    const { mix, picture, onEvent } = this.#options;
    const stream = this.#canvas.captureStream(this.#options.frameRate);
    if (mix) stream.addTrack(mix.track());
    const recorder = new MediaRecorder(stream, {
      mimeType: this.#type.mimeType,
      videoBitsPerSecond: bitrateFor(picture),
      audioBitsPerSecond: AUDIO_BITRATE,
    });
    recorder.addEventListener('dataavailable', ({ data }) => this.#keep(data));
    recorder.addEventListener('error', () =>
      onEvent({
        type: 'failed',
        message: 'The browser stopped recording. What was recorded until then is kept.',
      }),
    );
    recorder.start(CHUNK_MS);
    this.#recorder = recorder;
    this.#since = performance.now();
    const description = { format: this.#type.format, codecs: '', ...picture };
    this.#note({ type: 'describe', ...description });
    onEvent({ type: 'described', description });
    onEvent({ type: 'began' });
    this.#timer = setInterval(() => {
      const stats = { offered: 0, delivered: 0, dropped: 0, filledMs: 0, picture };
      onEvent({ type: 'tick', positionMs: this.#elapsed(), stats });
    }, TICK_MS);
  }

  pause(): void {
    this.#recordedMs = this.#elapsed();
    this.#since = null;
    this.#recorder?.pause();
  }
  resume(): void {
    this.#since = performance.now();
    this.#recorder?.resume();
  }
  rewind(): void {
    throw new Error('MediaRecorder can’t go back.');
  }

  stop(): void {
    this.#recordedMs = this.#elapsed();
    this.#since = null;
    clearInterval(this.#timer);
    const finish = () => {
      const end = { mediaCount: this.#count, durationMs: Math.round(this.#recordedMs) };
      this.#note({ type: 'end', ...end });
      this.#after(async () => this.#options.onEvent({ type: 'stopped', ...end }));
    };
    if (!this.#recorder || this.#recorder.state === 'inactive') return finish();
    this.#recorder.addEventListener('stop', finish, { once: true });
    this.#recorder.stop();
  }

  close(): void {
    clearInterval(this.#timer);
    if (this.#recorder && this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#composer.close();
  }

  #elapsed(): number {
    return this.#recordedMs + (this.#since === null ? 0 : performance.now() - this.#since);
  }

  /** Chunks come as blobs; their bytes must keep their order. */
  #keep(data: Blob): void {
    if (data.size === 0) return;
    const { recordingId, onEvent } = this.#options;
    const index = this.#count++;
    const startMs = index * CHUNK_MS;
    this.#after(async () => {
      const bytes = new Uint8Array(await data.arrayBuffer());
      const piece = { kind: 'chunk' as const, index, initIndex: 0, startMs, durationMs: CHUNK_MS, bytes };
      try {
        onEvent({ type: 'segment', segment: await openSpool().write(recordingId, piece) });
      } catch (error) {
        unlessFull(error);
        onEvent({ type: 'unspooled', segment: await describePiece(piece), bytes });
      }
    });
  }

  /** A line of the journal, after everything before. A full disk costs the line, not the recording. */
  #note(entry: JournalEntry): void {
    this.#after(() => openSpool().append(this.#options.recordingId, entry).catch(unlessFull));
  }

  #after(work: () => Promise<void>): void {
    this.#spooling = this.#spooling.then(work).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'The recording stopped by itself.';
      this.#options.onEvent({ type: 'failed', message });
    });
  }
}

function unlessFull(error: unknown): void {
  if (!(error instanceof SpoolFullError)) throw error;
}
