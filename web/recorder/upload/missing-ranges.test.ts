import { expect, it } from 'vitest';
import { missingRanges } from './missing-ranges.ts';

const init = { kind: 'init', index: 0, initIndex: 0 } as const;
const media = (...indexes: number[]) =>
  indexes.map((index) => ({ kind: 'media' as const, index, initIndex: 0 }));

it('finds what was made and never arrived, leaving out what was recorded over', () => {
  const confirmed = [init, ...media(0, 1, 4, 8)];
  const withdrawals = [{ from: 2, to: 2 }];
  expect(missingRanges({ format: 'cmaf', confirmed }, { mediaCount: 10 }, withdrawals)).toEqual([
    [3, 3],
    [5, 7],
    [9, 9],
  ]);
  expect(missingRanges({ format: 'cmaf', confirmed }, { mediaCount: 2 }, [])).toEqual([]);
});

it('counts as missing what has no init segment', () => {
  expect(missingRanges({ format: 'cmaf', confirmed: media(0, 1) }, { mediaCount: 2 }, [])).toEqual([[0, 1]]);
  const secondRun = { kind: 'media' as const, index: 2, initIndex: 1 };
  const confirmed = [init, ...media(0, 1), secondRun];
  expect(missingRanges({ format: 'cmaf', confirmed }, { mediaCount: 3 }, [])).toEqual([[2, 2]]);
  const chunks = [{ kind: 'chunk' as const, index: 0, initIndex: 0 }];
  expect(missingRanges({ format: 'webm', confirmed: chunks }, { mediaCount: 2 }, [])).toEqual([[1, 1]]);
});
