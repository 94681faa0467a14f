import { and, inArray, isNotNull, lt, or, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { deliveries, IS_ASK, notifications } from './tables.ts';

/** So long an inbox keeps what was put away, or is no ask and was read; and the record of what was sent goes back. */
const KEPT_DAYS = 365;

/** Deletes what nobody looks at any more. What failed or may not have arrived stays until somebody has dealt with it. */
export async function forgetOldNotices(ctx: AppContext): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - KEPT_DAYS * 86_400_000);
  await ctx.db
    .delete(deliveries)
    .where(
      and(lt(deliveries.createdAt, before), inArray(deliveries.state, ['sent', 'answered', 'silenced'])),
    );
  const gone = await ctx.db
    .delete(notifications)
    .where(
      and(
        lt(notifications.createdAt, before),
        or(isNotNull(notifications.doneAt), and(isNotNull(notifications.readAt), sql`not (${IS_ASK})`)),
      ),
    )
    .returning({ id: notifications.id });
  return gone.length;
}
