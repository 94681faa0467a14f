import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { RespondentContext } from '#server/context.ts';
import type { Queryable } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { recordings } from '#server/features/recordings/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { workspaces } from '#server/features/workspaces/tables.ts';
import { mediaToken } from '#server/media-token.ts';
import { AppError } from '#shared/errors.ts';
import { RecordingId, VideoRequestId, VideoSlug } from '#shared/ids.ts';
import type { AskedGuest, RequestTake } from '#shared/video-requests.ts';
import type { LineRow, RequestRow } from './access.ts';
import { stateOf } from './present.ts';
import { videoRequestLines as lines, videoRequests } from './tables.ts';

/** The request for its guest: what is asked, and how far they are. */
export async function askedOf(ctx: RespondentContext, db: Queryable = ctx.db): Promise<AskedGuest> {
  const { actor } = ctx;
  const [found] = await db
    .select({
      request: videoRequests,
      line: lines,
      workspaceName: workspaces.name,
      minutes: workspaces.maxRecordingMinutes,
      from: users.name,
    })
    .from(videoRequests)
    .innerJoin(lines, and(eq(lines.requestId, videoRequests.id), isNull(lines.userId)))
    .innerJoin(workspaces, eq(workspaces.id, videoRequests.workspaceId))
    .innerJoin(users, eq(users.id, videoRequests.createdBy))
    .where(eq(videoRequests.id, actor.requestId));
  if (!found) throw new AppError('gone', 'This request is no longer there.');
  const { request, line, workspaceName, minutes, from } = found;
  const isMine = line.guestId === actor.userId;
  const [answer] =
    isMine && line.videoId
      ? await db.select({ slug: videos.slug }).from(videos).where(eq(videos.id, line.videoId))
      : [];
  return {
    id: VideoRequestId.parse(request.id),
    workspaceName,
    guest: actor.person,
    title: request.title,
    note: request.note,
    thanks: request.thanks,
    from,
    about: await aboutOf(ctx, request, db),
    dueAt: line.dueAt?.toISOString() ?? null,
    state: guestState(line, request, isMine, ctx.clock.now()),
    answer: answer ? VideoSlug.parse(answer.slug) : null,
    take: await latestTake(ctx, db),
    maxRecordingMinutes: minutes,
  };
}

function guestState(line: LineRow, request: RequestRow, isMine: boolean, now: Date): AskedGuest['state'] {
  const state = stateOf(line, request, now);
  if (!isMine && line.guestId !== null) return 'taken';
  return state === 'withdrawn' ? 'asked' : state;
}

/** Its title and its picture; nothing more of it goes outside by this link. */
async function aboutOf(
  ctx: RespondentContext,
  { aboutVideoId }: RequestRow,
  db: Queryable,
): Promise<AskedGuest['about']> {
  if (aboutVideoId === null) return null;
  const [video] = await db
    .select()
    .from(videos)
    .where(
      and(
        sql`coalesce(${videos.versionOf}, ${videos.id}) = ${aboutVideoId}`,
        eq(videos.isCurrent, true),
        isNull(videos.deletedAt),
      ),
    );
  if (!video) return null;
  const posterUrl = video.posterKey ? `/media/${mediaToken(ctx, video.id)}/poster.jpg` : null;
  return { title: video.title, posterUrl };
}

async function latestTake(ctx: RespondentContext, db: Queryable): Promise<RequestTake | null> {
  const [take] = await db
    .select({ video: videos, recordingId: recordings.id })
    .from(videos)
    .leftJoin(recordings, eq(recordings.videoId, videos.id))
    .where(and(isOwnTake(ctx), ne(videos.status, 'failed')))
    .orderBy(desc(videos.createdAt), desc(videos.id))
    .limit(1);
  if (!take) return null;
  const { video, recordingId } = take;
  return {
    slug: VideoSlug.parse(video.slug),
    recordingId: recordingId === null ? null : RecordingId.parse(recordingId),
    isWhole: video.status === 'processing' || video.status === 'ready',
    durationMs: video.durationMs,
  };
}

/** What the guest has recorded and not sent. */
export function isOwnTake({ actor }: RespondentContext) {
  return and(eq(videos.recordedBy, actor.userId), eq(videos.kind, 'take'), isNull(videos.deletedAt));
}

/** What they have recorded, sent or not. */
export function isOwnRecording({ actor }: RespondentContext) {
  return and(
    eq(videos.recordedBy, actor.userId),
    inArray(videos.kind, ['take', 'video']),
    isNull(videos.deletedAt),
  );
}
