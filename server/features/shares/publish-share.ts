import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { ShareLinkId, VideoId } from '#shared/ids.ts';
import { baseSlug } from '#shared/version-slugs.ts';
import type { VideoRow } from '#server/features/videos/index.ts';

/** Tells open pages that a link has changed or was used; those of its guests look whether it still holds. */
export async function publishShare(tx: Transaction, video: VideoRow, linkId: string): Promise<void> {
  await publish(tx, video.workspaceId, {
    type: 'share.changed',
    videoId: VideoId.parse(video.id),
    slug: baseSlug(video.slug),
    linkId: ShareLinkId.parse(linkId),
  });
}
