import { and, eq, lt, notExists, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { users } from '#server/features/accounts/tables.ts';
import { shareCodes, shareGuests } from './tables.ts';

/** Forgets the guests of videos that are gone for good (their addresses and comments went with them), and old codes. */
export async function forgetGuests(ctx: AppContext): Promise<number> {
  await ctx.db.delete(shareCodes).where(lt(shareCodes.expiresAt, ctx.clock.now()));
  const isNowhere = notExists(
    ctx.db
      .select({ one: sql`1` })
      .from(shareGuests)
      .where(eq(shareGuests.userId, users.id)),
  );
  const forgotten = await ctx.db
    .delete(users)
    .where(and(eq(users.isGuest, true), isNowhere))
    .returning({ id: users.id });
  return forgotten.length;
}
