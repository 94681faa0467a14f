import { and, asc, eq, max, ne } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { digestDue } from '#server/features/channels/index.ts';
import { digestChoices } from '#server/features/channels/tables.ts';
import { enqueueMail, mailOf } from '#server/features/notifications/index.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { members, workspaces } from '#server/features/workspaces/tables.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt, type WorkSchedule } from '#server/time/work-schedule.ts';
import { digestContent, isEmptyDigest } from './digest-content.ts';
import { gatherDigest } from './gather-digest.ts';
import { digestsSent } from './tables.ts';

const DAY_MS = 86_400_000;
/** However long ago the last one was. */
const LONGEST_DAYS = 14;

type Reader = Awaited<ReturnType<typeof readers>>[number];

/** Queues every digest whose time has come and that was not sent yet; how many. Run it as often as you like. */
export async function sendDigests(ctx: AppContext): Promise<number> {
  let sent = 0;
  for (const [workspaceId, people] of Map.groupBy(await readers(ctx), (reader) => reader.workspaceId)) {
    const schedules = await loadSchedules(ctx, { workspaceId, userIds: people.map(({ userId }) => userId) });
    for (const reader of people) {
      const schedule = schedules.get(reader.userId);
      try {
        if (schedule && (await sendDigest(ctx, reader, schedule))) sent++;
      } catch (error) {
        // One person's must not keep back all others'. The next round, in a quarter of an hour, tries it again.
        ctx.log.error({ err: error, userId: reader.userId }, 'a digest was not sent');
      }
    }
  }
  return sent;
}

function readers(ctx: AppContext) {
  return ctx.db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      workspaceId: workspaces.id,
      workspaceName: workspaces.name,
      cadence: digestChoices.cadence,
      weekday: digestChoices.weekday,
      chosenAt: digestChoices.chosenAt,
    })
    .from(digestChoices)
    .innerJoin(users, eq(users.id, digestChoices.userId))
    .innerJoin(members, eq(members.userId, users.id))
    .innerJoin(workspaces, eq(workspaces.id, members.organizationId))
    .where(ne(digestChoices.cadence, 'off'))
    .orderBy(asc(workspaces.id), asc(users.id));
}

/** False where it is not due, was sent already, or has nothing to say. */
async function sendDigest(ctx: AppContext, reader: Reader, schedule: WorkSchedule): Promise<boolean> {
  const now = ctx.clock.now();
  const { cadence, userId, workspaceId } = reader;
  const due = digestDue(schedule, reader, instantOf(now));
  if (!due || cadence === 'off' || due.at.epochMilliseconds < reader.chosenAt.getTime()) return false;
  return ctx.db.transaction(async (tx) => {
    const since = await sinceOf(tx, reader, now);
    const { period } = due;
    const [mine] = await tx
      .insert(digestsSent)
      .values({ userId, workspaceId, period, itemCount: 0, sentAt: now })
      .onConflictDoNothing()
      .returning();
    if (!mine) return false;
    const gathered = await gatherDigest(tx, { userId, workspaceId, since });
    if (isEmptyDigest(gathered)) return false;
    const { asks, threads, answers, videos } = gathered;
    const itemCount = asks.count + threads.count + answers.count + videos.count;
    await tx
      .update(digestsSent)
      .set({ itemCount })
      .where(
        and(
          eq(digestsSent.userId, userId),
          eq(digestsSent.workspaceId, workspaceId),
          eq(digestsSent.period, period),
        ),
      );
    const timeZone = timeZoneAt(schedule, instantOf(now));
    const content = digestContent(ctx.config, { ...reader, cadence, timeZone }, gathered);
    const id = `digest-${period}-${workspaceId}-${userId}`;
    await enqueueMail(tx, ctx, await mailOf(ctx, content, { to: reader.email, id }));
    return true;
  });
}

/** Since the digest before; the first one looks back one period. */
async function sinceOf(tx: Transaction, reader: Reader, now: Date): Promise<Date> {
  const [row] = await tx
    .select({ at: max(digestsSent.sentAt) })
    .from(digestsSent)
    .where(and(eq(digestsSent.userId, reader.userId), eq(digestsSent.workspaceId, reader.workspaceId)));
  const first = new Date(now.getTime() - (reader.cadence === 'daily' ? 1 : 7) * DAY_MS);
  const longest = new Date(now.getTime() - LONGEST_DAYS * DAY_MS);
  const since = row?.at ?? first;
  return since < longest ? longest : since;
}
