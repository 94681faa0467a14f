import { describe, expect, it } from 'vitest';
import type { AnnotationObject, AnnotationTool } from '#shared/annotations.ts';
import { distanceTo, hitObject, hitOnWay, objectBounds } from './annotation-hit.ts';

const WIDE = 2;

function make(tool: AnnotationTool, points: [number, number][], more: Partial<AnnotationObject> = {}) {
  const pressed = points.map(([x, y]): [number, number, number] => [x, y, 0.5]);
  return {
    id: crypto.randomUUID(),
    tool,
    colour: 'red',
    width: 0.01,
    points: pressed,
    text: '',
    ...more,
  } as const;
}
const square = make('box', [
  [0.25, 0.25],
  [0.75, 0.75],
]);

describe('the distance to ink', () => {
  it('of a stroke is to its curved middle, less its width', () => {
    const line = make('pen', [
      [0.1, 0.5],
      [0.5, 0.5],
      [0.9, 0.5],
    ]);
    expect(distanceTo(line, { x: 1, y: 0.6 }, WIDE)).toBeCloseTo(0.095);
    expect(distanceTo(line, { x: 0.1, y: 0.5 }, WIDE)).toBeCloseTo(0.095);
    expect(distanceTo(line, { x: 1, y: 0.502 }, WIDE)).toBeLessThan(0);
    const corner = make('pen', [
      [0.2, 0.8],
      [0.3, 0.2],
      [0.4, 0.8],
    ]);
    expect(distanceTo(corner, { x: 0.6, y: 0.2 }, WIDE)).toBeCloseTo(-0.005);
  });

  it('of a box is to its lines, from inside too', () => {
    expect(distanceTo(square, { x: 1, y: 0.5 }, WIDE)).toBeCloseTo(0.245);
    expect(distanceTo(square, { x: 0.5, y: 0.5 }, WIDE)).toBeCloseTo(-0.005);
    expect(distanceTo(square, { x: 0.47, y: 0.21 }, WIDE)).toBeCloseTo(0.045);
  });

  it('of an ellipse is to its outline, as a search along it finds', () => {
    const ellipse = make('ellipse', [
      [0.2, 0.3],
      [0.7, 0.6],
    ]);
    for (const at of [
      { x: 0.9, y: 0.45 },
      { x: 0.5, y: 0.4 },
      { x: 1.5, y: 0.1 },
      { x: 0.41, y: 0.45 },
      { x: 0.9, y: 0.9 },
    ]) {
      let least = Infinity;
      for (let angle = 0; angle < 7; angle += 0.0005)
        least = Math.min(
          least,
          Math.hypot(0.9 + 0.5 * Math.cos(angle) - at.x, 0.45 + 0.15 * Math.sin(angle) - at.y),
        );
      expect(distanceTo(ellipse, at, WIDE)).toBeCloseTo(least - 0.005, 3);
    }
  });

  it('of blur, text and pin is to all of them', () => {
    expect(
      distanceTo(
        make('blur', [
          [0.25, 0.25],
          [0.75, 0.75],
        ]),
        { x: 1, y: 0.5 },
        WIDE,
      ),
    ).toBeLessThan(0);
    const text = make('text', [[0.1, 0.5]], { text: 'Hello' });
    expect(distanceTo(text, { x: 0.23, y: 0.5 }, WIDE)).toBeLessThan(0);
    expect(distanceTo(text, { x: 0.23, y: 0.7 }, WIDE)).toBeGreaterThan(0.1);
    expect(distanceTo(make('pin', [[0.5, 0.5]]), { x: 1, y: 0.47 }, WIDE)).toBeLessThan(0);
  });
});

it('hits what is in front, and what a quick movement passes', () => {
  const over = make('line', [
    [0, 0.25],
    [1, 0.25],
  ]);
  const aim = { x: 0.6, y: 0.252, tolerance: 0.01, aspectRatio: WIDE };
  expect(hitObject([square, over], aim)).toBe(over);
  expect(hitObject([over, square], aim)).toBe(square);
  expect(hitObject([square, over], { ...aim, y: 0.4 })).toBeNull();
  const all = [
    square,
    over,
    make('pen', [
      [0.05, 0.9],
      [0.1, 0.95],
    ]),
  ];
  expect(hitOnWay(all, { x: 1, y: 0.1 }, { ...aim, x: 1, y: 0.6 })).toEqual([square, over]);
});

it('frames all of the ink', () => {
  const { x, y, width, height } = objectBounds(square, WIDE);
  expect([x, y, width, height].map((n) => Math.round(n * 1000) / 1000)).toEqual([0.495, 0.245, 1.01, 0.51]);
});
