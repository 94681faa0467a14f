import { expect, it } from 'vitest';
import { LengthLimit } from './length-limit.ts';

it('warns once five minutes and once one minute before the end', () => {
  const limit = new LengthLimit(10 * 60_000);
  const said: [number, string][] = [];
  for (let ms = 0; ms <= 600_000; ms += 250) {
    const warning = limit.warning(ms);
    if (warning) said.push([ms / 60_000, warning.slice(0, 5)]);
    expect(limit.isReached(ms)).toBe(ms === 600_000);
  }
  expect(said).toEqual([
    [5, '5 min'],
    [9, '1 min'],
  ]);
});

it('does not warn of five minutes where the limit itself is shorter', () => {
  const limit = new LengthLimit(60_000);
  expect(limit.warning(0)).toBeNull();
  expect(limit.warning(59_000)).toBeNull();
});
