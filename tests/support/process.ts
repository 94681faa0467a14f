import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { videos } from '#server/db/tables.ts';
import type { Video } from '#shared/videos.ts';
import { processVideo } from '#worker/jobs/process-video.ts';
import { PermanentJobError } from '#server/queue/queue.ts';
import type { VideoId } from '#shared/ids.ts';
import type { TestApp } from './test-app.ts';
import type { TestPerson } from './factories.ts';

/** Uploads a local file as the web client does, in parts. */
export async function uploadFile(
  person: TestPerson,
  path: string,
  fileName = basename(path),
  newVersionOf: Video['slug'] | null = null,
): Promise<Video['slug']> {
  const { size } = await stat(path);
  const ticket = await person.api.uploads.create({
    fileName,
    sizeBytes: size,
    contentType: 'video/mp4',
    newVersionOf,
  });
  for (let partNumber = 1; partNumber <= ticket.partCount; partNumber++) {
    const [put] = await person.api.uploads.signParts({ videoId: ticket.videoId, partNumbers: [partNumber] });
    if (!put) throw new Error('nothing was signed');
    const start = (partNumber - 1) * ticket.partSizeBytes;
    const end = Math.min(start + ticket.partSizeBytes, size) - 1;
    const body =
      size < 1_000_000 ? await readFile(path) : Readable.toWeb(createReadStream(path, { start, end }));
    const stored = await person.fetch(put.url, {
      method: 'PUT',
      headers: { ...put.headers, 'content-length': String(end - start + 1) },
      body: body as BodyInit,
      duplex: 'half',
    } as RequestInit);
    if (!stored.ok) throw new Error(`PUT ${stored.status}: ${await stored.text()}`);
  }
  await person.api.uploads.complete({ videoId: ticket.videoId });
  return ticket.slug;
}

/** Runs the worker's job for a video here and now. */
export async function processNow(test: TestApp, person: TestPerson, slug: Video['slug']): Promise<Video> {
  const [row] = await test.ctx.db.select().from(videos).where(eq(videos.slug, slug));
  if (!row) throw new Error('no such video');
  const run = {
    id: 'test',
    payload: { videoId: row.id as VideoId, run: row.processingRun },
    retryCount: 0,
    isLastTry: true,
    signal: new AbortController().signal,
  };
  await processVideo(test.ctx, run).catch((error: unknown) => {
    if (!(error instanceof PermanentJobError)) throw error;
  });
  return person.api.videos.get({ slug });
}
