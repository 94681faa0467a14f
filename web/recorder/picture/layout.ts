/** Where the camera is in the picture. Coordinates are 0–1 of the picture; `x`, `y` are the centre. */
export interface CameraLayout {
  /** `full`: the camera fills the picture. `hidden`: the screen alone. `panel`: beside the screen, full height. */
  shape: 'circle' | 'rounded' | 'panel' | 'full' | 'hidden';
  x: number;
  y: number;
  /** Height of the camera as a share of the picture's height (circle, rounded), or width of the panel as a share of its width. */
  size: number;
  /** As people know themselves from a mirror. */
  isMirrored: boolean;
  /** The shape to come back to from `full` or `hidden`. */
  bubble: BubbleShape;
}

/** Shapes in which screen and camera are both seen. */
export type BubbleShape = 'circle' | 'rounded' | 'panel';
export const BUBBLE_SHAPES: readonly BubbleShape[] = ['circle', 'rounded', 'panel'];

export const DEFAULT_LAYOUT: CameraLayout = {
  shape: 'circle',
  x: 0.12,
  y: 0.8,
  size: 0.28,
  isMirrored: true,
  bubble: 'circle',
};
export const LEAST_SIZE = 0.12;
export const MOST_SIZE = 0.6;

export interface Size {
  width: number;
  height: number;
}
export interface Box extends Size {
  x: number;
  y: number;
}

/** The camera in another shape; a bubble is remembered. */
export function withShape(layout: CameraLayout, shape: CameraLayout['shape']): CameraLayout {
  return { ...layout, shape, bubble: shape === 'full' || shape === 'hidden' ? layout.bubble : shape };
}

/** The next bubble shape; from hidden or full back to the last one. */
export function nextShape(layout: CameraLayout): CameraLayout {
  const at = BUBBLE_SHAPES.findIndex((shape) => shape === layout.shape);
  const next = BUBBLE_SHAPES[(at + 1) % BUBBLE_SHAPES.length] ?? 'circle';
  return withShape(layout, at === -1 ? layout.bubble : next);
}

/** To full or hidden, and back to the bubble that it was before. */
export function toggleShape(layout: CameraLayout, shape: 'hidden' | 'full'): CameraLayout {
  return withShape(layout, layout.shape === shape ? layout.bubble : shape);
}

export interface Placement {
  /** Null: not shown. */
  screen: Box | null;
  camera: (Box & { radius: number }) | null;
}

const MARGIN = 0.02;

/** Boxes in pixels. The camera always lies wholly inside of the picture, whatever was asked. */
export function placePicture(layout: CameraLayout, picture: Size): Placement {
  const whole = { x: 0, y: 0, ...picture };
  if (layout.shape === 'hidden') return { screen: whole, camera: null };
  if (layout.shape === 'full') return { screen: null, camera: { ...whole, radius: 0 } };
  const size = clamp(layout.size, LEAST_SIZE, MOST_SIZE);
  if (layout.shape === 'panel') {
    const width = Math.round(picture.width * Math.min(size, 0.4));
    const isLeft = layout.x < 0.5;
    return {
      screen: { x: isLeft ? width : 0, y: 0, width: picture.width - width, height: picture.height },
      camera: { x: isLeft ? 0 : picture.width - width, y: 0, width, height: picture.height, radius: 0 },
    };
  }
  const margin = picture.height * MARGIN;
  const height = Math.min(picture.height * size, picture.height - 2 * margin);
  const width = Math.min(layout.shape === 'circle' ? height : (height * 4) / 3, picture.width - 2 * margin);
  return {
    screen: whole,
    camera: {
      x: clamp(layout.x * picture.width - width / 2, margin, picture.width - width - margin),
      y: clamp(layout.y * picture.height - height / 2, margin, picture.height - height - margin),
      width,
      height,
      radius: layout.shape === 'circle' ? Math.min(width, height) / 2 : height * 0.12,
    },
  };
}

/** The largest box of these proportions inside of another, centred: nothing is cut off. */
export function contain(inner: Size, outer: Box): Box {
  const scale = Math.min(outer.width / inner.width, outer.height / inner.height);
  return centred({ width: inner.width * scale, height: inner.height * scale }, outer);
}

/** The smallest box of these proportions around another, centred: nothing is left empty. */
export function cover(inner: Size, outer: Box): Box {
  const scale = Math.max(outer.width / inner.width, outer.height / inner.height);
  return centred({ width: inner.width * scale, height: inner.height * scale }, outer);
}

function centred(size: Size, outer: Box): Box {
  return {
    ...size,
    x: outer.x + (outer.width - size.width) / 2,
    y: outer.y + (outer.height - size.height) / 2,
  };
}

/**
 * Size of the recorded picture: the source's proportions within the chosen height, in even numbers (4:2:0 video has no
 * odd ones). A tall window stays tall; extreme strips are bounded by the width of 16:9 at that height.
 */
export function pictureSize(source: Size, height: number): Size {
  if (source.width < 2 || source.height < 2) return { width: even((height * 16) / 9), height: even(height) };
  const most = (height * 16) / 9;
  const scale = Math.min(1, height / source.height, most / source.width);
  return { width: even(source.width * scale), height: even(source.height * scale) };
}

function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
