import type { MiddlewareHandler } from 'hono';
import type { Config } from '#server/config.ts';

/**
 * Content-Security-Policy without inline script or eval (WebAssembly is allowed: ffmpeg and codecs run in it).
 * Media may come from the store's own origin, where browsers fetch it by presigned URL.
 */
export function contentSecurityPolicy(config: Config): string {
  const store =
    config.storage.kind === 's3' ? [originOf(config.storage.publicEndpoint ?? config.storage.endpoint)] : [];
  const media = ["'self'", 'blob:', ...store.filter((origin) => origin !== null)].join(' ');
  return [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${media}`,
    `media-src ${media}`,
    `connect-src ${media}`,
    "worker-src 'self' blob:",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function originOf(url: string | undefined): string {
  return url ? new URL(url).origin : 'https:';
}

/** Headers of every answer. `Permissions-Policy` leaves camera, microphone and screen to our own pages. */
export function securityHeaders(config: Config): MiddlewareHandler {
  const policy = contentSecurityPolicy(config);
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'strict-origin-when-cross-origin');
    headers.set(
      'permissions-policy',
      'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
    );
    headers.set('cross-origin-opener-policy', 'same-origin');
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy);
  };
}
