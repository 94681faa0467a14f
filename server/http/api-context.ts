import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { ApiContext, AppContext } from '#server/context.ts';
import { resolveActor, type Auth } from '#server/features/accounts/index.ts';
import { resolveRespondent } from '#server/features/video-requests/index.ts';
import { resolveGuest } from '#server/features/shares/index.ts';
import type { RequestVariables } from './request-log.ts';

export type MakeApiContext = (
  request: Request,
  c?: Context<{ Variables: RequestVariables }>,
) => Promise<ApiContext>;

/** Finds out who asks (a guest's link, a session cookie or a bearer API key) and makes what routers get. */
export function makeApiContext(ctx: AppContext, auth: Auth): MakeApiContext {
  return async (request, c) => ({
    ...ctx,
    auth,
    actor: await actorOf(ctx, auth, request),
    requestId: c?.get('requestId') ?? 'none',
    headers: request.headers,
    responseHeaders: new Headers(),
    clientAddress: clientAddress(ctx, request, c),
  });
}

/** A request that names a share link or a video request is its guest's or nobody's, whoever has signed in besides. */
function actorOf(ctx: AppContext, auth: Auth, request: Request): Promise<ApiContext['actor']> {
  const requestId = request.headers.get('x-video-request');
  if (requestId !== null) return resolveRespondent(ctx, requestId, request.headers);
  const linkId = shareLinkOf(request);
  return linkId === null
    ? resolveActor(ctx, auth, request.headers)
    : resolveGuest(ctx, linkId, request.headers);
}

/** `x-share-link`, or `?share=` where a page can't set headers (EventSource). */
function shareLinkOf(request: Request): string | null {
  const header = request.headers.get('x-share-link');
  if (header !== null) return header;
  const url = new URL(request.url);
  return /^\/events(\/|$)/.test(url.pathname) ? url.searchParams.get('share') : null;
}

/** With trusted proxies, the address that the nearest of them saw; otherwise the socket's. */
export function clientAddress(ctx: AppContext, request: Request, c?: Context): string {
  const forwarded = request.headers.get('x-forwarded-for');
  if (ctx.config.http.trustProxy && forwarded) return forwarded.split(',').at(-1)?.trim() ?? 'unknown';
  // In-process requests (tests) have no socket.
  return c?.env && 'incoming' in c.env ? (getConnInfo(c).remote.address ?? 'unknown') : 'in-process';
}
