import { describe, expect, it } from 'vitest';
import { highlightsIn, searchWords, toTsQuery } from './search-words.ts';

describe('search words', () => {
  it('takes operators for what they are: no words', () => {
    expect(searchWords("Save & !button | <-> 'x':*")).toEqual(['save', 'button', 'x']);
    expect(searchWords('!!! &')).toEqual([]);
  });

  it('lets the last word be unfinished', () => {
    expect(toTsQuery(['settings', 'pa'])).toBe('settings & pa:*');
  });

  it('finds whole words and the beginning of the last, also past an emoji', () => {
    const text = '👍 open the settings page; pages';
    const found = highlightsIn(text, ['settings', 'pag']).map(({ start, end }) => text.slice(start, end));
    expect(found).toEqual(['settings', 'page', 'pages']);
    expect(highlightsIn('reopen', ['open', 'x'])).toEqual([]);
  });
});
