import { expect, it } from 'vitest';
import { csvOf } from './csv.ts';

it('quotes what has commas, quotes and line ends', () => {
  expect(csvOf([['a', 'b, c', 'say "hi"', 'two\nlines', '']])).toBe(
    'a,"b, c","say ""hi""","two\nlines",\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =cmd()', '\r=1', '\n=1', '＝1'])(
  'lets no spreadsheet compute %j',
  (text) => {
    expect(csvOf([[text]]).replace(/^"/, '')).toMatch(/^'/);
  },
);

it('leaves dates, words and numbers as they are', () => {
  expect(csvOf([['2026-03-02T10:00:00.000Z', '12', 'a=b', '3-4']])).toBe(
    '2026-03-02T10:00:00.000Z,12,a=b,3-4\r\n',
  );
  expect(csvOf([[-5, null]])).toBe('-5,\r\n');
});
