import { and, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { notify, type Notice } from '#server/features/notifications/index.ts';
import { peopleInSpaces } from '#server/features/spaces/index.ts';
import { mentionedIds, mentionedSpaceIds, plainBody } from '#shared/mentions.ts';
import { entryComments } from '../tables.ts';
import type { PlacedComment } from './find-entry-comment.ts';
import { seriesViewersAmong } from '../series-viewers.ts';

/** Bounds whom one comment can tell, and how often the rule is asked. */
const MOST_TOLD = 200;

/**
 * Tells about a comment on an answer: who is named in it, whose answer it is, and who has written in the thread; each once, and only
 * who sees the series. Of an edit (with `before`), only whom it names in addition.
 */
export async function tellAboutEntryComment(
  tx: Transaction,
  ctx: VerbContext,
  place: PlacedComment,
  before: string | null = null,
): Promise<void> {
  const { comment, personId, series } = place;
  const named = await peopleNamed(tx, series.workspaceId, comment.body);
  const known = new Set(before === null ? [] : await peopleNamed(tx, series.workspaceId, before));
  const mentioned = named.filter((id) => !known.has(id));
  const inThread = before === null ? await peopleInThread(tx, comment) : [];
  const owner = before === null ? [personId] : [];
  const candidates = [...new Set([...mentioned, ...owner, ...inThread])].slice(0, MOST_TOLD);
  const mayView = await seriesViewersAmong(tx, series, candidates);
  const told = new Set<string>([ctx.actor.userId]);
  const groups: [Notice['kind'], string, string[]][] = [
    ['mentioned', 'mentions you in', mentioned],
    ['replied', 'commented on your answer in', owner],
    ['replied', 'replied in', inThread],
  ];
  const notices = groups.map(([kind, says, ids]) => {
    const recipientIds = ids.filter((id) => mayView.has(id) && !told.has(id));
    for (const id of recipientIds) told.add(id);
    return noticeOf(ctx, place, { kind, says, recipientIds });
  });
  await notify(
    tx,
    ctx,
    notices.filter(({ recipientIds }) => recipientIds.length > 0),
  );
}

function noticeOf(
  ctx: VerbContext,
  { comment, personId, edition, series }: PlacedComment,
  { kind, says, recipientIds }: { kind: Notice['kind']; says: string; recipientIds: string[] },
): Notice {
  const search = new URLSearchParams({ day: edition.day, answer: `${personId}.${comment.promptId}` });
  return {
    kind,
    workspaceId: series.workspaceId,
    recipientIds,
    actorId: ctx.actor.userId,
    videoId: null,
    threadId: null,
    key: `${kind}:${comment.id}`,
    title: `${ctx.actor.name} ${says} “${series.title}”`,
    text: plainBody(comment.body),
    url: `${ctx.config.http.publicUrl}/series/${series.id}?${search.toString()}`,
    dueAt: null,
    urgentReason: null,
  };
}

async function peopleInThread(
  tx: Transaction,
  { entryId, promptId }: PlacedComment['comment'],
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ authorId: entryComments.authorId })
    .from(entryComments)
    .where(
      and(
        eq(entryComments.entryId, entryId),
        eq(entryComments.promptId, promptId),
        isNull(entryComments.deletedAt),
      ),
    );
  return rows.map(({ authorId }) => authorId);
}

async function peopleNamed(tx: Transaction, workspaceId: string, body: string): Promise<string[]> {
  const spaceIds = mentionedSpaceIds(body);
  const inSpaces = spaceIds.length === 0 ? [] : await peopleInSpaces(tx, workspaceId, spaceIds);
  return [...new Set([...mentionedIds(body), ...inSpaces])];
}
