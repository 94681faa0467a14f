import { and, asc, eq } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { recordings, recordingSegments } from '#server/features/recordings/tables.ts';
import type { VideoRow } from './access.ts';
import type { ProcessingRun } from './processing.ts';
import { videos } from './tables.ts';

export interface RecordedPiece {
  kind: 'init' | 'media' | 'chunk';
  index: number;
  key: string;
  initIndex: number;
  startMs: number;
  durationMs: number;
}

export type ProcessingInput = { video: VideoRow } & (
  | { kind: 'original'; key: string }
  | { kind: 'recording'; format: 'cmaf' | 'webm' | 'mp4'; pieces: RecordedPiece[] }
);

/** What a run works on; `null` where a newer run has begun or the video is gone. `anyStatus` for the transcript. */
export async function loadProcessingInput(
  ctx: AppContext,
  { videoId, run }: ProcessingRun,
  options: { anyStatus?: boolean } = {},
): Promise<ProcessingInput | null> {
  const [video] = await ctx.db
    .select()
    .from(videos)
    .where(
      and(
        eq(videos.id, videoId),
        eq(videos.processingRun, run),
        options.anyStatus ? undefined : eq(videos.status, 'processing'),
      ),
    );
  if (!video || video.deletedAt) return null;
  if (video.originalKey) return { video, kind: 'original', key: video.originalKey };
  const [recording] = await ctx.db.select().from(recordings).where(eq(recordings.videoId, videoId));
  if (!recording) return null;
  const pieces = await ctx.db
    .select()
    .from(recordingSegments)
    .where(eq(recordingSegments.recordingId, recording.id))
    .orderBy(asc(recordingSegments.kind), asc(recordingSegments.index));
  return { video, kind: 'recording', format: recording.format, pieces };
}
