import type { VerbContext } from '#server/context.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { AppError } from '#shared/errors.ts';

const DAY_SECONDS = 86_400;

/** Counts one urgent message of the actor. Throws `rate_limited` where they have sent as many as one may in a day. */
export async function consumeUrgent(ctx: VerbContext): Promise<void> {
  const { urgentPerDay } = ctx.config.notifications;
  const key = `urgent:${ctx.actor.userId}`;
  try {
    await consumeRateLimit(ctx, { key, limit: urgentPerDay, windowSeconds: DAY_SECONDS });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error;
    throw new AppError(
      'rate_limited',
      `urgentReason: you have sent ${urgentPerDay} urgent asks within a day, which is all there are. Send this one without: it arrives in their working hours.`,
      error.details,
    );
  }
}
