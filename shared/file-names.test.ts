import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanFileName } from './file-names.ts';

it.each([
  ['Brief.pdf', 'Brief.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\logo.png', 'logo.png'],
  ['invoice\u202Egpj.exe', 'invoicegpj.exe'],
  ['a\u0000b\r\nSet-Cookie: x.txt', 'a b Set-Cookie: x.txt'],
  ['zero\u200Bwidth\uFEFF.txt', 'zerowidth.txt'],
  ['"><img src=x onerror=alert(1)>.png', '"><img src=x onerror=alert(1)>.png'],
  ['  spaced   out .txt ', 'spaced out .txt'],
  ['\uD800.png', '.png'],
  ['..', 'file'],
  ['///', 'file'],
  ['', 'file'],
  ['👩🏽 Größe – 面白い.avif', '👩🏽 Größe – 面白い.avif'],
])('%j becomes %j', (given, cleaned) => {
  expect(cleanFileName(given)).toBe(cleaned);
});

it('keeps the ending of a long name', () => {
  const cleaned = cleanFileName(`${'é'.repeat(500)}.psd`);
  expect(Array.from(cleaned)).toHaveLength(200);
  expect(cleaned).toMatch(/é\.psd$/);
});

it('is clean whatever comes, and stays as it is when cleaned again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const cleaned = cleanFileName(name);
      expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/u);
      expect(Array.from(cleaned).length).toBeGreaterThan(0);
      expect(Array.from(cleaned).length).toBeLessThanOrEqual(200);
      expect(cleaned.isWellFormed()).toBe(true);
      expect(cleanFileName(cleaned)).toBe(cleaned);
    }),
  );
});
