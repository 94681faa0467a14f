import type { GuestContext, VerbContext, ViewerContext } from '#server/context.ts';
import type { PublishedEvent } from '#server/events/publish.ts';
import { currentGuest } from '#server/features/shares/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import type { LiveEvent } from '#shared/events.ts';
import type { ShareGrant } from '#shared/permissions.ts';

/** Who may view a video is asked once in this time for an open page, not for each event. */
const ACCESS_CACHE_MS = 15_000;
/** A guest's link is asked for again after this, also where nobody has said that it has changed: it may have expired. */
const GRANT_CACHE_MS = 10_000;

/** What an open page hears. */
export interface Hearing {
  /** `reset`: load everything again instead; `ended`: this page hears nothing any more. */
  of(event: PublishedEvent): Promise<'yes' | 'no' | 'reset' | 'ended'>;
  /** Asked from time to time where nothing happens. */
  now(): Promise<'open' | 'reset' | 'ended'>;
}

export function hearingOf(ctx: ViewerContext): Hearing {
  const { actor } = ctx;
  return actor.kind === 'guest' ? guestHearing({ ...ctx, actor }) : memberHearing({ ...ctx, actor });
}

/** An event about a video is heard by those who may view it, deleted or not (its deletion is an event too). */
function memberHearing(ctx: VerbContext): Hearing {
  const known = new Map<string, { at: number; isAllowed: boolean }>();
  return {
    async of({ event, videoId }) {
      if (event.type === 'inbox.changed' && event.userIds !== null)
        return event.userIds.includes(ctx.actor.userId) ? 'yes' : 'no';
      if (videoId === null) return 'yes';
      const now = Date.now();
      const cached = known.get(videoId);
      if (cached && now - cached.at < ACCESS_CACHE_MS) return cached.isAllowed ? 'yes' : 'no';
      const isAllowed = await findViewableVideo(ctx, { id: videoId }, { includeDeleted: true }).then(
        () => true,
        () => false,
      );
      if (known.size > 500) known.clear();
      known.set(videoId, { at: now, isAllowed });
      return isAllowed ? 'yes' : 'no';
    },
    now: async () => 'open',
  };
}

/** A guest hears of the one video, while the link holds; an event about the link itself is the time to look. */
function guestHearing(ctx: GuestContext): Hearing {
  const { userId } = ctx.actor;
  let { grant } = ctx.actor;
  let askedAt = Date.now();
  const now = async () => {
    // An error of the database ends it too: the page asks again, and is answered then.
    const guest = await currentGuest(ctx, { linkId: grant.linkId, userId }).catch(() => null);
    if (!guest) return 'ended';
    const hasChanged = JSON.stringify(guest.grant) !== JSON.stringify(grant);
    grant = guest.grant;
    askedAt = Date.now();
    return hasChanged ? 'reset' : 'open';
  };
  return {
    async of({ event, videoId }) {
      if (videoId === null || !(await isOfLink(ctx, videoId, grant))) return 'no';
      const isAboutLink = event.type === 'share.changed' && event.linkId === grant.linkId;
      if (isAboutLink || event.type === 'video.changed' || Date.now() - askedAt > GRANT_CACHE_MS) {
        const state = await now();
        if (state !== 'open') return state;
      }
      return isForGuest(event, grant) ? 'yes' : 'no';
    },
    now,
  };
}

/** A link is to a video in all its versions. */
async function isOfLink(ctx: GuestContext, videoId: string, grant: ShareGrant): Promise<boolean> {
  if (videoId === grant.videoId) return true;
  return findViewableVideo(ctx, { id: videoId }, { includeDeleted: true }).then(
    () => true,
    () => false,
  );
}

/** Who watched, who was asked and who came by which link is not for guests. */
function isForGuest(event: LiveEvent, grant: ShareGrant): boolean {
  switch (event.type) {
    case 'video.changed':
    case 'video.version':
    case 'video.progress':
    case 'comment.changed':
    case 'reaction.changed':
      return true;
    case 'transcript.changed':
      return grant.canSeeTranscript;
    case 'together.changed':
      return grant.canComment;
    default:
      return false;
  }
}
