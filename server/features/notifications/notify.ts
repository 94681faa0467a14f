import { sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { isAskKind } from '#shared/notice-kinds.ts';
import type { Bundle, Notice } from './bundle.ts';
import { loadChoices, type Choice } from './choices.ts';
import { bundleSlot } from './postpone.ts';
import { publishInbox } from './publish-inbox.ts';
import { sendTime, visibleFrom, type Manner } from './send-time.ts';
import { deliveries, deliveryItems, notifications } from './tables.ts';

/** People in one statement. */
const AT_ONCE = 5000;
/** What is due this soon is sent by a job of its own; the rest waits for the one of the minute. */
const NOW_MS = 1000;

type Schedule = Parameters<typeof sendTime>[0];

interface Told {
  notice: Notice;
  recipientId: string;
  choice: Choice;
  schedule: Schedule;
}

/**
 * Tells people something, in the transaction of what it is about: no commit, no notice. Each gets an entry in the inbox, and a place in
 * a message that is sent when it fits their time (see `send-time.ts`). The same key reaches the same person once. Nobody is told
 * of what they did themselves, nor of what they have silenced.
 */
export async function notify(tx: Transaction, ctx: AppContext, notices: readonly Notice[]): Promise<void> {
  for (const [workspaceId, some] of Map.groupBy(notices, (notice) => notice.workspaceId))
    await notifyIn(tx, ctx, workspaceId, some);
}

async function notifyIn(
  tx: Transaction,
  ctx: AppContext,
  workspaceId: string,
  notices: readonly Notice[],
): Promise<void> {
  const pairs = notices.flatMap((notice) =>
    [...new Set(notice.recipientIds)]
      .filter((recipientId) => recipientId !== notice.actorId)
      .map((recipientId) => ({ notice, recipientId })),
  );
  if (pairs.length === 0) return;
  const userIds = [...new Set(pairs.map(({ recipientId }) => recipientId))];
  const schedules = await loadSchedules(ctx, { workspaceId, userIds }, tx);
  const choiceOf = await loadChoices(tx, {
    workspaceId,
    userIds,
    videoIds: notices.flatMap(({ videoId }) => videoId ?? []),
  });
  const told = pairs.flatMap(({ notice, recipientId }): Told[] => {
    const choice = choiceOf(recipientId, notice.videoId);
    const schedule = schedules.get(recipientId);
    const isSilenced = !isAskKind(notice.kind) && choice.level !== 'all';
    return schedule && !isSilenced ? [{ notice, recipientId, choice, schedule }] : [];
  });
  // Whoever tells the same people at the same time locks their bundles in the same order.
  told.sort((a, b) => (a.recipientId < b.recipientId ? -1 : 1));
  const reached = new Set<string>();
  let isDueNow = false;
  for (let from = 0; from < told.length; from += AT_ONCE) {
    const some = told.slice(from, from + AT_ONCE);
    const ids = await insertEntries(tx, ctx, some);
    for (const { recipientId } of ids) reached.add(recipientId);
    isDueNow = (await planDeliveries(tx, ctx, some, ids)) || isDueNow;
  }
  if (reached.size > 0) await publishInbox(tx, workspaceId, [...reached]);
  if (isDueNow) await ctx.queue.enqueue(tx, 'deliver-notices', {});
}

interface Entry {
  id: string;
  recipientId: string;
  key: string;
}

/** Answers those that are new: who was told by this key before is not told again. */
async function insertEntries(tx: Transaction, ctx: AppContext, told: readonly Told[]): Promise<Entry[]> {
  const now = ctx.clock.now();
  const rows = told.map(({ notice, recipientId, schedule }) => ({
    workspace_id: notice.workspaceId,
    recipient_id: recipientId,
    actor_id: notice.actorId,
    kind: notice.kind,
    video_id: notice.videoId,
    thread_id: notice.threadId,
    key: notice.key,
    title: notice.title,
    text: notice.text,
    url: notice.url,
    due_at: notice.dueAt?.toISOString() ?? null,
    urgent_reason: notice.urgentReason,
    created_at: now.toISOString(),
    visible_at: visibleFrom(schedule, instantOf(now), notice.kind).toString(),
  }));
  const names = sql.raw(Object.keys(rows[0] ?? {}).join(', '));
  return tx.execute<Entry & Record<string, unknown>>(sql`
    insert into ${notifications} (${names})
    select ${names} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      workspace_id uuid, recipient_id uuid, actor_id uuid, kind text, video_id uuid, thread_id uuid, key text, title text,
      text text, url text, due_at timestamptz, urgent_reason text, created_at timestamptz, visible_at timestamptz)
    on conflict (recipient_id, key) do nothing
    returning id, recipient_id as "recipientId", key`);
}

/** Puts the new entries into messages, of which a bundle may wait already. True where one is due now. */
async function planDeliveries(
  tx: Transaction,
  ctx: AppContext,
  told: readonly Told[],
  entries: readonly Entry[],
): Promise<boolean> {
  const now = ctx.clock.now();
  const idOf = new Map(entries.map(({ id, recipientId, key }) => [`${recipientId} ${key}`, id]));
  const planned = told.flatMap(({ notice, recipientId, choice, schedule }) => {
    const id = idOf.get(`${recipientId} ${notice.key}`);
    if (id === undefined || choice.level === 'muted') return [];
    const { kind, manner, isBundled } = wayOf(notice);
    const at = sendTime(schedule, instantOf(now), manner);
    if (at === null) return [];
    return (['email', 'push'] as const)
      .filter((channel) => choice.isOn(channel, kind))
      .map((channel) => ({
        notification_id: id,
        recipient_id: recipientId,
        workspace_id: notice.workspaceId,
        channel,
        kind,
        slot: isBundled ? bundleSlot(kind, at) : id,
        send_at: at.toString(),
      }));
  });
  if (planned.length === 0) return false;
  await tx.execute(sql`
    with planned as (
      select * from jsonb_to_recordset(${JSON.stringify(planned)}::jsonb) as p(notification_id uuid, recipient_id uuid,
        workspace_id uuid, channel text, kind text, slot text, send_at timestamptz)
    ), made as (
      insert into ${deliveries} (workspace_id, recipient_id, channel, kind, slot, send_at, created_at)
      select workspace_id, recipient_id, channel, min(kind), slot, min(send_at), ${now.toISOString()}::timestamptz
      from planned group by workspace_id, recipient_id, channel, slot order by recipient_id, channel, slot
      on conflict (recipient_id, workspace_id, channel, slot) where state = 'waiting' do update set slot = excluded.slot
      returning id, recipient_id, workspace_id, channel, slot
    )
    insert into ${deliveryItems} (delivery_id, notification_id)
    select made.id, planned.notification_id
    from planned join made using (recipient_id, workspace_id, channel, slot)`);
  const soon = now.getTime() + NOW_MS;
  return planned.some(({ send_at }) => Date.parse(send_at) <= soon);
}

function wayOf(notice: Notice): { kind: Bundle['kind']; manner: Manner; isBundled: boolean } {
  if (notice.urgentReason !== null) return { kind: 'urgent', manner: 'urgent', isBundled: false };
  switch (notice.kind) {
    case 'asked':
    case 'ask_changed':
    case 'new_version':
    case 'entry_opened':
    case 'video_requested':
      return { kind: 'ask', manner: 'alone', isBundled: false };
    case 'ask_reminder':
    case 'entry_reminder':
    case 'video_request_reminder':
      return { kind: 'reminder', manner: 'alone', isBundled: true };
    case 'owner_report':
    case 'manager_report':
      return { kind: 'report', manner: 'alone', isBundled: false };
    default:
      return { kind: 'updates', manner: 'bundle', isBundled: true };
  }
}
