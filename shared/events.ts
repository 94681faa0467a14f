import * as z from 'zod';
import type { Comment } from './comments.ts';
import {
  CommentId,
  SeriesId,
  ShareLinkId,
  SpaceId,
  UserId,
  VideoId,
  VideoRequestId,
  VideoSlug,
} from './ids.ts';

/**
 * What is published: that something changed, never the content. `slug` is that of the link, whichever version it is about. Clients refetch; receiving one twice does no harm.
 */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('video.changed'), videoId: VideoId, slug: VideoSlug }),
  z.object({ type: z.literal('video.version'), videoId: VideoId, slug: VideoSlug }),
  z.object({ type: z.literal('video.progress'), videoId: VideoId, slug: VideoSlug }),
  z.object({ type: z.literal('transcript.changed'), videoId: VideoId, slug: VideoSlug }),
  z.object({
    type: z.literal('comment.changed'),
    videoId: VideoId,
    slug: VideoSlug,
    commentId: CommentId,
    withReplies: z.boolean().default(false).describe('It went or came back, and its replies with it.'),
  }),
  z.object({ type: z.literal('reaction.changed'), videoId: VideoId, slug: VideoSlug }),
  z.object({ type: z.literal('acknowledgement.changed'), videoId: VideoId, slug: VideoSlug }),
  z.object({ type: z.literal('watch.changed'), videoId: VideoId, slug: VideoSlug, userId: UserId }),
  z.object({ type: z.literal('share.changed'), videoId: VideoId, slug: VideoSlug, linkId: ShareLinkId }),
  z.object({ type: z.literal('together.changed'), videoId: VideoId, slug: VideoSlug }),
  z.object({ type: z.literal('space.changed'), spaceId: SpaceId }),
  z.object({ type: z.literal('series.changed'), seriesId: SeriesId }),
  z.object({ type: z.literal('request.changed'), requestId: VideoRequestId }),
  z.object({ type: z.literal('members.changed') }),
  z.object({
    type: z.literal('inbox.changed'),
    userIds: z.array(UserId).nullable().describe('Whose; null: of many. A page is told of its own alone.'),
  }),
  z.object({ type: z.literal('time.changed'), userId: UserId }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

/** What `/events` (server-sent events) tells an open page; with the changed comment as its viewer sees it, where there is one. */
export type HeardEvent = LiveEvent & { comment?: Comment };
