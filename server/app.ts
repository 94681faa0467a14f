import { Hono } from 'hono';
import { AppError } from '#shared/errors.ts';
import type { AppContext } from './context.ts';
import type { LiveFeed } from './events/subscribe.ts';
import { authRoutes, createAuth } from './features/accounts/index.ts';
import { unsubscribeRoutes } from './features/channels/index.ts';
import { liveRoutes } from './features/live/index.ts';
import { mediaRoutes } from './features/playback/index.ts';
import { currentGuest } from './features/shares/index.ts';
import { togetherRoutes } from './features/together/index.ts';
import { currentRespondent } from './features/video-requests/index.ts';
import { clientAddress, makeApiContext } from './http/api-context.ts';
import { docsPage } from './http/docs-page.ts';
import { errorResponse } from './http/error-response.ts';
import { healthRoutes } from './http/health-routes.ts';
import { answerFromContract } from './http/mount-contract.ts';
import { openApiDocument } from './http/openapi.ts';
import { requestLog, type RequestVariables } from './http/request-log.ts';
import { sameOriginOnly } from './http/same-origin.ts';
import { securityHeaders } from './http/security-headers.ts';
import { staticFiles } from './http/static-files.ts';
import { diskStorageRoutes } from './http/disk-storage-routes.ts';
import { isDiskStorage } from './storage/disk-storage.ts';
import { VERSION } from './version.ts';

/** The whole server as one Hono app. Every route here has an entry in `shared/permissions.ts`. */
export function createApp(ctx: AppContext, feed: LiveFeed): Hono<{ Variables: RequestVariables }> {
  const auth = createAuth(ctx);
  const apiContext = makeApiContext(ctx, auth);
  const app = new Hono<{ Variables: RequestVariables }>();

  app.use(requestLog(ctx.log));
  app.use(securityHeaders(ctx.config));
  app.onError((error, c) => errorResponse(error, c.get('requestId'), ctx.log));

  app.route('/', healthRoutes(ctx));
  app.get('/api/openapi.json', async (c) =>
    c.json(await openApiDocument({ publicUrl: ctx.config.http.publicUrl, version: VERSION })),
  );
  app.get('/api/docs', async (c) =>
    c.html(docsPage(await openApiDocument({ publicUrl: ctx.config.http.publicUrl, version: VERSION }))),
  );
  app.use('/api/*', sameOriginOnly(ctx.config.http.publicUrl));
  app.route(
    '/api/auth',
    authRoutes(auth, ctx, (c) => clientAddress(ctx, c.req.raw, c)),
  );
  app.all('/api/*', async (c) => answerFromContract(c.req.raw, await apiContext(c.req.raw, c)));
  app.route(
    '/events',
    liveRoutes(feed, (request) => apiContext(request)),
  );
  app.route(
    '/events/together',
    togetherRoutes(feed, (request) => apiContext(request)),
  );
  app.route(
    '/media',
    mediaRoutes(ctx, {
      ofLink: (guest) => currentGuest(ctx, guest),
      ofRequest: (guest) => currentRespondent(ctx, guest),
    }),
  );
  app.route('/unsubscribe', unsubscribeRoutes(ctx));
  if (isDiskStorage(ctx.storage)) app.route('/storage', diskStorageRoutes(ctx.storage));
  app.all('/storage/*', (c) => errorResponse(noSuch(c.req.path), c.get('requestId'), ctx.log));
  app.route('/', staticFiles());
  app.notFound((c) => errorResponse(noSuch(c.req.path), c.get('requestId'), ctx.log));
  return app;
}

function noSuch(path: string): AppError {
  return new AppError('not_found', `There is nothing at ${path}.`);
}
