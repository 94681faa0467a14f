import { and, asc, eq } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { consumeRateLimit } from '#server/features/accounts/index.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { maybePublic } from '#server/net/public-address.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, SpaceId, WebhookId, type Done } from '#shared/ids.ts';
import { canViewSpace } from '#shared/permissions.ts';
import type { NewWebhook, Webhook } from '#shared/webhooks.ts';
import { postMessage, recordResult, type WebhookRow } from './post-message.ts';
import { webhooks } from './tables.ts';

const MOST = 50;

export async function listWebhooks(ctx: VerbContext): Promise<Webhook[]> {
  const rows = await ctx.db
    .select()
    .from(webhooks)
    .where(eq(webhooks.workspaceId, ctx.actor.workspaceId))
    .orderBy(asc(webhooks.createdAt));
  return rows.map(presentWebhook);
}

/** Throws `invalid_input` for an address in the installation's own network, and `not_found` for a space that one can't see. */
export async function createWebhook(ctx: VerbContext, input: NewWebhook): Promise<Webhook> {
  const { workspaceId, userId } = ctx.actor;
  checkAddress(ctx, input.url);
  if (input.spaceId !== null) await assertSeesSpace(ctx, input.spaceId);
  return ctx.db.transaction(async (tx) => {
    if ((await tx.$count(webhooks, eq(webhooks.workspaceId, workspaceId))) >= MOST)
      throw new AppError('conflict', `There are ${MOST} webhooks already. Remove one first.`);
    const [row] = await tx
      .insert(webhooks)
      .values({
        ...input,
        events: [...new Set(input.events)],
        workspaceId,
        createdBy: userId,
        createdAt: ctx.clock.now(),
      })
      .returning();
    if (!row) throw new Error('insert into webhooks returned no row');
    return presentWebhook(row);
  });
}

/** Posts a message now; how it went is in the answer. */
export async function testWebhook(ctx: VerbContext, input: { id: string }): Promise<Webhook> {
  await consumeRateLimit(ctx, { key: `test-webhook:${ctx.actor.userId}`, limit: 30, windowSeconds: 3600 });
  const [row] = await ctx.db.select().from(webhooks).where(mine(ctx, input.id));
  if (!row) throw noSuch();
  const result = await postMessage(ctx, row, {
    text: `${ctx.actor.name} sends a test from Playhead: events will be posted here.`,
    url: `${ctx.config.http.publicUrl}/settings/webhooks`,
  });
  const changed = await recordResult(ctx, row.id, result, false);
  if (!changed) throw noSuch();
  return presentWebhook(changed);
}

export async function removeWebhook(ctx: VerbContext, input: { id: string }): Promise<Done> {
  const [gone] = await ctx.db.delete(webhooks).where(mine(ctx, input.id)).returning();
  if (!gone) throw noSuch();
  return DONE;
}

function checkAddress(ctx: VerbContext, address: string): void {
  const { privateHosts } = ctx.config.outgoing;
  const url = new URL(address);
  if (!maybePublic(address, privateHosts))
    throw new AppError(
      'invalid_input',
      `url: ${url.hostname} is not on the public internet. Whoever runs the installation can allow it (OUTGOING_PRIVATE_HOSTS).`,
    );
  if (url.protocol !== 'https:' && !privateHosts.includes(url.hostname))
    throw new AppError('invalid_input', 'url: it must begin with https://, as it holds a secret.');
}

async function assertSeesSpace(ctx: VerbContext, spaceId: string): Promise<void> {
  const [found] = await ctx.db
    .select({ visibility: spaces.visibility, memberId: spaceMembers.userId })
    .from(spaces)
    .leftJoin(
      spaceMembers,
      and(eq(spaceMembers.spaceId, spaces.id), eq(spaceMembers.userId, ctx.actor.userId)),
    )
    .where(and(eq(spaces.id, spaceId), eq(spaces.workspaceId, ctx.actor.workspaceId)));
  if (!found || !canViewSpace(ctx.actor, { ...found, isMember: found.memberId !== null }))
    throw new AppError('not_found', 'This space does not exist or is not shared with you.');
}

/** Without the path: whoever has it posts to the chat. */
function presentWebhook(row: WebhookRow): Webhook {
  const { origin } = new URL(row.url);
  return {
    id: WebhookId.parse(row.id),
    name: row.name,
    address: `${origin}/…${row.url.length > origin.length + 12 ? row.url.slice(-4) : ''}`,
    spaceId: row.spaceId === null ? null : SpaceId.parse(row.spaceId),
    events: row.events,
    lastSuccessAt: row.lastSuccessAt?.toISOString() ?? null,
    lastFailureAt: row.lastFailureAt?.toISOString() ?? null,
    lastError: row.lastError,
    lostCount: row.lostCount,
  };
}

const mine = (ctx: VerbContext, id: string) =>
  and(eq(webhooks.id, id), eq(webhooks.workspaceId, ctx.actor.workspaceId));

function noSuch(): AppError {
  return new AppError('not_found', 'This webhook does not exist, or was removed.');
}
