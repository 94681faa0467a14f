import { expect, it } from 'vitest';
import { bubbleCircle } from './bubble.ts';

it('keeps the whole circle inside of the picture in every corner', () => {
  const picture = { width: 1280, height: 720 };
  for (const corner of ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const) {
    const { x, y, radius } = bubbleCircle({ corner, size: 0.3 }, picture);
    expect(radius).toBe(108);
    expect(x - radius).toBeGreaterThanOrEqual(0);
    expect(x + radius).toBeLessThanOrEqual(picture.width);
    expect(y - radius).toBeGreaterThanOrEqual(0);
    expect(y + radius).toBeLessThanOrEqual(picture.height);
  }
  expect(bubbleCircle({ corner: 'top-right', size: 0.3 }, picture)).toEqual({ x: 1145, y: 135, radius: 108 });
});
