import type { ShareAllows } from '#shared/share-links.ts';
import type { Video } from '#shared/videos.ts';

/** What a guest sees of a video: not where it stands in the workspace, nor who was asked about it. */
export function forGuest(video: Video, allows: ShareAllows): Video {
  return {
    ...video,
    spaceId: null,
    failure: video.failure && { ...video.failure, message: 'This video could not be processed.' },
    acknowledgements: { asked: 0, answered: 0, toAcknowledge: 0, acknowledged: 0, nextDueAt: null },
    transcript: allows.canSeeTranscript ? video.transcript : { state: 'none', language: null },
    canEdit: false,
  };
}
