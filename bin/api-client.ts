import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { contract } from '#shared/contract.ts';
import { AppError, ErrorBody } from '#shared/errors.ts';
import type { VideoSlug } from '#shared/ids.ts';

export type ApiClient = ContractRouterClient<typeof contract>;

/** The public API for scripts. Refusals are thrown as `AppError` with the server's code and sentence. */
export function apiClient(url: string, headers: () => Record<string, string>): ApiClient {
  const link = new OpenAPILink(contract, {
    url: `${url.replace(/\/+$/, '')}/api`,
    headers,
    async fetch(request, init) {
      const response = await fetch(request, init);
      if (response.ok) return response;
      const body = ErrorBody.safeParse(await response.json().catch(() => null));
      if (!body.success) throw new AppError('unavailable', `${url} answered ${response.status}.`);
      throw new AppError(body.data.code, body.data.message, body.data.details);
    },
  });
  return createORPCClient(link);
}

const TRIES = 8;

/** Uploads a file in parts; each part is tried again a few times. Answers the slug of the video. */
export async function uploadFile(
  api: ApiClient,
  url: string,
  path: string,
  options: { title?: string; onProgress?: (sentBytes: number, sizeBytes: number) => void } = {},
): Promise<VideoSlug> {
  const { size } = await stat(path);
  const file = await openAsBlob(path);
  const ticket = await api.uploads.create({
    fileName: basename(path),
    sizeBytes: size,
    contentType: 'application/octet-stream',
    ...(options.title ? { title: options.title } : {}),
  });
  for (let partNumber = 1; partNumber <= ticket.partCount; partNumber++) {
    const start = (partNumber - 1) * ticket.partSizeBytes;
    const part = file.slice(start, Math.min(start + ticket.partSizeBytes, size));
    await tryAgain(async () => {
      const [put] = await api.uploads.signParts({ videoId: ticket.videoId, partNumbers: [partNumber] });
      if (!put) throw new Error('nothing was signed');
      const answer = await fetch(new URL(put.url, url), { method: 'PUT', headers: put.headers, body: part });
      if (!answer.ok)
        throw new Error(`the store answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
    });
    options.onProgress?.(start + part.size, size);
  }
  await tryAgain(() => api.uploads.complete({ videoId: ticket.videoId }));
  return ticket.slug;
}

async function tryAgain(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      const isFinal = error instanceof AppError && error.status < 500 && error.code !== 'rate_limited';
      if (isFinal || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt * (0.5 + Math.random())));
    }
  }
}
