import type { TranscriptSegment, TranscriptWord } from '#shared/transcripts.ts';

const PAUSE_MS = 700;
const LONGEST_MS = 12_000;

/** Groups words into segments that read as sentences: cut at pauses, after closing punctuation, and at twelve seconds. */
export function toSegments(words: readonly TranscriptWord[]): TranscriptSegment[] {
  const runs: TranscriptWord[][] = [];
  for (const word of words) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const first = run?.[0];
    const isNew =
      !run ||
      !last ||
      !first ||
      word.startMs - last.endMs > PAUSE_MS ||
      word.endMs - first.startMs > LONGEST_MS ||
      /[.!?…]["')\]]?$/.test(last.text);
    if (isNew) runs.push([word]);
    else run.push(word);
  }
  return runs.map((run) => ({
    startMs: run[0]?.startMs ?? 0,
    endMs: run.at(-1)?.endMs ?? 0,
    text: run.map((word) => word.text).join(' '),
    words: run,
  }));
}

/** Words for a segment that came without: its time shared out by the length of each word. */
export function interpolateWords(segment: {
  startMs: number;
  endMs: number;
  text: string;
}): TranscriptWord[] {
  const texts = segment.text.split(/\s+/).filter(Boolean);
  const total = texts.reduce((sum, text) => sum + text.length + 1, 0);
  let before = 0;
  return texts.map((text) => {
    const at = (characters: number) =>
      Math.round(segment.startMs + ((segment.endMs - segment.startMs) * characters) / total);
    const startMs = at(before);
    before += text.length + 1;
    return { startMs, endMs: at(before), text };
  });
}
