import { expect, it } from 'vitest';
import { Annotation, type AnnotationPoint } from '#shared/annotations.ts';
import {
  addPoint,
  constrained,
  isWorthKeeping,
  moved,
  newObject,
  nextPin,
  pointAt,
  tidyStroke,
} from './annotation-drawing.ts';
import { DEFAULT_STYLE } from './annotation-tools.ts';

const WIDE = 16 / 9;

it('keeps a long stroke within the model, and near to where it was drawn', () => {
  const points: AnnotationPoint[] = [];
  for (let i = 0; i <= 40_000; i++)
    addPoint(points, pointAt(0.5 + 0.4 * Math.cos(i / 500), 0.5 + 0.4 * Math.sin(i / 311), 0.5), WIDE);
  expect(points.length).toBeGreaterThan(2000);
  const kept = tidyStroke(points, WIDE);
  expect(kept.length).toBeLessThanOrEqual(2000);
  const object = { ...newObject(DEFAULT_STYLE, 'pen', pointAt(0, 0)), points: kept };
  expect(Annotation.safeParse([object]).success).toBe(true);
  expect(tidyStroke([[0.5, 0.5, 0.5]], WIDE)).toEqual([[0.5, 0.5, 0.5]]);
});

it('takes the tremble of whole pixels out of a line, and leaves a corner where it is', () => {
  const trembling = Array.from({ length: 200 }, (_, i) => pointAt(0.1 + i * 0.004, 0.5 + (i % 2) * 0.0005));
  expect(tidyStroke(trembling, WIDE).length).toBeLessThan(10);
  const tick = tidyStroke([pointAt(0.1, 0.5), pointAt(0.2, 0.7), pointAt(0.5, 0.1)], WIDE);
  expect(Math.hypot((tick[1]?.[0] ?? 0) - 0.2, (tick[1]?.[1] ?? 0) - 0.7)).toBeLessThan(0.006);
});

it('makes squares, circles and lines of 45° with Shift', () => {
  const [x, y] = constrained('box', pointAt(0.5, 0.5), pointAt(0.6, 0.4), WIDE);
  expect((x - 0.5) * WIDE).toBeCloseTo(0.5 - y, 4);
  const line = constrained('arrow', pointAt(0.5, 0.5), pointAt(0.6, 0.51), WIDE);
  expect(line[1]).toBe(0.5);
});

it('leaves a part of what is moved in the picture', () => {
  const object = {
    ...newObject(DEFAULT_STYLE, 'box', pointAt(0.4, 0.4)),
    points: [pointAt(0.4, 0.4), pointAt(0.6, 0.6)],
  };
  const bounds = { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };
  const far = moved(object, { x: 5, y: -5 }, bounds);
  expect(Annotation.safeParse([far]).success).toBe(true);
  expect(far.points[0]?.[0]).toBeCloseTo(0.98);
  expect(far.points[1]?.[1]).toBeCloseTo(0.02);
});

it('numbers pins on, and drops what was only a slip', () => {
  const pin = newObject(DEFAULT_STYLE, 'pin', pointAt(0.5, 0.5));
  expect(nextPin([])).toBe('1');
  expect(
    nextPin([
      { ...pin, text: '4' },
      { ...pin, text: 'A' },
      { ...pin, text: '2' },
    ]),
  ).toBe('5');
  const box = newObject(DEFAULT_STYLE, 'box', pointAt(0.5, 0.5));
  expect(isWorthKeeping(box, WIDE)).toBe(false);
  expect(isWorthKeeping({ ...box, points: [pointAt(0.5, 0.5), pointAt(0.6, 0.6)] }, WIDE)).toBe(true);
});
