import { and, asc, eq, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { rootOf, viewableVideos, visibleVideos, type VideoRow } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import { mediaToken } from '#server/media-token.ts';
import { VideoRequestId, VideoSlug } from '#shared/ids.ts';
import { canManageVideoRequest } from '#shared/permissions.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import type { RequestLine, RequestVideo, VideoRequest } from '#shared/video-requests.ts';
import type { LineRow, RequestRow } from './access.ts';
import { videoRequestGuests as guests, videoRequestLines as lines } from './tables.ts';

/** Who asked sees everybody and everything; who is asked their own line. Videos are shown to who may view them. */
export async function presentRequests(
  ctx: VerbContext,
  rows: RequestRow[],
  db: Queryable = ctx.db,
): Promise<VideoRequest[]> {
  if (rows.length === 0) return [];
  const { actor } = ctx;
  const all = await linesOf(db, rows);
  const answers = all.flatMap(({ line }) => line.videoId ?? []);
  const abouts = rows.flatMap(({ aboutVideoId }) => aboutVideoId ?? []);
  const isAbout = sql`coalesce(${videos.versionOf}, ${videos.id}) = any(${`{${abouts.join(',')}}`}::uuid[])`;
  const [answered, about, senders] = await Promise.all([
    db
      .select()
      .from(videos)
      .where(and(anyOf(videos.id, answers), viewableVideos(actor))),
    db
      .select()
      .from(videos)
      .where(and(isAbout, visibleVideos(actor))),
    db
      .select()
      .from(users)
      .where(
        anyOf(
          users.id,
          rows.map(({ createdBy }) => createdBy),
        ),
      ),
  ]);
  const videoOf = new Map(answered.map((video) => [video.id, video]));
  const aboutOf = new Map(about.map((video) => [rootOf(video), video]));
  const senderOf = new Map(senders.map((user) => [user.id, personOf(user)]));
  const now = ctx.clock.now();
  return rows.map((row): VideoRequest => {
    const from = senderOf.get(row.createdBy);
    if (!from) throw new Error(`request ${row.id} has no sender`);
    const isMine = canManageVideoRequest(actor, row);
    const own = all.filter(
      ({ line }) => line.requestId === row.id && (isMine || line.userId === actor.userId),
    );
    const shown = row.aboutVideoId === null ? undefined : aboutOf.get(row.aboutVideoId);
    return {
      id: VideoRequestId.parse(row.id),
      title: row.title,
      note: row.note,
      thanks: row.thanks,
      about: shown
        ? { slug: baseSlug(shown.slug), title: shown.title, posterUrl: posterOf(ctx, shown) }
        : null,
      from,
      createdAt: row.createdAt.toISOString(),
      withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
      lines: own.map(({ line, user, email }): RequestLine => ({
        id: line.id,
        person: user ? personOf(user) : null,
        isGuest: line.userId === null,
        state: stateOf(line, row, now),
        dueAt: line.dueAt?.toISOString() ?? null,
        answeredAt: (line.answeredAt ?? line.declinedAt)?.toISOString() ?? null,
        word: line.word,
        email: isMine ? email : null,
        video: presentAnswer(ctx, videoOf.get(line.videoId ?? '')),
      })),
      link: isMine ? linkOf(row, now) : null,
      isMine,
    };
  });
}

export async function presentRequest(
  ctx: VerbContext,
  row: RequestRow,
  db?: Queryable,
): Promise<VideoRequest> {
  const [request] = await presentRequests(ctx, [row], db);
  if (!request) throw new Error('presentRequests lost a row');
  return request;
}

function linesOf(db: Queryable, rows: RequestRow[]) {
  return db
    .select({ line: lines, user: users, email: guests.email })
    .from(lines)
    .leftJoin(users, sql`${users.id} = coalesce(${lines.userId}, ${lines.guestId})`)
    .leftJoin(guests, eq(guests.userId, lines.guestId))
    .where(
      anyOf(
        lines.requestId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(users.name), asc(lines.id));
}

export function stateOf(
  line: Pick<LineRow, 'answeredAt' | 'declinedAt' | 'dueAt'>,
  request: Pick<RequestRow, 'withdrawnAt'>,
  now: Date,
): RequestLine['state'] {
  if (line.answeredAt) return 'answered';
  if (line.declinedAt) return 'declined';
  if (request.withdrawnAt) return 'withdrawn';
  return line.dueAt !== null && line.dueAt <= now ? 'overdue' : 'asked';
}

export function linkOf(row: RequestRow, now: Date): VideoRequest['link'] {
  if (row.tokenHash === null || row.linkExpiresAt === null) return null;
  const isOver = row.linkRevokedAt !== null || row.withdrawnAt !== null;
  const state = isOver ? 'revoked' : row.linkExpiresAt <= now ? 'expired' : 'open';
  return { state, expiresAt: row.linkExpiresAt.toISOString() };
}

function presentAnswer(ctx: VerbContext, video: VideoRow | undefined): RequestVideo | null {
  if (!video) return null;
  const { width, height } = video;
  return {
    slug: VideoSlug.parse(video.slug),
    title: video.title,
    status: video.status,
    durationMs: video.durationMs,
    hasPicture: video.hasPicture,
    aspectRatio: width && height ? width / height : null,
    posterUrl: posterOf(ctx, video),
  };
}

function posterOf(ctx: VerbContext, video: VideoRow): string | null {
  return video.posterKey ? `/media/${mediaToken(ctx, video.id)}/poster.jpg` : null;
}
