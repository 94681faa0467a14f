import { inArray, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import { defaultsOf } from '#server/features/people-time/index.ts';
import { personZones } from '#server/features/people-time/tables.ts';
import type { Notice } from './bundle.ts';
import { dueText } from './due-text.ts';
import type { Mail } from './mail.ts';

/** Tells people something, in the transaction of what it is about: no commit, no notice. Three statements for any number of them. */
export async function notify(tx: Transaction, ctx: AppContext, notices: readonly Notice[]): Promise<void> {
  const ids = [...new Set(notices.flatMap(({ recipientIds }) => recipientIds))];
  const [first] = notices;
  if (ids.length === 0 || !first) return;
  const now = ctx.clock.now().toISOString();
  const people = await tx
    .select({
      id: users.id,
      email: users.email,
      timeZone: sql<string | null>`(select ${personZones.timeZone} from ${personZones}
        where ${personZones.userId} = ${users.id} and ${personZones.since} <= ${now}::timestamptz
        order by ${personZones.since} desc limit 1)`,
    })
    .from(users)
    .where(inArray(users.id, ids));
  const { timeZone } = await defaultsOf(tx, first.workspaceId);
  const byId = new Map(people.map((person) => [person.id, person]));
  const mails = notices.flatMap((notice) =>
    notice.recipientIds.flatMap((id): Mail[] => {
      const to = byId.get(id);
      return to
        ? [{ to: to.email, subject: notice.title, text: textOf(notice, to.timeZone ?? timeZone) }]
        : [];
    }),
  );
  await ctx.queue.enqueueMany(tx, 'send-mail', mails);
}

function textOf({ title, text, url, dueAt }: Notice, timeZone: string): string {
  const due = dueAt ? `\nPlease answer by ${dueText({ at: dueAt, timeZone })}.\n` : '';
  return `${title}\n${text ? `\n${text}\n` : ''}${due}\n${url}\n`;
}
