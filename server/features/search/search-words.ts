/** The words of a query in lower case, without what Postgres would read as an operator. */
export function searchWords(query: string): string[] {
  return (query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 12);
}

/** All words must occur; the last may be unfinished. Empty where the query has no word. */
export function toTsQuery(words: readonly string[]): string {
  return words.map((word, index) => (index === words.length - 1 ? `${word}:*` : word)).join(' & ');
}

/** Where words (or, for the last, words that begin so) stand in a text: half-open UTF-16 offsets, in order. */
export function highlightsIn(text: string, words: readonly string[]): { start: number; end: number }[] {
  const last = words.at(-1);
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)]
    .filter(([found]) => {
      const word = found.toLowerCase();
      return words.includes(word) || (last !== undefined && word.startsWith(last));
    })
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
