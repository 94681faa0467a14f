import { expect, it } from 'vitest';
import { textParts } from './comment-text.tsx';

it('finds times and addresses, and leaves everything else alone', () => {
  expect(textParts('At 1:23 and 01:02:03, see https://example.com/a?b=1. Ratio 16:9, <b>no</b>')).toEqual([
    { kind: 'text', text: 'At ' },
    { kind: 'time', text: '1:23', atMs: 83_000 },
    { kind: 'text', text: ' and ' },
    { kind: 'time', text: '01:02:03', atMs: 3_723_000 },
    { kind: 'text', text: ', see ' },
    { kind: 'link', text: 'https://example.com/a?b=1' },
    { kind: 'text', text: '. Ratio 16:9, <b>no</b>' },
  ]);
});
