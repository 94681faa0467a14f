import { expect, it } from 'vitest';
import { timeLeft, TransferRate } from './transfer-rate.ts';

it('measures over the last twenty seconds', () => {
  const rate = new TransferRate();
  expect(rate.bytesPerSecond(0)).toBeNull();
  for (let s = 0; s <= 10; s++) rate.add(1000, s * 1000);
  expect(rate.bytesPerSecond(10_000)).toBe(1000);
  expect(rate.bytesPerSecond(60_000)).toBeNull();
});

it('says how long it will take', () => {
  expect(timeLeft(5000, 1000)).toBe('5 s left');
  expect(timeLeft(200_000, 1000)).toBe('4 min left');
  expect(timeLeft(200_000, null)).toBe('');
});
