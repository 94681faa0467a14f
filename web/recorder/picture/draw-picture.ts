import { contain, cover, placePicture, type Box, type CameraLayout, type Size } from './layout.ts';

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Screen and camera as one picture. Letterboxes what has other proportions: nothing of a screen is cut off or distorted. */
export function drawPicture(
  context: Context,
  picture: Size,
  layout: CameraLayout,
  sources: { screen: VideoFrame | null; camera: VideoFrame | null },
): void {
  const { screen, camera } = sources;
  const placed =
    screen && camera
      ? placePicture(layout, picture)
      : screen
        ? { screen: { x: 0, y: 0, ...picture }, camera: null }
        : { screen: null, camera: { x: 0, y: 0, ...picture, radius: 0 } };
  if (screen && placed.screen) {
    const box = contain({ width: screen.displayWidth, height: screen.displayHeight }, placed.screen);
    const isWhole = box.width >= picture.width - 1 && box.height >= picture.height - 1;
    if (!isWhole) fillBlack(context, picture);
    context.drawImage(screen, box.x, box.y, box.width, box.height);
  } else fillBlack(context, picture);
  if (camera && placed.camera) drawCamera(context, camera, placed.camera, layout);
}

function drawCamera(
  context: Context,
  camera: VideoFrame,
  box: Box & { radius: number },
  layout: CameraLayout,
): void {
  const size = { width: camera.displayWidth, height: camera.displayHeight };
  // A camera that fills the picture is shown whole; a bubble is filled.
  const drawn = layout.shape === 'full' ? contain(size, box) : cover(size, box);
  context.save();
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, box.radius);
  context.clip();
  if (layout.isMirrored) {
    context.translate(drawn.x + drawn.width / 2, 0);
    context.scale(-1, 1);
    context.drawImage(camera, -drawn.width / 2, drawn.y, drawn.width, drawn.height);
  } else context.drawImage(camera, drawn.x, drawn.y, drawn.width, drawn.height);
  context.restore();
}

function fillBlack(context: Context, picture: Size): void {
  context.fillStyle = '#000';
  context.fillRect(0, 0, picture.width, picture.height);
}
