import { expect, it } from 'vitest';
import { SlipWatch } from './slip-watch.ts';

it('tells a stand-still of the audio thread from clocks that drift', () => {
  const watch = new SlipWatch();
  let slips = 0;
  let offset = 50;
  for (let at = 0; at < 600_000; at += 20) {
    offset += 20 * 0.000_05;
    if (at === 60_000) offset += 40;
    if (at === 300_000) offset += 9;
    if (at === 400_000) offset -= 30;
    if (at === 500_000) offset += 12;
    if (watch.hasSlipped(offset, at)) slips++;
  }
  expect(slips).toBe(3);
});

it('adds up small ones', () => {
  const watch = new SlipWatch();
  let slips = 0;
  for (let at = 0; at < 60_000; at += 20) if (watch.hasSlipped(Math.floor(at / 5000) * 3, at)) slips++;
  expect(slips).toBeGreaterThan(2);
});
