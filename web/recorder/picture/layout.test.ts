import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  contain,
  cover,
  DEFAULT_LAYOUT,
  nextShape,
  pictureSize,
  placePicture,
  toggleShape,
  withShape,
  type CameraLayout,
} from './layout.ts';

const layouts = fc.record({
  shape: fc.constantFrom<CameraLayout['shape']>('circle', 'rounded', 'panel', 'full', 'hidden'),
  x: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  y: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  size: fc.double({ min: 0, max: 2, noNaN: true }),
  isMirrored: fc.boolean(),
  bubble: fc.constantFrom<CameraLayout['bubble']>('circle', 'rounded', 'panel'),
});
const sizes = fc.record({
  width: fc.integer({ min: 64, max: 4096 }),
  height: fc.integer({ min: 64, max: 4096 }),
});

it('keeps the camera inside of the picture for any wish and any size', () => {
  fc.assert(
    fc.property(layouts, sizes, (layout, picture) => {
      const boxes = Object.values(placePicture(layout, picture)).filter((box) => box !== null);
      expect(boxes.length).toBeGreaterThan(0);
      for (const box of boxes) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(picture.width + 1e-6);
        expect(box.y + box.height).toBeLessThanOrEqual(picture.height + 1e-6);
      }
    }),
  );
});

it('puts a panel beside the screen, on the side that was asked for', () => {
  const placed = placePicture(
    { ...DEFAULT_LAYOUT, shape: 'panel', x: 0.9, size: 0.25 },
    { width: 1280, height: 720 },
  );
  expect(placed.screen).toEqual({ x: 0, y: 0, width: 960, height: 720 });
  expect(placed.camera).toMatchObject({ x: 960, width: 320, height: 720 });
});

it('records in even numbers, in the proportions of the source, never enlarged', () => {
  expect(pictureSize({ width: 1919, height: 1079 }, 1080)).toEqual({ width: 1920, height: 1080 });
  expect(pictureSize({ width: 3840, height: 2160 }, 720)).toEqual({ width: 1280, height: 720 });
  expect(pictureSize({ width: 333, height: 777 }, 1080)).toEqual({ width: 334, height: 778 });
  expect(pictureSize({ width: 3000, height: 300 }, 720)).toEqual({ width: 1280, height: 128 });
});

it('contains and covers', () => {
  const outer = { x: 10, y: 0, width: 100, height: 100 };
  expect(contain({ width: 200, height: 100 }, outer)).toEqual({ x: 10, y: 25, width: 100, height: 50 });
  expect(cover({ width: 200, height: 100 }, outer)).toEqual({ x: -40, y: 0, width: 200, height: 100 });
});

it('comes back from full and hidden to the bubble that it was', () => {
  const rounded = withShape(DEFAULT_LAYOUT, 'rounded');
  const full = toggleShape(rounded, 'full');
  expect(full.shape).toBe('full');
  expect(toggleShape(full, 'full')).toEqual(rounded);
  expect(toggleShape(toggleShape(full, 'hidden'), 'hidden')).toEqual(rounded);
  expect(nextShape(full)).toEqual(rounded);
  expect(nextShape(rounded).shape).toBe('panel');
});
