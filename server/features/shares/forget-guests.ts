import { and, eq, lt, notExists, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videoRequestGuests } from '#server/features/video-requests/tables.ts';
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
  const hasAnswered = ctx.db
    .select({ one: sql`1` })
    .from(videoRequestGuests)
    .where(eq(videoRequestGuests.userId, users.id));
  const forgotten = await ctx.db
    .delete(users)
    .where(and(eq(users.isGuest, true), isNowhere, notExists(hasAnswered)))
    .returning({ id: users.id });
  return forgotten.length;
}
