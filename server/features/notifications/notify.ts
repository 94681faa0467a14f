import { inArray } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt } from '#server/time/work-schedule.ts';
import type { Notice } from './bundle.ts';
import { dueText } from './due-text.ts';
import type { Mail } from './mail.ts';

/** Tells people something, in the transaction of what it is about: no commit, no notice. */
export async function notify(tx: Transaction, ctx: AppContext, notices: readonly Notice[]): Promise<void> {
  const ids = [...new Set(notices.flatMap(({ recipientIds }) => recipientIds))];
  if (ids.length === 0) return;
  const rows = await tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(inArray(users.id, ids));
  const emails = new Map(rows.map(({ id, email }) => [id, email]));
  const zoneOf = await zonesOf(tx, ctx, notices);
  const mails = notices.flatMap((notice) =>
    notice.recipientIds.flatMap((id): Mail[] => {
      const to = emails.get(id);
      return to ? [{ to, subject: notice.title, text: textOf(notice, zoneOf.get(id)) }] : [];
    }),
  );
  await ctx.queue.enqueueMany(tx, 'send-mail', mails);
}

function textOf({ title, text, url, dueAt }: Notice, timeZone = 'UTC'): string {
  const due = dueAt ? `\nPlease answer by ${dueText({ at: dueAt, timeZone })}.\n` : '';
  return `${title}\n${text ? `\n${text}\n` : ''}${due}\n${url}\n`;
}

/** Where those are who are told a due time. */
async function zonesOf(tx: Transaction, ctx: AppContext, notices: readonly Notice[]) {
  const due = notices.filter(({ dueAt }) => dueAt !== null);
  const [first] = due;
  if (!first) return new Map<string, string>();
  const userIds = due.flatMap(({ recipientIds }) => recipientIds);
  const schedules = await loadSchedules(ctx, { workspaceId: first.workspaceId, userIds }, tx);
  const now = instantOf(ctx.clock.now());
  return new Map([...schedules].map(([id, schedule]) => [id, timeZoneAt(schedule, now)]));
}
