import { createHash } from 'node:crypto';
import type { Attachment } from '#shared/attachments.ts';
import type { VideoSlug } from '#shared/ids.ts';
import type { TestBrowser } from './test-app.ts';

/** What is said of bytes when their upload is asked for. */
export function described(fileName: string, bytes: Uint8Array) {
  return { fileName, sizeBytes: bytes.byteLength, md5: createHash('md5').update(bytes).digest('hex') };
}

/** PUTs bytes to where the server said. Answers the store's status. */
export async function putBytes(
  browser: Pick<TestBrowser, 'fetch'>,
  put: { url: string; headers: Record<string, string> },
  bytes: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const { status } = await browser.fetch(put.url, {
    method: 'PUT',
    headers: { ...put.headers, 'content-length': String(bytes.byteLength) },
    body: bytes,
  });
  return status;
}

/** Uploads a file that is to go with a comment. */
export async function attach(
  browser: Pick<TestBrowser, 'fetch' | 'api'>,
  slug: VideoSlug,
  fileName: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Attachment> {
  const { id, put } = await browser.api.attachments.create({ slug, ...described(fileName, bytes) });
  const status = await putBytes(browser, put, bytes);
  if (status !== 200) throw new Error(`PUT ${status}`);
  return browser.api.attachments.complete({ id });
}

/** Where a media URL leads, and what the store then says; `status` is that of the first answer that is no redirect. */
export async function fetchMedia(
  browser: Pick<TestBrowser, 'fetch'>,
  url: string,
): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  let answer = await browser.fetch(url);
  const location = answer.headers.get('location');
  if (answer.status === 302 && location)
    answer = location.startsWith('/') ? await browser.fetch(location) : await fetch(location);
  return {
    status: answer.status,
    headers: answer.headers,
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}
