import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import type { VideoRow } from '#server/features/videos/index.ts';
import { VideoId } from '#shared/ids.ts';
import { baseSlug } from '#shared/version-slugs.ts';

/** Tells open pages that the ledger of a video has changed. */
export async function publishAcknowledgement(tx: Transaction, video: VideoRow): Promise<void> {
  await publish(tx, video.workspaceId, {
    type: 'acknowledgement.changed',
    videoId: VideoId.parse(video.id),
    slug: baseSlug(video.slug),
  });
}
