import { eq, sum } from 'drizzle-orm';
import type { RecorderContext } from '#server/context.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { SegmentDescription } from '#shared/recordings.ts';
import type { RecordingRow } from './access.ts';
import { recordingSegments } from './tables.ts';

/** A recorder that stops at the limit may end a little later. */
const SLACK_MS = 120_000;

/** A guest changes nothing of what is whole: it may have been sent, and who asked relies on what they saw. */
export function isClosedFor(ctx: RecorderContext, recording: RecordingRow): boolean {
  return ctx.actor.kind === 'respondent' && recording.state === 'finished';
}

/** Guests record as long, and as much, as the workspace allows. Throws `payload_too_large`, and `conflict` once it is whole. */
export async function assertWithinLimits(
  ctx: RecorderContext,
  recording: RecordingRow,
  segments: readonly SegmentDescription[],
): Promise<void> {
  if (ctx.actor.kind !== 'respondent') return;
  if (isClosedFor(ctx, recording))
    throw new AppError('conflict', 'This recording is whole. Record another one to replace it.');
  const [[stored], [workspace]] = await Promise.all([
    ctx.db
      .select({ bytes: sum(recordingSegments.sizeBytes).mapWith(Number) })
      .from(recordingSegments)
      .where(eq(recordingSegments.recordingId, recording.id)),
    ctx.db
      .select({ minutes: workspaces.maxRecordingMinutes })
      .from(workspaces)
      .where(eq(workspaces.id, ctx.actor.workspaceId)),
  ]);
  const minutes = workspace?.minutes ?? 0;
  const bytes = segments.reduce((total, { sizeBytes }) => total + sizeBytes, stored?.bytes ?? 0);
  const endMs = Math.max(...segments.map(({ startMs, durationMs }) => startMs + durationMs));
  if (bytes > ctx.config.limits.maxUploadBytes || endMs > minutes * 60_000 + SLACK_MS)
    throw new AppError(
      'payload_too_large',
      `A recording may take ${minutes} minutes. Send what you have, or record it again, shorter.`,
    );
}
