import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import type { NewEntry } from '#server/features/ledger/index.ts';
import type { Notice } from '#server/features/notifications/index.ts';
import { watchedRanges } from '#server/features/playback/tables.ts';
import { videoUrl, type VideoRow } from '#server/features/videos/index.ts';
import type { AskKind, AskWhat } from '#shared/acknowledgements.ts';
import { WATCHED_SHARE } from '#shared/ask-limits.ts';
import { AppError } from '#shared/errors.ts';
import { UserId, VideoId } from '#shared/ids.ts';
import { acknowledgementRequests as requests } from './tables.ts';

export { dueTimes } from './due-times.ts';

export interface NewAsk {
  recipient: { id: string; name: string };
  dueAt: Date | null;
}

/** Throws `invalid_input` where options and kind don't go together. */
export function assertAskable({ kind, options }: Pick<AskWhat, 'kind' | 'options'>): void {
  if (kind !== 'decide' && options.length > 0)
    throw new AppError('invalid_input', `options: there are none to ${kind}. Leave them out.`);
  if (kind === 'decide' && (options.length < 2 || new Set(options).size < options.length))
    throw new AppError('invalid_input', 'options: give 2 to 6 different ones to decide between.');
}

interface Inserted {
  /** To be appended to the ledger as the last thing of the transaction. */
  entries: NewEntry[];
  /** Who is asked for the first time, or anew. */
  newIds: ReadonlySet<string>;
  /** Who was asked already, and is asked something else now. */
  changedIds: ReadonlySet<string>;
}

/**
 * Asks any number of people in one statement. Who was asked already and has not answered gets the new words and due time; who has
 * answered the same kind of ask keeps the answer, and who answered another is asked anew.
 */
export async function insertAsks(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
  what: Pick<AskWhat, 'kind' | 'options' | 'note'>,
  asks: readonly NewAsk[],
): Promise<Inserted> {
  const { kind, note } = what;
  const options = kind === 'decide' ? what.options : null;
  const rows = asks.map(({ recipient, dueAt }) => ({
    recipient_id: recipient.id,
    due_at: dueAt?.toISOString() ?? null,
  }));
  const optionArray =
    options === null ? sql`null::text[]` : sql`array[${sql.join(options, sql`, `)}]::text[]`;
  const asked = await tx.execute<{ recipient_id: string; is_new: boolean }>(sql`
    insert into ${requests} (workspace_id, video_id, recipient_id, requested_by, kind, options, note, due_at, requested_at)
    select ${ctx.actor.workspaceId}::uuid, ${video.id}::uuid, recipient_id, ${ctx.actor.userId}::uuid, ${kind}, ${optionArray},
      ${note}::text, due_at, ${ctx.clock.now().toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r (recipient_id uuid, due_at timestamptz)
    on conflict (video_id, recipient_id) where withdrawn_at is null do update set
      kind = excluded.kind, options = excluded.options, note = excluded.note, due_at = excluded.due_at,
      requested_at = case when ${requests}.acknowledged_at is null then ${requests}.requested_at else excluded.requested_at end,
      requested_by = case when ${requests}.acknowledged_at is null then ${requests}.requested_by else excluded.requested_by end,
      acknowledged_at = null, answer = null, answer_note = null, declined_at = null, follow_up_at = null
    where ${requests}.acknowledged_at is null or ${requests}.kind <> excluded.kind
    returning new.recipient_id, (old.id is null or old.acknowledged_at is not null) as is_new`);
  const byId = new Map(asks.map((ask) => [ask.recipient.id, ask]));
  if (kind === 'watch') await settleLater(tx, ctx, video, [...byId.keys()]);
  const idsOf = (isNew: boolean) =>
    new Set(asked.filter((row) => row.is_new === isNew).map((row) => row.recipient_id));
  return {
    newIds: idsOf(true),
    changedIds: idsOf(false),
    entries: asked.flatMap(({ recipient_id: id, is_new: isNew }): NewEntry[] => {
      const ask = byId.get(id);
      if (!ask) return [];
      const subject = { id: UserId.parse(id), name: ask.recipient.name };
      const details = { note, dueAt: ask.dueAt?.toISOString() ?? null, ...kindOnRecord(kind, options) };
      return [{ kind: isNew ? 'asked' : 'ask_changed', subject, details }];
    }),
  };
}

/** Nothing to acknowledge, the ordinary case. */
function kindOnRecord(kind: AskKind, options: readonly string[] | null): Record<string, string> {
  if (kind === 'acknowledge') return {};
  return options === null ? { ask: kind } : { ask: kind, options: options.join(' | ') };
}

/** Who has watched enough before they were asked to has answered already. */
async function settleLater(
  tx: Transaction,
  ctx: VerbContext,
  { id, durationMs }: VideoRow,
  userIds: string[],
): Promise<void> {
  if (durationMs === null) return;
  const enough = await tx
    .select({ userId: watchedRanges.userId })
    .from(watchedRanges)
    .where(
      and(
        eq(watchedRanges.videoId, id),
        inArray(watchedRanges.userId, userIds),
        gte(watchedRanges.watchedMs, Math.ceil(durationMs * WATCHED_SHARE)),
      ),
    );
  const videoId = VideoId.parse(id);
  await ctx.queue.enqueueMany(
    tx,
    'settle-watched',
    enough.map(({ userId }) => ({ videoId, userId: UserId.parse(userId) })),
  );
}

const ASKS_TO: Record<AskKind, string> = {
  watch: 'watch',
  acknowledge: 'acknowledge',
  approve: 'approve',
  decide: 'decide on',
};

/** “Olive asks you to acknowledge “Launch film””. */
export function askTitle(name: string, kind: AskKind, title: string): string {
  return `${name} asks you to ${ASKS_TO[kind]} “${title}”`;
}

/** What people are told of an ask: one notice for all who are due at the same instant. */
export function askNotices(
  ctx: VerbContext,
  video: VideoRow,
  what: { kind: 'asked' | 'ask_changed'; title: string; note: string | null; urgentReason: string | null },
  asks: readonly NewAsk[],
): Notice[] {
  const others = asks.filter(({ recipient }) => recipient.id !== ctx.actor.userId);
  const byDue = Map.groupBy(others, ({ dueAt }) => dueAt?.toISOString() ?? '');
  return [...byDue.values()].map((group) => ({
    kind: what.kind,
    workspaceId: video.workspaceId,
    recipientIds: group.map(({ recipient }) => recipient.id),
    actorId: ctx.actor.userId,
    videoId: video.id,
    threadId: null,
    key: `${what.kind}:${video.id}:${ctx.clock.now().toISOString()}:${what.title}`,
    title: what.title,
    text: what.note,
    url: videoUrl(ctx, video.slug),
    dueAt: group[0]?.dueAt ?? null,
    urgentReason: what.urgentReason,
  }));
}
