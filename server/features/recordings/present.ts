import { asc, eq } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { videoUrl, type VideoRow } from '#server/features/videos/index.ts';
import { RecordingId, VideoId, VideoSlug } from '#shared/ids.ts';
import type { Recording } from '#shared/recordings.ts';
import type { RecordingRow } from './access.ts';
import { recordingSegments as segments } from './tables.ts';

export async function presentRecording(
  ctx: RecorderContext,
  of: { recording: RecordingRow; video: VideoRow },
  db: Queryable = ctx.db,
): Promise<Recording> {
  const { recording, video } = of;
  const confirmed = await db
    .select({ kind: segments.kind, index: segments.index, initIndex: segments.initIndex })
    .from(segments)
    .where(eq(segments.recordingId, recording.id))
    .orderBy(asc(segments.kind), asc(segments.index));
  return {
    id: RecordingId.parse(recording.id),
    videoId: VideoId.parse(video.id),
    slug: VideoSlug.parse(video.slug),
    url: videoUrl(ctx, video.slug),
    state: recording.state,
    format: recording.format,
    startedAt: recording.startedAt.toISOString(),
    confirmed,
  };
}
