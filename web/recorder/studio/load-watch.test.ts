import { expect, it } from 'vitest';
import { LoadWatch, stepDown } from './load-watch.ts';

function firstAlarm(waitingAt: (ms: number) => number): number | null {
  const watch = new LoadWatch();
  for (let ms = 0; ms < 30_000; ms += 33) if (watch.isTooMuch(waitingAt(ms), ms)) return ms;
  return null;
}

it('steps down when the encoder lags for seconds, not for a hiccup', () => {
  expect(firstAlarm(() => 1)).toBeNull();
  expect(firstAlarm((ms) => (ms % 5000 < 400 ? 12 : 0))).toBeNull();
  expect(firstAlarm((ms) => (ms > 5000 ? 6 : 0))).toBeLessThan(8500);
  // Half as fast as the camera: long before 45 frames wait.
  expect(firstAlarm((ms) => Math.max(0, ms - 5000) * 0.015)).toBeLessThan(6400);
});

it('gives the smaller picture time before it judges again', () => {
  const watch = new LoadWatch();
  const alarms: number[] = [];
  for (let ms = 0; ms < 20_000; ms += 33) if (watch.isTooMuch(8, ms)) alarms.push(ms);
  expect(alarms.length).toBeGreaterThan(1);
  expect((alarms[1] ?? 0) - (alarms[0] ?? 0)).toBeGreaterThan(6000);
});

it('goes down the ladder to its end', () => {
  expect([2160, 1440, 1080, 720, 540, 360].map(stepDown)).toEqual([1440, 1080, 720, 540, 360, null]);
});
