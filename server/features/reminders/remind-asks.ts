import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { notify } from '#server/features/notifications/index.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { members } from '#server/features/workspaces/tables.ts';
import type { Temporal } from '#server/time/temporal.ts';
import { instantOf, localDate } from '#server/time/wall-time.ts';
import { timeZoneAt, type WorkSchedule } from '#server/time/work-schedule.ts';
import { isQuiet, isWorking } from '#server/time/working-time.ts';
import { isOpen, loadOpenAsks, type WaitingAsk } from './open-asks.ts';
import { nextReminder, type ReminderStep } from './next-reminder.ts';
import { noticeOf } from './notices.ts';
import { policyOf } from './settings.ts';
import { askReminders } from './tables.ts';

/** So many asks are looked at in one go; the next go begins behind them. */
const PAGE = 2000;

type Kind = ReminderStep['kind'];
/** A step of an ask that is due now. */
export interface DueStep {
  ask: WaitingAsk;
  ordinal: number;
}
/** All that one person is told in one notice. */
interface Telling {
  workspaceId: string;
  toId: string;
  kind: Kind;
  day: string;
  steps: DueStep[];
}

/**
 * Reminds whoever is to be reminded now, and reports to who asked and to managers: one notice a person, kind and run. Each step of each
 * ask is a row that can be there once, in the transaction of the notice: however many run this at the same time, or die at it, nobody
 * is told twice, and who was not told is told by the next run.
 */
export async function remindAsks(ctx: AppContext): Promise<{ told: number }> {
  let told = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await ctx.db
      .select({ id: requests.id, workspaceId: requests.workspaceId })
      .from(requests)
      .where(and(isOpen, gt(requests.id, after)))
      .orderBy(requests.id)
      .limit(PAGE);
    const last = page.at(-1);
    if (!last) return { told };
    after = last.id;
    for (const [workspaceId, rows] of Map.groupBy(page, (row) => row.workspaceId))
      told += await remindIn(
        ctx,
        workspaceId,
        rows.map(({ id }) => id),
      );
  }
}

async function remindIn(ctx: AppContext, workspaceId: string, ids: string[]): Promise<number> {
  const now = instantOf(ctx.clock.now());
  const asks = await loadOpenAsks(ctx.db, inArray(requests.id, ids));
  const { most } = await policyOf(ctx.db, workspaceId);
  const userIds = asks.flatMap(({ recipient, ownerId, managerId }) => [
    recipient.id,
    ownerId,
    ...(managerId ? [managerId] : []),
  ]);
  const schedules = await loadSchedules(ctx, { workspaceId, userIds });
  const tellings = new Map<string, Telling>();
  for (const ask of asks) {
    const schedule = schedules.get(ask.recipient.id);
    if (!schedule) continue;
    const next = nextReminder(ask.ask, schedule, { most, hasManager: ask.managerId !== null }, now);
    if (next === null || next.at.epochMilliseconds > now.epochMilliseconds) continue;
    const toId = toldBy(next.kind, ask);
    const theirs = toId === null ? undefined : schedules.get(toId);
    if (toId === null || !theirs || !mayDisturb(theirs, now)) continue;
    const key = `${toId}/${next.kind}`;
    const day = localDate(now, timeZoneAt(theirs, now)).toString();
    const telling = tellings.get(key) ?? { workspaceId, toId, kind: next.kind, day, steps: [] };
    telling.steps.push({ ask, ordinal: next.ordinal });
    tellings.set(key, telling);
  }
  let told = 0;
  for (const telling of tellings.values()) if (await tell(ctx, telling)) told++;
  return told;
}

function toldBy(kind: Kind, { recipient, ownerId, managerId }: WaitingAsk): string | null {
  return { remind: recipient.id, report_owner: ownerId, report_manager: managerId }[kind];
}

function mayDisturb(schedule: WorkSchedule, now: Temporal.Instant): boolean {
  return isWorking(schedule, now) && !isQuiet(schedule, now);
}

/** True where there was something to tell that nobody has told yet. */
async function tell(ctx: AppContext, { workspaceId, toId, kind, day, steps }: Telling): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    // Whoever else is about to tell them waits, and then finds it done.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`remind/${toId}`}, 0))`);
    if (!(await isMember(tx, workspaceId, toId))) return false;
    if (kind !== 'remind' && (await wasToldToday(tx, { toId, kind, day }))) return false;
    const open = await stillOpen(tx, steps);
    if (open.length === 0) return false;
    const sentAt = ctx.clock.now();
    const taken = await tx
      .insert(askReminders)
      .values(open.map(({ ask, ordinal }) => ({ requestId: ask.id, ordinal, kind, toId, day, sentAt })))
      .onConflictDoNothing()
      .returning();
    const isNew = new Set(taken.map(({ requestId }) => requestId));
    const told = open.filter(({ ask }) => isNew.has(ask.id));
    if (told.length === 0) return false;
    await notify(tx, ctx, [noticeOf(ctx, { workspaceId, toId, kind, day, steps: told })]);
    return true;
  });
}

/** Of these, those that were not answered or withdrawn meanwhile; who answers now waits until the notice is on its way or not. */
async function stillOpen(tx: Transaction, steps: DueStep[]): Promise<DueStep[]> {
  const rows = await tx
    .select({ id: requests.id })
    .from(requests)
    .where(
      and(
        isOpen,
        inArray(
          requests.id,
          steps.map(({ ask }) => ask.id),
        ),
      ),
    )
    .for('share');
  const open = new Set(rows.map(({ id }) => id));
  return steps.filter(({ ask }) => open.has(ask.id));
}

/** Reports are one a day and person; what comes later waits for the next. */
async function wasToldToday(
  tx: Transaction,
  { toId, kind, day }: Pick<Telling, 'toId' | 'kind' | 'day'>,
): Promise<boolean> {
  const same = and(eq(askReminders.toId, toId), eq(askReminders.kind, kind), eq(askReminders.day, day));
  return (await tx.$count(askReminders, same)) > 0;
}

async function isMember(tx: Transaction, workspaceId: string, userId: string): Promise<boolean> {
  const found = and(eq(members.organizationId, workspaceId), eq(members.userId, userId));
  return (await tx.$count(members, found)) > 0;
}
