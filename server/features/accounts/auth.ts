import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth';
import { organization } from 'better-auth/plugins';
import { requireSecret } from '#server/config.ts';
import type { AppContext } from '#server/context.ts';
import { invitations, members, workspaces } from '#server/features/workspaces/tables.ts';
import { credentials, rateLimits, sessions, users, verifications } from './tables.ts';

/** Set by us, whatever a client sends: the address that the socket or a trusted proxy gave. */
export const CLIENT_ADDRESS_HEADER = 'x-playhead-client-address';

export const SESSION_SECONDS = 30 * 24 * 3600;
/** A session that is used after this gets its whole time anew. */
export const PROLONG_AFTER_SECONDS = 24 * 3600;

/**
 * better-auth over our tables: passwords (scrypt), sessions, and its organization plugin for the current workspace.
 * Accounts, memberships and invitations are written by our own verbs, in transactions with the mails and events that
 * belong to them; rate limits are ours too, as its own count is read and written in two steps.
 */
export function createAuth(ctx: AppContext) {
  const { publicUrl } = ctx.config.http;
  return betterAuth({
    appName: 'Playhead',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret: requireSecret(ctx.config),
    // A page may be opened as localhost or 127.0.0.1: its own origin is as good as the public one.
    trustedOrigins: async (request?: Request) =>
      request ? [publicUrl, new URL(request.url).origin] : [publicUrl],
    database: drizzleAdapter(ctx.db, {
      provider: 'pg',
      schema: { users, sessions, credentials, verifications, rateLimits, workspaces, members, invitations },
    }),
    user: { modelName: 'users' },
    session: { modelName: 'sessions', expiresIn: SESSION_SECONDS, updateAge: PROLONG_AFTER_SECONDS },
    account: { modelName: 'credentials' },
    verification: { modelName: 'verifications' },
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128 },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    plugins: [
      organization({
        schema: {
          organization: { modelName: 'workspaces' },
          member: { modelName: 'members' },
          invitation: { modelName: 'invitations' },
        },
      }),
    ],
    advanced: {
      cookiePrefix: 'playhead',
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      useSecureCookies: publicUrl.startsWith('https:'),
      database: { generateId: 'uuid' },
    },
    logger: { disabled: true },
  });
}

export type Auth = ReturnType<typeof createAuth>;
