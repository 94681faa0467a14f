import { drawPicture } from '../picture/draw-picture.ts';
import type { CameraLayout, Size } from '../picture/layout.ts';

/** Makes the recorded picture of what the sources show now, at one size whatever sizes they have. */
export class PictureMaker {
  layout: CameraLayout;
  #size: Size;
  #canvas: OffscreenCanvas;
  #context: OffscreenCanvasRenderingContext2D;

  constructor(size: Size, layout: CameraLayout) {
    this.layout = layout;
    this.#size = size;
    this.#canvas = new OffscreenCanvas(size.width, size.height);
    this.#context = contextOf(this.#canvas);
  }

  get size(): Size {
    return this.#size;
  }

  resize(size: Size): void {
    this.#size = size;
    this.#canvas = new OffscreenCanvas(size.width, size.height);
    this.#context = contextOf(this.#canvas);
  }

  /** A frame dated `timestamp` (µs), to be closed by its owner; `null` where there is nothing to show. */
  make(
    sources: { screen: VideoFrame | null; camera: VideoFrame | null },
    timestamp: number,
    duration: number,
  ): VideoFrame | null {
    const { screen, camera } = sources;
    if (!screen && !camera) return null;
    const alone = this.#shownAlone(screen, camera);
    if (alone && this.#needsNoDrawing(alone)) return new VideoFrame(alone, { timestamp, duration });
    drawPicture(this.#context, this.#size, this.layout, sources);
    return new VideoFrame(this.#canvas, { timestamp, duration, alpha: 'discard' });
  }

  #shownAlone(screen: VideoFrame | null, camera: VideoFrame | null): VideoFrame | null {
    if (!screen) return this.layout.isMirrored ? null : camera;
    return !camera || this.layout.shape === 'hidden' ? screen : null;
  }

  /** What has the recorded size already is passed on without a copy. */
  #needsNoDrawing(frame: VideoFrame): boolean {
    const { rotation = 0 } = frame as VideoFrame & { rotation?: number };
    return (
      rotation === 0 &&
      frame.displayWidth === this.#size.width &&
      frame.displayHeight === this.#size.height &&
      frame.codedWidth % 2 === 0 &&
      frame.codedHeight % 2 === 0
    );
  }
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false, desynchronized: true, willReadFrequently: true });
  if (!context) throw new Error('This browser can’t draw the picture. Record screen or camera alone.');
  context.imageSmoothingQuality = 'medium';
  return context;
}
