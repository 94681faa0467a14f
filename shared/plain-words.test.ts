import { expect, it } from 'vitest';
import { plainWords } from './plain-words.ts';

const ANN = '01890000-0000-7000-8000-000000000001';

it.each([
  ['This is **too dark**, see `#222`', 'This is too dark, see #222'],
  ['First\n\n- one\n- *two*\n\n3. three\n4. four', 'First\n• one\n• two\n3. three\n4. four'],
  [`@[Ann **Lee**](user:${ANN}) at 1:23`, '@Ann Lee at 1:23'],
  ['# Colour\n\n> said [she](https://example.com)', 'Colour\nsaid she'],
  ['```\nlet a = *b*;\n```', 'let a = *b*;'],
  ['one\ntwo', 'one\ntwo'],
  ['<b>bold</b> & 2 < 3 \\*not\\*', '<b>bold</b> & 2 < 3 *not*'],
  ['', ''],
])('says what %j says', (body, words) => {
  expect(plainWords(body)).toBe(words);
});
