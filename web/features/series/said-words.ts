import type { TranscriptSegment } from '#shared/transcripts.ts';

/** What was said from one place to another, to a number of words; a word belongs to where its middle is. */
export function saidBetween(
  segments: readonly Pick<TranscriptSegment, 'words'>[],
  { fromMs, untilMs, most }: { fromMs: number; untilMs: number; most: number },
): string {
  const words = segments
    .flatMap((segment) => segment.words)
    .filter(({ startMs, endMs }) => {
      const middleMs = (startMs + endMs) / 2;
      return middleMs >= fromMs && middleMs < untilMs;
    })
    .map(({ text }) => text.trim())
    .filter(Boolean);
  return `${words.slice(0, most).join(' ')}${words.length > most ? ' …' : ''}`;
}
