import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Annotation, AnnotationObject } from './annotations.ts';
import { InkStroke, InkTool } from './ink.ts';
import { inkForComment, objectsAt, pointsAt, strokeObject, strokeOpacity } from './recorded-ink.ts';

const stroke: InkStroke = {
  id: crypto.randomUUID(),
  tool: 'pen',
  colour: 'red',
  width: 0.006,
  startMs: 1000,
  endMs: 6000,
  points: [
    [0, 0, 0],
    [0.5, 0.5, 400],
    [1, 1, 800],
  ],
};

it('shows a stroke as it was drawn, and lets it fade', () => {
  expect(pointsAt(stroke, 900)).toHaveLength(0);
  expect(pointsAt(stroke, 1400)).toHaveLength(2);
  expect(strokeOpacity(stroke, 999)).toBe(0);
  expect(strokeOpacity(stroke, 2000)).toBe(1);
  expect(strokeOpacity(stroke, 5700)).toBeCloseTo(0.5);
  expect(strokeOpacity(stroke, 6000)).toBe(0);
  expect(objectsAt([stroke], 999)).toEqual([]);
  expect(objectsAt([stroke], 1400)[0]?.object.points).toHaveLength(2);
  expect(objectsAt([stroke], 5700)[0]?.opacity).toBeCloseTo(0.5);
});

it('has of an arrow its start and where its end is now', () => {
  const arrow: InkStroke = { ...stroke, tool: 'arrow' };
  expect(strokeObject(arrow, 1500)?.points).toEqual([
    [0, 0, 0.5],
    [0.5, 0.5, 0.5],
  ]);
  expect(strokeObject(arrow)?.points.at(-1)).toEqual([1, 1, 0.5]);
  expect(strokeObject(arrow, 900)).toBeNull();
});

it('makes of any stroke an object that a comment takes, of the same tool, colour and width', () => {
  const unit = fc.double({ min: -0.5, max: 1.5, noNaN: true });
  const points = fc.array(fc.tuple(unit, unit, fc.integer({ min: 0, max: 60_000 })), {
    minLength: 1,
    maxLength: 50,
  });
  fc.assert(
    fc.property(fc.constantFrom(...InkTool.options), points, (tool, drawn) => {
      const any = InkStroke.parse({ ...stroke, tool, points: drawn });
      const object = AnnotationObject.parse(strokeObject(any));
      expect(object).toMatchObject({ tool, colour: any.colour, width: any.width });
      expect(object.points.length).toBeLessThanOrEqual(tool === 'pen' ? drawn.length : 2);
    }),
  );
});

it('is copied to a comment as it is seen, with new ids, as far as a comment holds', () => {
  const many = Array.from({ length: 120 }, () => ({ ...stroke, id: crypto.randomUUID() }));
  const ink = Annotation.parse(inkForComment([...many, { ...stroke, startMs: 9000, endMs: 9500 }], 5900));
  expect(ink).toHaveLength(100);
  expect(new Set(ink.map(({ id }) => id)).size).toBe(100);
  expect(many.some(({ id }) => ink.some((object) => object.id === id))).toBe(false);
});
