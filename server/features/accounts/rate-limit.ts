import { eq, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { AppError } from '#shared/errors.ts';
import { rateLimits } from './tables.ts';

/**
 * Counts one try in a fixed window, in one statement, so that the limit holds across processes; a database that can't
 * be asked refuses. Throws `rate_limited` with `retryAfterSeconds`.
 */
export async function consumeRateLimit(
  ctx: AppContext,
  rule: { key: string; limit: number; windowSeconds: number },
): Promise<void> {
  const now = ctx.clock.now().getTime();
  const windowMs = rule.windowSeconds * 1000;
  const hasPassed = sql`${rateLimits.lastRequest} <= ${now - windowMs}`;
  const [row] = await ctx.db
    .insert(rateLimits)
    .values({ key: rule.key, count: 1, lastRequest: now })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${hasPassed} then 1 else ${rateLimits.count} + 1 end`,
        lastRequest: sql`case when ${hasPassed} then ${now} else ${rateLimits.lastRequest} end`,
      },
    })
    .returning();
  if (!row || row.count > rule.limit * ctx.config.rateLimitFactor) {
    const retryAfterSeconds = row
      ? Math.max(1, Math.ceil((row.lastRequest + windowMs - now) / 1000))
      : rule.windowSeconds;
    throw new AppError(
      'rate_limited',
      `Too many tries. Wait ${waitInWords(retryAfterSeconds)}, then try again.`,
      {
        retryAfterSeconds,
      },
    );
  }
}

/** Takes one try back that was counted before it was known to be a right one: only wrong ones are to add up. */
export async function giveBackTry(ctx: AppContext, key: string): Promise<void> {
  await ctx.db
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(eq(rateLimits.key, key));
}

function waitInWords(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
