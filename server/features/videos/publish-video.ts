import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { VideoId, VideoSlug } from '#shared/ids.ts';
import type { VideoRow } from './access.ts';

/** Tells open pages about a video: `changed` (look at all of it again) or `progress` (only how far it is). */
export async function publishVideo(
  tx: Transaction,
  video: Pick<VideoRow, 'id' | 'slug' | 'workspaceId'>,
  what: 'changed' | 'progress' = 'changed',
): Promise<void> {
  await publish(tx, video.workspaceId, {
    type: `video.${what}`,
    videoId: VideoId.parse(video.id),
    slug: VideoSlug.parse(video.slug),
  });
}
