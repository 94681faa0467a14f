import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MediaClock, SourceClock } from './media-clock.ts';

describe('the media clock', () => {
  it('cuts pauses out and has no place for what was captured in them', () => {
    const clock = new MediaClock(1000);
    clock.pause(3000);
    expect(clock.isPaused).toBe(true);
    clock.resume(8000);
    expect([900, 1000, 2999, 3000, 7999, 8000, 9500].map((at) => clock.positionOf(at))).toEqual([
      null,
      0,
      1999,
      null,
      null,
      2000,
      3500,
    ]);
    expect(clock.elapsed(5000)).toBe(2000);
    expect(clock.elapsed(9500)).toBe(3500);
  });

  it('goes on without a gap or an overlap for any pauses', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 20 }), (steps) => {
        const clock = new MediaClock(0);
        let now = 0;
        let recorded = 0;
        for (const [index, step] of steps.entries()) {
          now += step;
          if (index % 2 === 0) {
            recorded += step;
            clock.pause(now);
          } else clock.resume(now);
          expect(clock.elapsed(now)).toBeCloseTo(recorded, 6);
        }
      }),
    );
  });
});

describe('the clock of a source', () => {
  it('does not take late deliveries for late captures', () => {
    const clock = new SourceClock(1500);
    const late = [4, 30, 7, 200, 90, 4, 12];
    const instants = late.map((delay, i) => clock.instantOf(i * 33, 10_000 + i * 33 + delay));
    expect(instants).toEqual(late.map((_, i) => 10_004 + i * 33));
  });

  it('follows a device that stood still, within its window', () => {
    const clock = new SourceClock(1000);
    for (let i = 0; i < 100; i++) clock.instantOf(i * 20, i * 20 + 5);
    let instant = 0;
    for (let i = 100; i < 160; i++) instant = clock.instantOf(i * 20, i * 20 + 505);
    expect(instant).toBe(159 * 20 + 505);
  });

  it('takes a clock that was set for a new one, long before its window is over, but not one delivery of two seconds', () => {
    const clock = new SourceClock(10_000);
    const instants = Array.from({ length: 200 }, (_, i) => {
      const late = (i >= 20 && i < 30) || i >= 60 ? 2000 : 5;
      return clock.instantOf(i * 33, i * 33 + late) - i * 33;
    });
    expect(new Set(instants.slice(0, 60))).toEqual(new Set([5]));
    expect(instants[60 + 48]).toBe(2000);
  });
});
