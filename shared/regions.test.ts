import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeRegion, LEAST_REGION, regionBetween, regionFrame, seenInk } from './regions.ts';

const place = fc.tuple(
  fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  fc.double({ min: -0.5, max: 1.5, noNaN: true }),
);

it('lies inside of the picture however it was dragged, moved and sized', () => {
  fc.assert(
    fc.property(place, place, fc.array(fc.tuple(place, fc.constantFrom('move', 'size'))), (a, b, changes) => {
      const start = regionBetween(a, b);
      if (!start) return;
      const region = changes.reduce((before, [by, what]) => changeRegion(before, by, what), start);
      expect(region.x).toBeGreaterThanOrEqual(0);
      expect(region.y).toBeGreaterThanOrEqual(0);
      expect(region.x + region.width).toBeLessThanOrEqual(1 + 1e-6);
      expect(region.y + region.height).toBeLessThanOrEqual(1 + 1e-6);
      expect(Math.min(region.width, region.height)).toBeGreaterThanOrEqual(LEAST_REGION - 1e-9);
    }),
  );
});

it('is nothing where the pointer hardly moved', () => {
  expect(regionBetween([0.5, 0.5], [0.505, 0.9])).toBeNull();
  expect(regionBetween([0.7, 0.8], [0.2, 0.3])).toMatchObject({ x: 0.2, y: 0.3 });
});

it('is drawn as a frame below the ink', () => {
  const region = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
  const pin = { ...regionFrame(region), tool: 'pin' as const };
  expect(seenInk({ ink: [pin], region }).map(({ tool }) => tool)).toEqual(['box', 'pin']);
  expect(seenInk({ ink: [pin], region: null })).toEqual([pin]);
});
