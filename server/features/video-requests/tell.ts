import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { notify, settleNotices, type Notice } from '#server/features/notifications/index.ts';
import type { LineRow, RequestRow } from './access.ts';

type By = AppContext & { actor: { userId: string; name: string } };

/** Tells members that they are asked, or by when they are now. Guests are told by who sends them the link. */
export async function tellAsked(
  tx: Transaction,
  ctx: By,
  request: RequestRow,
  asked: readonly LineRow[],
): Promise<void> {
  const { name } = ctx.actor;
  const notices = asked.flatMap((line): Notice[] => {
    if (line.userId === null) return [];
    const isNew = line.dueRevision === 0;
    return [
      {
        ...noticeOf(ctx, request),
        kind: 'video_requested',
        recipientIds: [line.userId],
        actorId: ctx.actor.userId,
        key: askedKey(line, line.dueRevision),
        title: isNew
          ? `${name} asks you for a video: “${request.title}”`
          : `${name} changed until when you are to answer “${request.title}”`,
        text: isNew ? request.note : null,
        dueAt: line.dueAt,
      },
    ];
  });
  await notify(tx, ctx, notices);
}

export function reminderOf(ctx: AppContext, request: RequestRow, line: LineRow & { userId: string }): Notice {
  return {
    ...noticeOf(ctx, request),
    kind: 'video_request_reminder',
    recipientIds: [line.userId],
    actorId: null,
    key: reminderKey(line, line.dueRevision),
    title: `“${request.title}” still waits for your video`,
    text: null,
    dueAt: line.dueAt,
  };
}

/** Tells who asked of an answer, once for each that is another one. */
export async function tellSender(
  tx: Transaction,
  ctx: By,
  request: RequestRow,
  line: LineRow,
): Promise<void> {
  const who = line.userId === null ? `${ctx.actor.name} (guest)` : ctx.actor.name;
  await notify(tx, ctx, [
    {
      ...noticeOf(ctx, request),
      kind: 'video_request_answered',
      recipientIds: [request.createdBy],
      actorId: ctx.actor.userId,
      key: `video_request_answered:${line.id}:${line.videoId ?? 'declined'}`,
      title: `${who} ${line.videoId ? 'answered' : 'can’t answer'} “${request.title}”`,
      text: line.word,
      dueAt: null,
    },
  ]);
}

/** Puts away what asked for these answers: they are given, or nobody waits for them. */
export async function settleAsked(
  tx: Transaction,
  ctx: AppContext,
  { workspaceId }: RequestRow,
  settled: readonly LineRow[],
): Promise<void> {
  for (const line of settled) {
    if (line.userId === null) continue;
    const revisions = Array.from({ length: line.dueRevision + 1 }, (_, revision) => revision);
    const keys = revisions.flatMap((revision) => [askedKey(line, revision), reminderKey(line, revision)]);
    await settleNotices(tx, ctx, { workspaceId, recipientId: line.userId, keys });
  }
}

const askedKey = ({ id }: LineRow, revision: number) => `video_requested:${id}:${revision}`;
const reminderKey = ({ id }: LineRow, revision: number) => `video_request_reminder:${id}:${revision}`;

function noticeOf(ctx: AppContext, request: RequestRow) {
  return {
    workspaceId: request.workspaceId,
    videoId: null,
    threadId: null,
    url: `${ctx.config.http.publicUrl}/requests/${request.id}`,
    urgentReason: null,
  };
}
