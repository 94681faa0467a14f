import type { RecorderContext } from '#server/context.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';

const DAY_SECONDS = 24 * 3600;
/** More than anybody records anew for one answer; beginning once more after a break counts too. */
const MOST_TAKES = 40;

/** Counts what a guest begins to record or upload. Throws `rate_limited`. */
export async function countTake(ctx: RecorderContext): Promise<void> {
  if (ctx.actor.kind !== 'respondent') return;
  await consumeRateLimit(ctx, {
    key: `request-takes:${ctx.actor.userId}`,
    limit: MOST_TAKES,
    windowSeconds: DAY_SECONDS,
  });
}
