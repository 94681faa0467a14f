import { eq } from 'drizzle-orm';
import { videos } from '#server/db/tables.ts';
import { completeProcessing, type NewRendition } from '#server/features/videos/index.ts';
import type { VideoId, VideoSlug } from '#shared/ids.ts';
import type { TestPerson } from './factories.ts';
import type { TestApp } from './test-app.ts';

export const RENDITION: NewRendition = {
  name: '720p',
  key: 'w/v/720p.mp4',
  width: 1280,
  height: 720,
  bitrate: 1_000_000,
  codecs: 'avc1.64001f',
  sizeBytes: 1000,
  initLength: 100,
  segments: [[2000, 100, 900]],
};

export interface BegunVersion {
  id: VideoId;
  slug: VideoSlug;
}

/** A file on its way to become the next version. */
export async function beginVersion(person: TestPerson, newVersionOf: VideoSlug): Promise<BegunVersion> {
  const ticket = await person.api.uploads.create({ fileName: 'next.mp4', sizeBytes: 10, newVersionOf });
  return { id: ticket.videoId, slug: ticket.slug };
}

/** The file has arrived and was processed, without the work. */
export async function arrive(test: TestApp, { id }: BegunVersion): Promise<void> {
  await test.ctx.db
    .update(videos)
    .set({ status: 'processing', processingRun: 1, durationMs: 60_000 })
    .where(eq(videos.id, id));
  const result = { renditions: [RENDITION], downloadKey: 'w/v/download.mp4' };
  await completeProcessing(test.ctx, { videoId: id, run: 1 }, result);
}

/** The next version of a video, there and current. */
export async function makeVersion(
  test: TestApp,
  person: TestPerson,
  newVersionOf: VideoSlug,
): Promise<BegunVersion> {
  const begun = await beginVersion(person, newVersionOf);
  await arrive(test, begun);
  return begun;
}
