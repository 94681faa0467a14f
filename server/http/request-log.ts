import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';

export interface RequestVariables {
  /** In the log, in every answer (`X-Request-Id`) and in every error body. */
  requestId: string;
}

const QUIET = /^\/(assets|healthz|readyz)/;

/** Gives each request an id and logs it once it was answered. Query strings are left out: they hold signatures. */
export function requestLog(log: Logger): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async (c, next) => {
    const given = c.req.header('x-request-id');
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    const startedAt = performance.now();
    await next();
    c.res.headers.set('x-request-id', requestId);
    const level = c.res.status >= 500 ? 'warn' : QUIET.test(c.req.path) ? 'debug' : 'info';
    // What follows is a secret: a media token, or that of a share link.
    const path = c.req.path.replace(/^\/(media|s|r)\/.*/, '/$1/…');
    const ms = Math.round(performance.now() - startedAt);
    log[level]({ requestId, method: c.req.method, path, status: c.res.status, ms }, 'request');
  };
}
