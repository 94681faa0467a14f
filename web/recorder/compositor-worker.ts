import { bubbleCircle, drawBubble, type Bubble } from './bubble.ts';

/** Draws the camera over the screen, frame by frame, away from the page: a hidden tab keeps its frame rate. */
type Message =
  | {
      type: 'start';
      screen: ReadableStream<VideoFrame>;
      camera: ReadableStream<VideoFrame>;
      output: WritableStream<VideoFrame>;
      width: number;
      height: number;
      bubble: Bubble;
    }
  | { type: 'bubble'; bubble: Bubble };

let bubble: Bubble = { corner: 'bottom-left', size: 0.28 };

addEventListener('message', ({ data }: MessageEvent<Message>) => {
  bubble = data.bubble;
  if (data.type === 'start') void composite(data);
});

async function composite(start: Extract<Message, { type: 'start' }>): Promise<void> {
  const { width, height } = start;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, desynchronized: true });
  if (!context) throw new Error('no canvas');
  const writer = start.output.getWriter();
  const latest: { screen: VideoFrame | null } = { screen: null };

  // A still screen sends no frames: its last one stays, and the camera sets the pace.
  async function keepScreen(): Promise<void> {
    const reader = start.screen.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      latest.screen?.close();
      latest.screen = value;
    }
  }
  void keepScreen();

  const reader = start.camera.getReader();
  for (;;) {
    const { value: camera, done } = await reader.read();
    if (done) break;
    const shown = latest.screen;
    if (shown) {
      const scale = Math.min(width / shown.displayWidth, height / shown.displayHeight);
      const [w, h] = [shown.displayWidth * scale, shown.displayHeight * scale];
      if (w < width - 1 || h < height - 1) context.clearRect(0, 0, width, height);
      context.drawImage(shown, (width - w) / 2, (height - h) / 2, w, h);
      drawBubble(context, camera, bubbleCircle(bubble, { width, height }));
      const frame = new VideoFrame(canvas, { timestamp: camera.timestamp, alpha: 'discard' });
      // An encoder that lags behind loses a frame, not memory.
      if ((writer.desiredSize ?? 0) > 0) await writer.write(frame).catch(() => frame.close());
      else frame.close();
    }
    camera.close();
  }
  await writer.close().catch(() => undefined);
}
