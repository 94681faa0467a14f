export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** Where the camera's circle lies in the picture. Its diameter is a share of the picture's height. */
export interface Bubble {
  corner: Corner;
  size: number;
}

export interface Circle {
  x: number;
  y: number;
  radius: number;
}

/** Centre and radius in pixels, with a margin of a quarter of the radius. */
export function bubbleCircle(bubble: Bubble, picture: { width: number; height: number }): Circle {
  const radius = (picture.height * bubble.size) / 2;
  const inset = radius * 1.25;
  const [vertical, horizontal] = bubble.corner.split('-');
  return {
    radius,
    x: horizontal === 'left' ? inset : picture.width - inset,
    y: vertical === 'top' ? inset : picture.height - inset,
  };
}

type Drawable = CanvasImageSource & {
  displayWidth?: number;
  displayHeight?: number;
  videoWidth?: number;
  videoHeight?: number;
};
type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Draws the camera, mirrored as people know themselves, covering the circle. */
export function drawBubble(context: Context, camera: Drawable, circle: Circle): void {
  const width = camera.displayWidth ?? camera.videoWidth ?? 0;
  const height = camera.displayHeight ?? camera.videoHeight ?? 0;
  if (width === 0 || height === 0) return;
  const { x, y, radius } = circle;
  const scale = Math.max((2 * radius) / width, (2 * radius) / height);
  context.save();
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.clip();
  context.translate(x, y);
  context.scale(-1, 1);
  context.drawImage(camera, (-width * scale) / 2, (-height * scale) / 2, width * scale, height * scale);
  context.restore();
}
