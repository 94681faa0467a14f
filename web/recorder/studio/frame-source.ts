import { SourceClock } from './media-clock.ts';

/**
 * Cameras and screens are dated by a clock that neither stands still nor drifts by more than some 100 ppm, and a busy worker
 * may take every frame late for seconds: a long window finds one that was not.
 */
const WINDOW_MS = 10_000;

/** The newest frame of a screen or a camera, with the instant it was captured at. */
export class FrameSource {
  readonly #onFrame: (instant: number) => void;
  #clock = new SourceClock(WINDOW_MS);
  #reader: ReadableStreamDefaultReader<VideoFrame> | null = null;
  #frame: VideoFrame | null = null;
  #lastTimestamp = Number.NEGATIVE_INFINITY;
  arrivedAt = Number.NEGATIVE_INFINITY;

  constructor(onFrame: (instant: number) => void) {
    this.#onFrame = onFrame;
  }

  get frame(): VideoFrame | null {
    return this.#frame;
  }

  /** Reads a stream to its end; another one takes its place at once. `null`: there is nothing to show any more. */
  read(stream: ReadableStream<VideoFrame> | null): void {
    void this.#reader?.cancel().catch(() => undefined);
    this.#reader = null;
    this.#clock = new SourceClock(WINDOW_MS);
    this.#lastTimestamp = Number.NEGATIVE_INFINITY;
    if (stream) void this.#readAll(stream.getReader());
    else this.#keep(null);
  }

  push(frame: VideoFrame): void {
    const now = performance.now();
    this.arrivedAt = now;
    // A source that was replaced, or a browser that dates frames oddly, starts a new clock.
    if (frame.timestamp < this.#lastTimestamp) this.#clock = new SourceClock(WINDOW_MS);
    this.#lastTimestamp = frame.timestamp;
    this.#keep(frame);
    this.#onFrame(this.#clock.instantOf(frame.timestamp / 1000, now));
  }

  #keep(frame: VideoFrame | null): void {
    this.#frame?.close();
    this.#frame = frame;
  }

  async #readAll(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
    this.#reader = reader;
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        if (this.#reader === reader) this.push(value);
        else value.close();
      }
    } catch {
      // The track ended with an error: its last frame stays, as with one that ends.
    }
  }
}
