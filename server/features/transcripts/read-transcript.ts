import { asc, eq } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { SummarySentence, TranscriptSegment } from '#shared/transcripts.ts';
import type { TranscriptState } from '#shared/videos.ts';
import { transcripts, transcriptSegments } from './tables.ts';

export interface StoredTranscript {
  state: TranscriptState;
  language: string | null;
  driver: string | null;
  segments: TranscriptSegment[];
  summary: SummarySentence[];
}

/** The transcript of a video; `pending` before there is one. The caller has asked whether it may be seen. */
export async function readTranscript(ctx: AppContext, videoId: string): Promise<StoredTranscript> {
  const [[transcript], segments] = await Promise.all([
    ctx.db.select().from(transcripts).where(eq(transcripts.videoId, videoId)),
    ctx.db
      .select({
        startMs: transcriptSegments.startMs,
        endMs: transcriptSegments.endMs,
        text: transcriptSegments.text,
        words: transcriptSegments.words,
      })
      .from(transcriptSegments)
      .where(eq(transcriptSegments.videoId, videoId))
      .orderBy(asc(transcriptSegments.index)),
  ]);
  return {
    state: transcript?.state ?? 'pending',
    language: transcript?.language ?? null,
    driver: transcript?.driver ?? null,
    segments,
    summary: transcript?.summary ?? [],
  };
}
