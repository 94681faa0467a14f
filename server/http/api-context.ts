import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { ApiContext, AppContext } from '#server/context.ts';
import { resolveActor, type Auth } from '#server/features/accounts/index.ts';
import type { RequestVariables } from './request-log.ts';

export type MakeApiContext = (
  request: Request,
  c?: Context<{ Variables: RequestVariables }>,
) => Promise<ApiContext>;

/** Finds out who asks (session cookie or bearer API key) and makes what routers get. */
export function makeApiContext(ctx: AppContext, auth: Auth): MakeApiContext {
  return async (request, c) => ({
    ...ctx,
    auth,
    actor: await resolveActor(ctx, auth, request.headers),
    requestId: c?.get('requestId') ?? 'none',
    headers: request.headers,
    responseHeaders: new Headers(),
    clientAddress: clientAddress(ctx, request, c),
  });
}

/** With trusted proxies, the address that the nearest of them saw; otherwise the socket's. */
export function clientAddress(ctx: AppContext, request: Request, c?: Context): string {
  const forwarded = request.headers.get('x-forwarded-for');
  if (ctx.config.http.trustProxy && forwarded) return forwarded.split(',').at(-1)?.trim() ?? 'unknown';
  // In-process requests (tests) have no socket.
  return c?.env && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? 'unknown') : 'in-process';
}
