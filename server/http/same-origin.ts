import type { MiddlewareHandler } from 'hono';
import { AppError } from '#shared/errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes that another site's page makes in somebody's name (CSRF). Browsers send `Origin` with every such request
 * and no page can forge it; scripts send none. (hono/csrf looks at forms only, and takes a POST without a body for one.)
 */
export function sameOriginOnly(publicUrl: string): MiddlewareHandler {
  const publicOrigin = new URL(publicUrl).origin;
  return async (c, next) => {
    const origin = c.req.header('origin');
    const isForeign = origin !== undefined && origin !== publicOrigin && origin !== new URL(c.req.url).origin;
    if (!SAFE.has(c.req.method) && isForeign) {
      throw new AppError(
        'forbidden',
        `Pages of ${origin} may not do that here. If this is your address, set PUBLIC_URL to it.`,
      );
    }
    await next();
  };
}
