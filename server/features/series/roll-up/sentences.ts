import type { TranscriptSegment } from '#shared/transcripts.ts';

/** From `offset` until before `end` of a text. */
export interface SpokenWord {
  offset: number;
  end: number;
  startMs: number;
}

/** A text, and where in it each word is that was said, in order; of what was written there are none. */
export interface Source {
  text: string;
  words: SpokenWord[];
}

export interface Sentence {
  /** Word by word a part of the text of its source. */
  text: string;
  /** When its first word is said; null: it was written. */
  atMs: number | null;
}

/** What is said longer than this in one breath is cut, between words. */
const MOST_CHARACTERS = 280;
/** What lists begin their lines with; it is no part of what they say. */
const BULLET = /^\s*(?:(?:[-*•–—>]|\d{1,2}[.)])\s+)*/u;

export const writtenSource = (text: string): Source => ({ text, words: [] });

/** What is said from `fromMs` until before `toMs`; null: to the end. */
export function spokenSource(
  segments: readonly TranscriptSegment[],
  fromMs = 0,
  toMs: number | null = null,
): Source {
  let text = '';
  const words: Source['words'] = [];
  for (const segment of segments) {
    if (text !== '') text += ' ';
    const base = text.length;
    text += segment.text;
    let cursor = 0;
    // A segment whose words are not known is said as a whole.
    for (const word of segment.words.length > 0 ? segment.words : [{ ...segment }]) {
      const found = segment.text.indexOf(word.text.trim(), cursor);
      if (found < 0) continue;
      cursor = found + word.text.trim().length;
      words.push({ offset: base + found, end: base + cursor, startMs: word.startMs });
    }
  }
  const offsetAt = (ms: number) => words.find(({ startMs }) => startMs >= ms)?.offset ?? text.length;
  const from = fromMs <= 0 ? 0 : offsetAt(fromMs);
  const to = toMs === null ? text.length : offsetAt(toMs);
  return {
    text: text.slice(from, to),
    words: words.flatMap(({ offset, end, startMs }) =>
      offset >= from && offset < to ? [{ offset: offset - from, end: end - from, startMs }] : [],
    ),
  };
}

/** Cuts a text into its sentences by the rules of its language (UAX #29), at most as many characters as are to be read. */
export function sentencesOf(source: Source, language: string | null, mostCharacters: number): Sentence[] {
  const text = source.text.slice(0, mostCharacters);
  const found: Sentence[] = [];
  let word = 0;
  for (const { segment, index } of segmenter(language, 'sentence').segment(text)) {
    const bullet = BULLET.exec(segment)?.[0].length ?? 0;
    for (const [from, to] of cuts(segment, bullet)) {
      const sentence = segment.slice(from, to);
      if (!/[\p{L}\p{N}]/u.test(sentence)) continue;
      while ((source.words[word]?.end ?? Number.POSITIVE_INFINITY) <= index + from) word++;
      found.push({ text: sentence, atMs: (source.words[word] ?? source.words.at(-1))?.startMs ?? null });
    }
  }
  return found;
}

/** Where the pieces of a sentence begin and end, without the space around them. */
function cuts(sentence: string, start: number): [number, number][] {
  const pieces: [number, number][] = [];
  let from = start;
  while (from < sentence.length) {
    const space = /^\s*/u.exec(sentence.slice(from))?.[0].length ?? 0;
    from += space;
    const rest = sentence.slice(from).trimEnd();
    if (rest === '') break;
    const to = from + lengthOfPiece(rest);
    pieces.push([from, from + sentence.slice(from, to).trimEnd().length]);
    from = to;
  }
  return pieces;
}

function lengthOfPiece(text: string): number {
  if (text.length <= MOST_CHARACTERS) return text.length;
  const space = text.lastIndexOf(' ', MOST_CHARACTERS);
  if (space > 0) return space;
  // No half of a character that takes two places.
  const last = text.charCodeAt(MOST_CHARACTERS - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
}

/** The words of a sentence as they are compared: without case and forms of writing. */
export function termsOf(text: string, language: string | null): string[] {
  const terms: string[] = [];
  for (const { segment, isWordLike } of segmenter(language, 'word').segment(text))
    if (isWordLike) terms.push(segment.normalize('NFKC').toLowerCase());
  return terms;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** A language that is none, or unknown, is cut by the rules that all share. */
function segmenter(language: string | null, granularity: 'sentence' | 'word'): Intl.Segmenter {
  const key = `${granularity} ${language ?? ''}`;
  const known = segmenters.get(key);
  if (known) return known;
  let locale = 'en';
  try {
    locale = Intl.getCanonicalLocales(language ?? 'en')[0] ?? 'en';
  } catch {
    // As what some transcriber calls it.
  }
  const made = new Intl.Segmenter(locale, { granularity });
  if (segmenters.size < 200) segmenters.set(key, made);
  return made;
}
