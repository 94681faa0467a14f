import { and, eq, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import type { Proved } from './prove.ts';
import type { LinkRow } from './requirements.ts';
import { hashOf } from './secrets.ts';
import { shareGuests } from './tables.ts';

/**
 * Whoever opens a link that was mailed to somebody who is asked comes as them, so that what they watch and answer is theirs: the
 * link is the proof, as it is for all guests. Another browser takes over from the one before. Null where the link is nobody's, or
 * an address was confirmed that is another.
 */
export async function comeAsAsked(
  tx: Transaction,
  ctx: AppContext,
  link: LinkRow,
  visitor: { name: string; proved: Proved; secret: string },
): Promise<typeof users.$inferSelect | null> {
  if (link.forGuestId === null) return null;
  const { name, proved, secret } = visitor;
  const isTheirs = and(eq(shareGuests.linkId, link.id), eq(shareGuests.userId, link.forGuestId));
  const [asked] = await tx.select({ email: shareGuests.email }).from(shareGuests).where(isTheirs);
  if (!asked || (proved.isVerified && proved.email !== asked.email)) return null;
  await tx
    .update(shareGuests)
    .set({
      secretHash: hashOf(secret),
      name,
      isVerified: proved.isVerified,
      passwordRevision: proved.passwordRevision,
      openings: sql`${shareGuests.openings} + 1`,
      lastSeenAt: ctx.clock.now(),
    })
    .where(isTheirs);
  const [user] = await tx
    .update(users)
    .set({ name, emailVerified: proved.isVerified })
    .where(eq(users.id, link.forGuestId))
    .returning();
  return user ?? null;
}
