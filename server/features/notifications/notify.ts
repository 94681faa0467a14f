import { inArray } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import type { Notice } from './bundle.ts';
import { enqueueMail } from './mail.ts';

/** Tells people something, in the transaction of what it is about: no commit, no notice. */
export async function notify(tx: Transaction, ctx: AppContext, notices: readonly Notice[]): Promise<void> {
  const ids = [...new Set(notices.flatMap(({ recipientIds }) => recipientIds))];
  if (ids.length === 0) return;
  const people = new Map(
    (await tx.select().from(users).where(inArray(users.id, ids))).map((user) => [user.id, user]),
  );
  for (const { recipientIds, title, text, url } of notices) {
    for (const id of recipientIds) {
      const to = people.get(id)?.email;
      const body = `${title}\n${text ? `\n${text}\n` : ''}\n${url}\n`;
      if (to) await enqueueMail(tx, ctx, { to, subject: title, text: body });
    }
  }
}
