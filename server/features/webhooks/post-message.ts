import { eq, sql } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import { OutsideError, postOutside } from '#server/net/fetch-outside.ts';
import { slackMessage } from './slack-message.ts';
import { webhooks } from './tables.ts';

export type WebhookRow = typeof webhooks.$inferSelect;
export type PostResult = { kind: 'posted' } | { kind: 'failed'; problem: string; isForGood: boolean };

const LIMITS = { maxBytes: 200, timeoutMs: 15_000 };

/** Posts one message, and says how it went. */
export async function postMessage(
  ctx: AppContext,
  row: WebhookRow,
  message: { text: string; url: string },
  signal?: AbortSignal,
): Promise<PostResult> {
  const body = Buffer.from(JSON.stringify(slackMessage(message)));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.byteLength,
    'user-agent': 'Playhead',
  };
  const { privateHosts } = ctx.config.outgoing;
  try {
    const { status } = await postOutside(row.url, { headers, body }, { ...LIMITS, privateHosts, signal });
    if (status >= 200 && status < 300) return { kind: 'posted' };
    return { kind: 'failed', problem: problemOf(status), isForGood: isForGood(status) };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { kind: 'failed', problem: error.message, isForGood: false };
  }
}

/** What it answers counts for this very request: asking again changes nothing. Too early or too many is another thing. */
const isForGood = (status: number) => status >= 300 && status < 500 && ![408, 425, 429].includes(status);

function problemOf(status: number): string {
  if (status === 404 || status === 410)
    return `The webhook does not exist any more (${status}). Make a new one.`;
  if (status === 401 || status === 403) return `The chat does not take it (${status}). Check the address.`;
  if (status === 429) return 'The chat takes no more messages for now (429).';
  if (status >= 300 && status < 400) return `The address leads on to another (${status}). Use that one.`;
  return `The chat answered with an error (${status}).`;
}

/** Keeps how it went. `isLost`: it is not tried again. */
export async function recordResult(
  ctx: AppContext,
  id: string,
  result: PostResult,
  isLost: boolean,
): Promise<WebhookRow | null> {
  const now = ctx.clock.now();
  const change =
    result.kind === 'posted'
      ? { lastSuccessAt: now, lostCount: 0 }
      : {
          lastFailureAt: now,
          lastError: result.problem,
          lostCount: isLost ? sql`${webhooks.lostCount} + 1` : sql`${webhooks.lostCount}`,
        };
  const [row] = await ctx.db.update(webhooks).set(change).where(eq(webhooks.id, id)).returning();
  return row ?? null;
}

export async function findWebhook(ctx: AppContext, id: string): Promise<WebhookRow | null> {
  const [row] = await ctx.db.select().from(webhooks).where(eq(webhooks.id, id));
  return row ?? null;
}
