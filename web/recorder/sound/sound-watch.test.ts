import { expect, it } from 'vitest';
import { levelsOf } from './sound-mix.ts';
import { SoundWatch } from './sound-watch.ts';

it('warns of a silent microphone within five seconds, and takes it back at the first sound', () => {
  const watch = new SoundWatch();
  const warnings = Array.from({ length: 25 }, (_, i) => watch.judge(0, i * 200));
  expect(warnings.indexOf('silent') * 200).toBeLessThanOrEqual(5000);
  expect(warnings.at(-1)).toBe('silent');
  expect(watch.judge(0.1, 5200)).toBeNull();
});

it('is content with the noise of a quiet room', () => {
  const watch = new SoundWatch();
  for (let ms = 0; ms < 60_000; ms += 200) expect(watch.judge(0.001, ms)).toBeNull();
});

it('takes a pause after speech for a pause, and a microphone that was muted then for a muted one', () => {
  const watch = new SoundWatch();
  watch.judge(0.1, 0);
  for (let ms = 200; ms < 20_000; ms += 200) expect(watch.judge(0.000_1, ms)).toBeNull();
  expect(watch.judge(0, 25_000)).toBe('silent');
});

it('warns of clipping for a while', () => {
  const watch = new SoundWatch();
  expect(watch.judge(1, 0)).toBe('clipping');
  expect(watch.judge(0.3, 3000)).toBe('clipping');
  expect(watch.judge(0.3, 4100)).toBeNull();
});

it('measures a sine of full scale at −3 dB, and silence as nothing', () => {
  const sine = Float32Array.from({ length: 4800 }, (_, i) => Math.sin((2 * Math.PI * i) / 48));
  expect(levelsOf(sine).loudness).toBeCloseTo((60 - 3.01) / 60, 2);
  expect(levelsOf(sine).peak).toBeCloseTo(1, 5);
  expect(levelsOf(new Float32Array(100))).toEqual({ loudness: 0, peak: 0 });
});
