import * as z from 'zod';
import { PositionMs } from './ids.ts';

export const TranscriptWord = z.object({ startMs: PositionMs, endMs: PositionMs, text: z.string() });
export type TranscriptWord = z.infer<typeof TranscriptWord>;

export const TranscriptSegment = z.object({
  startMs: PositionMs,
  endMs: PositionMs,
  text: z.string(),
  words: z.array(TranscriptWord).describe('Words with their times; they tile the segment in order.'),
});
export type TranscriptSegment = z.infer<typeof TranscriptSegment>;

/** A sentence that tells much of a video, word by word as it is said. */
export const SummarySentence = z.object({ startMs: PositionMs, endMs: PositionMs, text: z.string() });
export type SummarySentence = z.infer<typeof SummarySentence>;
