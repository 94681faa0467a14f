import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { AppContext, VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { AppError } from '#shared/errors.ts';
import { ApiKeyId, DONE, type Done } from '#shared/ids.ts';
import { ApiKeyScope, type ApiKey } from '#shared/people.ts';
import { apiKeys } from './tables.ts';

type ApiKeyRow = typeof apiKeys.$inferSelect;

const LAST_USED_EVERY_MS = 60_000;
const MOST_KEYS = 50;

/** 256 random bits; only their SHA-256 is stored, which is enough as nobody can guess them. */
function newSecret(): string {
  return `ph_${randomBytes(32).toString('base64url')}`;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The key behind a secret, where it is neither revoked nor expired. Notes its use, at most once a minute. */
export async function findApiKey(ctx: AppContext, secret: string): Promise<ApiKeyRow | null> {
  const now = ctx.clock.now();
  const [key] = await ctx.db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.secretHash, hashOf(secret)),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    );
  if (!key) return null;
  const stale = new Date(now.getTime() - LAST_USED_EVERY_MS);
  if (key.lastUsedAt === null || key.lastUsedAt < stale) {
    await ctx.db
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, key.id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, stale))));
  }
  return key;
}

function presentApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: ApiKeyId.parse(row.id),
    name: row.name,
    hint: row.hint,
    scopes: ApiKeyScope.array().parse(row.scopes),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}

function ownKeys(ctx: VerbContext) {
  return and(
    eq(apiKeys.userId, ctx.actor.userId),
    eq(apiKeys.workspaceId, ctx.actor.workspaceId),
    isNull(apiKeys.revokedAt),
  );
}

export async function listApiKeys(ctx: VerbContext): Promise<ApiKey[]> {
  const rows = await ctx.db.select().from(apiKeys).where(ownKeys(ctx)).orderBy(desc(apiKeys.createdAt));
  return rows.map(presentApiKey);
}

/** Makes a key for the current workspace; the secret is in the answer and nowhere else. */
export async function createApiKey(
  ctx: VerbContext,
  input: { name: string; scopes: ApiKeyScope[]; expiresInDays?: number | undefined },
): Promise<{ key: ApiKey; secret: string }> {
  if ((await ctx.db.$count(apiKeys, ownKeys(ctx))) >= MOST_KEYS) {
    throw new AppError(
      'conflict',
      `You have ${MOST_KEYS} API keys already. Revoke one that is not used any more.`,
    );
  }
  const secret = newSecret();
  const now = ctx.clock.now();
  const [row] = await ctx.db
    .insert(apiKeys)
    .values({
      workspaceId: ctx.actor.workspaceId,
      userId: ctx.actor.userId,
      name: input.name,
      hint: secret.slice(0, 7),
      secretHash: hashOf(secret),
      scopes: [...new Set(input.scopes)],
      createdAt: now,
      expiresAt:
        input.expiresInDays === undefined ? null : new Date(now.getTime() + input.expiresInDays * 86_400_000),
    })
    .returning();
  if (!row) throw new Error('insert into api_keys returned no row');
  return { key: presentApiKey(row), secret };
}

/** Ends a key at once. Throws `not_found` for anybody else's, or where it is revoked already. */
export async function revokeApiKey(ctx: VerbContext, input: { id: string }): Promise<Done> {
  const [revoked] = await ctx.db
    .update(apiKeys)
    .set({ revokedAt: ctx.clock.now() })
    .where(and(eq(apiKeys.id, input.id), ownKeys(ctx)))
    .returning();
  if (!revoked) throw new AppError('not_found', 'This API key does not exist, or it was revoked already.');
  return DONE;
}

/** Ends all keys of somebody who leaves a workspace. */
export async function revokeApiKeysOf(
  tx: Transaction,
  of: { userId: string; workspaceId: string; now: Date },
): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ revokedAt: of.now })
    .where(
      and(eq(apiKeys.userId, of.userId), eq(apiKeys.workspaceId, of.workspaceId), isNull(apiKeys.revokedAt)),
    );
}
