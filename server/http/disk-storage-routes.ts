import { Readable } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { contentTypeOf } from '#server/storage/content-types.ts';
import { contentDisposition } from '#server/storage/content-disposition.ts';
import { DISK_ROUTE, type DiskStorage } from '#server/storage/disk-storage.ts';
import type { DiskGrant } from '#server/storage/disk-signature.ts';
import type { ByteRange } from '#server/storage/storage.ts';
import { AppError } from '#shared/errors.ts';

/**
 * The embedded store's HTTP side, with the semantics of S3's presigned requests: what was not signed exactly so is
 * 403, a body that is not what was signed is 400.
 */
export function diskStorageRoutes(storage: DiskStorage): Hono {
  const app = new Hono();
  app.put('/*', async (c) => {
    const grant = grantOf(storage, c.req.raw);
    if (!grant || grant.method !== 'PUT' || grant.sizeBytes === undefined) return refused();
    const { sizeBytes, md5, contentType } = grant;
    if (contentType !== undefined && c.req.header('content-type') !== contentType) return refused();
    if (c.req.header('content-length') !== String(sizeBytes)) return refused();
    try {
      const written = await storage.receive(grant, bodyOf(c), {
        maxBytes: sizeBytes,
        accept: (arrived) => {
          if (arrived.sizeBytes !== sizeBytes)
            throw new AppError('length_mismatch', 'The body is shorter than announced.');
          if (md5 !== undefined && arrived.md5 !== md5)
            throw new AppError('length_mismatch', 'The MD5 does not match.');
        },
      });
      return c.body(null, 200, { etag: `"${written.md5}"` });
    } catch (error) {
      if (error instanceof AppError && error.code === 'length_mismatch') return c.text(error.message, 400);
      if (isCutOff(error)) return c.text('The body was cut off.', 400);
      throw error;
    }
  });
  app.get('/*', async (c) => {
    const grant = grantOf(storage, c.req.raw);
    if (!grant || grant.method !== 'GET') return refused();
    const rangeHeader = c.req.header('range');
    // Not `head`: that reads the whole file for its hash.
    const whole = await storage.get(grant.key).catch(() => null);
    if (!whole) return c.text('Not found', 404);
    const { sizeBytes, modifiedAt } = whole.info;
    const range = rangeHeader === undefined ? undefined : parseRange(rangeHeader, sizeBytes);
    const headers: Record<string, string> = {
      'content-type': grant.contentType ?? contentTypeOf(grant.key),
      'accept-ranges': 'bytes',
      etag: `"${sizeBytes.toString(16)}-${modifiedAt.getTime().toString(16)}"`,
      'cache-control': 'private, max-age=3600',
      'content-security-policy': policyFor(grant),
      ...(grant.downloadName ? { 'content-disposition': contentDisposition(grant.downloadName) } : {}),
      ...(grant.viewName ? { 'content-disposition': contentDisposition(grant.viewName, 'inline') } : {}),
    };
    if (range === 'unsatisfiable') {
      whole.body.destroy();
      return c.body(null, 416, { 'content-range': `bytes */${sizeBytes}` });
    }
    if (range) whole.body.destroy();
    const { body, contentLength } = range ? await storage.get(grant.key, range) : whole;
    headers['content-length'] = String(contentLength);
    if (range) headers['content-range'] = `bytes ${range.start}-${range.end}/${sizeBytes}`;
    if (c.req.method === 'HEAD') {
      body.destroy();
      return c.body(null, range ? 206 : 200, headers);
    }
    return c.body(Readable.toWeb(body) as ReadableStream, range ? 206 : 200, headers);
  });
  app.all('/*', () => refused());
  return app;
}

/** Node's own stream where there is one: a web stream around it costs as much as hashing and writing together. */
function bodyOf(c: Context): AsyncIterable<Uint8Array> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming ?? c.req.raw.body ?? Readable.from([]);
}

function grantOf(storage: DiskStorage, request: Request): DiskGrant | null {
  const url = new URL(request.url);
  const key = url.pathname.slice(DISK_ROUTE.length + 1);
  return storage.signer.verify({ method: request.method, key, query: url.searchParams, now: new Date() });
}

function refused(): Response {
  return new Response('Access denied', { status: 403, headers: { 'content-type': 'text/plain' } });
}

/** In a sandbox Safari shows nothing of many PDFs; no viewer runs anything of a PDF in our origin. */
function policyFor({ contentType }: DiskGrant): string {
  if (contentType !== 'application/pdf') return "sandbox; default-src 'none'";
  return "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
}

/** One range, as media players send; several at once are answered with the whole (RFC 9110, 14.2). */
export function parseRange(
  header: string,
  sizeBytes: number,
): Required<ByteRange> | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const suffix = Math.min(Number(last), sizeBytes);
    return suffix === 0 ? 'unsatisfiable' : { start: sizeBytes - suffix, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (start >= sizeBytes || (last !== '' && Number(last) < start)) return 'unsatisfiable';
  return { start, end };
}

function isCutOff(error: unknown): boolean {
  return (
    error instanceof Error &&
    /aborted|terminated|premature|ECONNRESET/i.test(`${error.name} ${error.message}`)
  );
}
