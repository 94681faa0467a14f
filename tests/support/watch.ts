import { randomUUID } from 'node:crypto';
import type { VideoSlug } from '#shared/ids.ts';
import type { WatchCounted } from '#shared/playback.ts';
import type { TimeRange } from '#shared/time-ranges.ts';
import type { ApiClient, TestApp } from './test-app.ts';

/** Somebody's page with a video, as honest as can be: it opens a session, time passes as it plays, and it reports. */
export async function watch(
  test: Pick<TestApp, 'clock'>,
  person: { api: ApiClient },
  slug: VideoSlug,
  ...ranges: [startMs: number, endMs: number][]
): Promise<WatchCounted> {
  const session = randomUUID();
  const report = (sequence: number, played: TimeRange[], positionMs: number) =>
    person.api.playback.reportWatched({ slug, session, sequence, rate: 1, ranges: played, positionMs });
  let counted = await report(0, [], 0);
  for (const [i, [startMs, endMs]] of ranges.entries()) {
    test.clock.advance(endMs - startMs);
    counted = await report(i + 1, [{ startMs, endMs }], endMs);
  }
  return counted;
}
