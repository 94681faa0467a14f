import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { ApiContext, AppContext } from '#server/context.ts';
import { consumeRateLimit, createAccount, signIn } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { VERSION } from '#server/version.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, type Done } from '#shared/ids.ts';
import type { SystemInfo } from '#shared/people.ts';
import { members, workspaces } from './tables.ts';

/** Any constant: two first visitors take turns. */
const SET_UP_LOCK = 7_205_272;

export async function systemInfo(ctx: AppContext): Promise<SystemInfo> {
  return {
    needsSetup: (await ctx.db.$count(users)) === 0,
    version: VERSION,
    limits: ctx.config.limits,
    emailDelivery: ctx.config.mail.smtpUrl ? 'smtp' : 'outbox',
  };
}

/** The first visitor makes the owner account and the workspace, and is signed in. Throws `already_set_up` for the second. */
export async function setUp(
  ctx: ApiContext,
  input: { name: string; email: string; password: string; workspaceName: string },
): Promise<Done> {
  await consumeRateLimit(ctx, { key: `set-up:${ctx.clientAddress}`, limit: 20, windowSeconds: 600 });
  await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SET_UP_LOCK})`);
    if ((await tx.$count(users)) > 0) {
      throw new AppError('already_set_up', 'This installation has an owner already. Ask for an invitation.');
    }
    const owner = await createAccount(tx, input);
    const [workspace] = await tx
      .insert(workspaces)
      .values({ name: input.workspaceName, slug: randomUUID() })
      .returning();
    if (!workspace) throw new Error('insert into workspaces returned no row');
    await tx.insert(members).values({ organizationId: workspace.id, userId: owner.id, role: 'owner' });
  });
  await signIn(ctx, ctx.auth, input);
  return DONE;
}
