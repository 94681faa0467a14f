import { diffArrays } from 'diff';
import type { TranscriptSegment, TranscriptWord } from '#shared/transcripts.ts';
import type { ChangedRange } from '#shared/versions.ts';

/** New words with less than this between them are one change. */
const MERGE_MS = 1200;
/** A word alone is over before one has heard what it belongs to. */
const LEAD_MS = 400;
const LONGEST_TEXT = 500;
/** Two texts that have nothing in common take forever to compare: then all of it is new. */
const TIMEOUT_MS = 10_000;

/** What is said in the new transcript and not in the old one, word by word, at the times of the new one. */
export function changedSpeech(
  before: readonly TranscriptSegment[],
  after: readonly TranscriptSegment[],
): ChangedRange[] {
  const words = wordsOf(after);
  const isNew = newWords(wordsOf(before).map(plain), words.map(plain));
  const ranges: ChangedRange[] = [];
  let isOpen = false;
  for (const [i, { startMs, endMs, text }] of words.entries()) {
    if (!isNew[i]) {
      isOpen = false;
      continue;
    }
    const last = ranges.at(-1);
    const isNear = last !== undefined && startMs - LEAD_MS - last.endMs < MERGE_MS;
    if (last && (isOpen || isNear)) {
      last.endMs = Math.max(last.endMs, endMs + LEAD_MS);
      last.text = `${last.text ?? ''}${isOpen ? ' ' : ' … '}${text}`.slice(0, LONGEST_TEXT);
    } else
      ranges.push({ startMs: Math.max(0, startMs - LEAD_MS), endMs: endMs + LEAD_MS, kind: 'speech', text });
    isOpen = true;
  }
  return ranges;
}

function wordsOf(segments: readonly TranscriptSegment[]): TranscriptWord[] {
  return segments.flatMap((segment) => (segment.words.length > 0 ? segment.words : [segment]));
}

/** As it sounds: a transcriber's capitals and commas are no change. */
function plain({ text }: TranscriptWord): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function newWords(before: string[], after: string[]): boolean[] {
  const changes = diffArrays(before, after, { timeout: TIMEOUT_MS });
  if (!changes) return after.map(() => true);
  return changes
    .filter(({ removed }) => !removed)
    .flatMap(({ added, value }) => value.map((word) => added && word !== ''));
}
