import { and, eq } from 'drizzle-orm';
import { anyOf } from '#server/db/any-of.ts';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { dueTimes } from '#server/features/acknowledgements/index.ts';
import { newSecret, hashOf } from '#server/features/shares/index.ts';
import { assertCanEdit, findViewableVideo, rootOf, viewersAmong } from '#server/features/videos/index.ts';
import { members } from '#server/features/workspaces/tables.ts';
import type { DueInWork } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import type { VideoRequest } from '#shared/video-requests.ts';
import type { LineRow, RequestRow } from './access.ts';
import { reminderTimes } from './due.ts';
import { presentRequest } from './present.ts';
import { publishRequest } from './publish-request.ts';
import { videoRequestLines, videoRequests } from './tables.ts';
import { tellAsked } from './tell.ts';

const DAY_MS = 24 * 3_600_000;

export interface NewRequest {
  title: string;
  note: string | null;
  thanks: string;
  about: string | null;
  recipientIds: string[];
  hasGuestLink: boolean;
  linkDays: number;
  dueAt: string | null;
  due: DueInWork | null;
}

/** Asks members, or one guest by a link, whose token is in the answer and nowhere else. */
export async function createRequest(
  ctx: VerbContext,
  input: NewRequest,
): Promise<{ request: VideoRequest; url: string | null }> {
  const ids = [...new Set(input.recipientIds)];
  if (ids.length > 0 === input.hasGuestLink)
    throw new AppError('invalid_input', 'recipientIds: choose members, or a guest by a link; one of both.');
  if (ids.includes(ctx.actor.userId))
    throw new AppError('invalid_input', 'recipientIds: you can’t ask yourself.');
  const aboutVideoId = input.about === null ? null : await answeredVideo(ctx, input.about, ids);
  const now = ctx.clock.now();
  const token = input.hasGuestLink ? newSecret() : null;
  const request = await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(videoRequests)
      .values({
        workspaceId: ctx.actor.workspaceId,
        createdBy: ctx.actor.userId,
        title: input.title,
        note: input.note || null,
        thanks: input.thanks,
        aboutVideoId,
        ...(token === null ? {} : linkValues(token, now, input.linkDays)),
        createdAt: now,
      })
      .returning();
    if (!row) throw new Error('insert into video_requests returned no row');
    await tellAsked(tx, ctx, row, await insertLines(tx, ctx, row, ids, input));
    await publishRequest(tx, row);
    return presentRequest(ctx, row, tx);
  });
  return { request, url: token === null ? null : linkUrl(ctx, token) };
}

export function linkValues(token: string, now: Date, days: number) {
  return { tokenHash: hashOf(token), linkExpiresAt: new Date(now.getTime() + days * DAY_MS) };
}

export function linkUrl(ctx: VerbContext, token: string): string {
  return `${ctx.config.http.publicUrl}/r/${token}`;
}

/** Whoever is asked about a video can see it; its picture and title go outside only by who may share it. */
async function answeredVideo(ctx: VerbContext, slug: string, ids: string[]): Promise<string> {
  const video = await findViewableVideo(ctx, { slug });
  if (ids.length === 0) assertCanEdit(ctx, video);
  else if ((await viewersAmong(ctx.db, video, ids)).length < ids.length)
    throw new AppError('invalid_input', 'about: somebody whom you ask can’t see this video.');
  return rootOf(video);
}

/** Of a guest one line without a person, due in the working time of who asks. */
async function insertLines(
  tx: Transaction,
  ctx: VerbContext,
  request: RequestRow,
  ids: string[],
  input: Pick<NewRequest, 'dueAt' | 'due'>,
): Promise<LineRow[]> {
  const { workspaceId, userId } = ctx.actor;
  const isMember = and(eq(members.organizationId, workspaceId), anyOf(members.userId, ids));
  if (ids.length > 0 && (await tx.$count(members, isMember)) < ids.length)
    throw new AppError('invalid_input', 'recipientIds: somebody is no member of the workspace.');
  const due = await dueTimes(ctx, tx, ids.length > 0 ? ids : [userId], input);
  const reminders = await reminderTimes(ctx, tx, workspaceId, due);
  const values =
    ids.length > 0
      ? ids.map((id) => ({ userId: id, dueAt: due.get(id) ?? null, remindAt: reminders.get(id) ?? null }))
      : [{ userId: null, dueAt: due.get(userId) ?? null, remindAt: null }];
  return tx
    .insert(videoRequestLines)
    .values(values.map((line) => ({ ...line, requestId: request.id })))
    .returning();
}
