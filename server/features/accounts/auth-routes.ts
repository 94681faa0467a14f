import { Hono, type Context } from 'hono';
import * as z from 'zod';
import type { AppContext } from '#server/context.ts';
import { AppError } from '#shared/errors.ts';
import { CLIENT_ADDRESS_HEADER, type Auth } from './auth.ts';
import { assertPasswordAllowed } from './password-rules.ts';
import { consumeRateLimit } from './rate-limit.ts';

/** What the web client uses of better-auth. Everything else of it (sign-up, organizations) goes through our own verbs. */
const ALLOWED = new Set([
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
  'POST /change-password',
]);

const SignIn = z.object({ email: z.string().toLowerCase().max(254) });
const ChangePassword = z.object({ newPassword: z.string() });

/** `/api/auth/*`: better-auth behind an allow-list, our rate limits and our password rules. */
export function authRoutes(auth: Auth, ctx: AppContext, addressOf: (c: Context) => string): Hono {
  const app = new Hono();
  app.all('/*', async (c) => {
    const route = `${c.req.method} ${c.req.path.replace(/^\/api\/auth/, '')}`;
    if (c.req.header('x-share-link') !== undefined)
      throw new AppError('forbidden', 'Guests have no account. Leave the share link to sign in.');
    if (!ALLOWED.has(route)) throw new AppError('not_found', `There is no ${c.req.method} ${c.req.path}.`);
    if (route === 'POST /sign-in/email') {
      const { email } = await bodyAs(SignIn, c.req.raw);
      await consumeRateLimit(ctx, { key: `sign-in:address:${addressOf(c)}`, limit: 30, windowSeconds: 300 });
      await consumeRateLimit(ctx, { key: `sign-in:account:${email}`, limit: 10, windowSeconds: 300 });
    }
    if (route === 'POST /change-password') {
      const session = await auth.api.getSession({ headers: c.req.raw.headers });
      if (!session) throw new AppError('unauthenticated', 'Sign in first.');
      await consumeRateLimit(ctx, {
        key: `change-password:${session.user.id}`,
        limit: 10,
        windowSeconds: 900,
      });
      assertPasswordAllowed((await bodyAs(ChangePassword, c.req.raw)).newPassword, session.user);
    }
    const headers = new Headers(c.req.raw.headers);
    headers.set(CLIENT_ADDRESS_HEADER, addressOf(c));
    return auth.handler(new Request(c.req.raw, { headers }));
  });
  return app;
}

async function bodyAs<T extends z.ZodType>(schema: T, request: Request): Promise<z.infer<T>> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new AppError('bad_request', 'The request could not be read. Send JSON.');
  return parsed.data;
}
