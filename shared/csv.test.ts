import { expect, it } from 'vitest';
import { csvLines } from './csv.ts';

it('writes cells that no spreadsheet takes for a formula', () => {
  expect(csvLines([['=1+1', '+x', '-x', '@x', '\tx', ' =x', 'a,b', 'say "hi"', -5, null]])).toBe(
    `'=1+1,'+x,'-x,'@x,'\tx,' =x,"a,b","say ""hi""",-5,\r\n`,
  );
});
