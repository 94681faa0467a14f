import type { AppContext } from '#server/context.ts';
import { AppError } from '#shared/errors.ts';

const MOST_BUCKETS = 5000;
const buckets = new Map<string, { tokens: number; atMs: number }>();

/**
 * Bounds what one page may say, in this process alone: asking the database for each move of a pointer would cost more than
 * the move. Throws `rate_limited`.
 */
export function takeToken(
  ctx: AppContext,
  key: string,
  { perSecond, burst }: { perSecond: number; burst: number },
): void {
  const nowMs = ctx.clock.now().getTime();
  const most = burst * ctx.config.rateLimitFactor;
  const before = buckets.get(key) ?? { tokens: most, atMs: nowMs };
  const gained = (Math.max(0, nowMs - before.atMs) / 1000) * perSecond * ctx.config.rateLimitFactor;
  const tokens = Math.min(most, before.tokens + gained);
  if (tokens < 1)
    throw new AppError('rate_limited', 'Too many messages at once. Send them together, less often.', {
      retryAfterSeconds: 1,
    });
  // The oldest goes first: its page has been silent for longest.
  buckets.delete(key);
  buckets.set(key, { tokens: tokens - 1, atMs: nowMs });
  if (buckets.size > MOST_BUCKETS) for (const oldest of buckets.keys()) return void buckets.delete(oldest);
}
