import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  frameAt,
  frameMs,
  frameOfMs,
  frameSeenAt,
  middleOfFrame,
  msOfFrame,
  type FrameRate,
} from './frames.ts';

const RATES: FrameRate[] = [
  { numerator: 24, denominator: 1 },
  { numerator: 24_000, denominator: 1001 },
  { numerator: 25, denominator: 1 },
  { numerator: 30_000, denominator: 1001 },
  { numerator: 30, denominator: 1 },
  { numerator: 50, denominator: 1 },
  { numerator: 60_000, denominator: 1001 },
  { numerator: 60, denominator: 1 },
];

it('frames and whole milliseconds map both ways without loss, for ten hours at every rate', () => {
  fc.assert(
    fc.property(fc.constantFrom(...RATES), fc.integer({ min: 0, max: 2_160_000 }), (rate, frame) => {
      expect(frameOfMs(msOfFrame(frame, rate), rate)).toBe(frame);
    }),
  );
});

it('the middle of a frame shows that frame, and so does its start in a coarse time scale', () => {
  fc.assert(
    fc.property(fc.constantFrom(...RATES), fc.integer({ min: 0, max: 2_160_000 }), (rate, frame) => {
      expect(frameSeenAt(middleOfFrame(frame, rate), rate)).toBe(frame);
      const start = (frame * frameMs(rate)) / 1000;
      expect(frameSeenAt(Math.floor(start * 12_800) / 12_800, rate)).toBe(frame);
    }),
  );
});

it('a seek into the last tenth of a frame still shows that frame', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...RATES),
      fc.integer({ min: 0, max: 216_000 }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (rate, frame, part) => {
        expect(frameAt(((frame + part) * frameMs(rate)) / 1000, rate)).toBe(frame);
      },
    ),
  );
  expect(frameAt(2, { numerator: 30_000, denominator: 1001 })).toBe(59);
});
