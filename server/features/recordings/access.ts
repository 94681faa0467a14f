import { and, eq } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { videos } from '#server/features/videos/tables.ts';
import { recordedBy, type VideoRow } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { recordings } from './tables.ts';

export type RecordingRow = typeof recordings.$inferSelect;

/** One's own recording with its video; everybody else's is `not_found`. `lock` serialises confirm, finish and close. */
export async function findOwnRecording(
  ctx: RecorderContext,
  id: string,
  options: { db?: Queryable; lock?: boolean } = {},
): Promise<{ recording: RecordingRow; video: VideoRow }> {
  const query = (options.db ?? ctx.db)
    .select({ recording: recordings, video: videos })
    .from(recordings)
    .innerJoin(videos, eq(videos.id, recordings.videoId))
    .where(
      and(
        eq(recordings.id, id),
        eq(recordings.workspaceId, ctx.actor.workspaceId),
        recordedBy(ctx.actor.userId),
      ),
    );
  const [found] = options.lock ? await query.for('update', { of: recordings }) : await query;
  if (!found) throw new AppError('not_found', 'This recording does not exist, or it is not yours.');
  return found;
}

export function assertNotDiscarded(recording: RecordingRow): void {
  if (recording.state === 'discarded') {
    throw new AppError('gone', 'This recording was discarded. Record again.');
  }
}
