import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AnnotationPoint } from './annotations.ts';
import { penLine, penOutline, type Place } from './pen-outline.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const step = fc.double({ min: -0.02, max: 0.02, noNaN: true });
/** Scribbles whose turns are tighter than the ink is wide, and strokes across the picture. */
const strokes = fc.oneof(
  fc.array(fc.tuple(unit, unit, unit), { minLength: 2, maxLength: 25 }),
  fc.array(fc.tuple(step, step, unit), { minLength: 2, maxLength: 25 }).map((steps) => {
    let [x, y] = [0.5, 0.5];
    return steps.map(([dx, dy, pressure]): AnnotationPoint => [(x += dx), (y += dy), pressure]);
  }),
);

/** How often a polygon goes around a place: what the nonzero rule fills is not 0. */
function winding(polygon: readonly Place[], at: Place): number {
  let count = 0;
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length] ?? a;
    const side = (b.x - a.x) * (at.y - a.y) - (at.x - a.x) * (b.y - a.y);
    if (a.y <= at.y && b.y > at.y && side > 0) count++;
    if (a.y > at.y && b.y <= at.y && side < 0) count--;
  }
  return count;
}

it('leaves no gap in any stroke, however it turns, crosses itself and is pressed', () => {
  fc.assert(
    fc.property(strokes, fc.double({ min: 0.002, max: 0.05, noNaN: true }), (points, width) => {
      const line = penLine(points, width, 16 / 9);
      const outline = penOutline(line);
      for (const [i, a] of line.entries()) {
        const b = line[i + 1];
        if (!b) break;
        const length = Math.hypot(b.x - a.x, b.y - a.y);
        const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
        for (const side of [-0.8, 0.01, 0.8]) {
          const reach = (side * (a.radius + b.radius)) / 2 / length;
          const place = { x: middle.x - (b.y - a.y) * reach, y: middle.y + (b.x - a.x) * reach };
          expect(winding(outline, place)).not.toBe(0);
        }
      }
    }),
    { numRuns: 200 },
  );
});

it('goes through all points, and its width follows the pressure', () => {
  const points: AnnotationPoint[] = [
    [0.1, 0.1, 0],
    [0.4, 0.2, 0],
    [0.6, 0.5, 0],
    [0.7, 0.5, 1],
    [0.8, 0.5, 1],
    [0.9, 0.5, 1],
  ];
  const line = penLine(points, 0.01, 2);
  for (const [x, y] of points)
    expect(Math.min(...line.map((s) => Math.hypot(s.x - x * 2, s.y - y)))).toBeLessThan(1e-9);
  expect(line[0]?.radius).toBeCloseTo(0.0015);
  expect(line.at(-1)?.radius).toBeCloseTo(0.0085);
  expect(penLine([[0.5, 0.5, 0.5]], 0.01, 2)).toEqual([{ x: 1, y: 0.5, radius: 0.005 }]);
  expect(penOutline(penLine([[0.5, 0.5, 0.5]], 0.01, 2))).toEqual([]);
});
