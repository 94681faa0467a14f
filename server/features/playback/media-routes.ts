import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { Hono, type Context } from 'hono';
import type { AppContext, GuestActor, RespondentActor } from '#server/context.ts';
import { findServedAttachment } from '#server/features/attachments/index.ts';
import { comments } from '#server/features/comments/tables.ts';
import { recordings, recordingSegments } from '#server/features/recordings/tables.ts';
import { readTranscript } from '#server/features/transcripts/index.ts';
import type { VideoRow } from '#server/features/videos/index.ts';
import { renditions, videos } from '#server/features/videos/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { verifyMediaToken } from '#server/media-token.ts';
import { toSrt, toWebVtt } from '#shared/captions.ts';
import { AppError } from '#shared/errors.ts';
import type { ShareAllows } from '#shared/share-links.ts';
import { masterPlaylist, recordingPlaylist, renditionPlaylist } from './playlists.ts';

/** How long the store's URLs live; with the cache of grants, what ends does so within a minute for guests, and files of comments for all. */
const STORE_URL_SECONDS = { member: 300, guest: 45, attachment: 45 };
const GRANT_CACHE_MS = 10_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a token gives at the moment. */
interface Granted {
  videoId: string;
  userId: string;
  /** Null for a member, who may have everything. */
  guest: ShareAllows | null;
  /** All else of it is not given. */
  isPosterOnly?: true;
}
const NOTHING_MORE: ShareAllows = {
  canComment: false,
  canApprove: false,
  canDownload: false,
  canSeeTranscript: false,
  hasWatermark: false,
};
type MediaEnv = { Variables: { granted: Granted; videoId: string } };
/** The guest of a token, where their link still holds; throws otherwise. */
type FindGuest = (by: { linkId: string; userId: string }) => Promise<GuestActor>;
/** The guest of a video request, where it still gives something, with the video that it is about; throws otherwise. */
type FindRespondent = (by: {
  requestId: string;
  userId: string;
}) => Promise<RespondentActor & { aboutVideoId: string | null }>;
interface FindGuests {
  ofLink: FindGuest;
  ofRequest: FindRespondent;
}

/**
 * `/media/<token>/…`: all bytes of a video. The token is the permission; that the video is not deleted and its person
 * still a member (or their share link still open) is asked again here (at most every 10 s a token), so that removing
 * either ends the URLs. Files are answered by a redirect to the store, which serves them under a URL of five minutes, or
 * of 45 s for guests.
 */
export function mediaRoutes(ctx: AppContext, findGuests: FindGuests): Hono<MediaEnv> {
  const app = new Hono<MediaEnv>();
  // Grants alone: what a video has may have been made a second ago.
  const known = new Map<string, { at: number; granted: Granted }>();

  app.use('/:token/*', async (c, next) => {
    const token = c.req.param('token');
    const cached = known.get(token);
    const now = ctx.clock.now().getTime();
    const isFresh = cached !== undefined && now - cached.at < GRANT_CACHE_MS;
    const granted = isFresh ? cached.granted : await grantOf(ctx, token, findGuests);
    if (!isFresh) {
      if (known.size > 5000) known.clear();
      known.set(token, { at: now, granted });
    }
    if (granted.isPosterOnly && !c.req.path.endsWith(`/${token}/poster.jpg`)) throw notGiven();
    c.set('granted', granted);
    c.set('videoId', granted.videoId);
    await next();
  });

  app.get('/:token/master.m3u8', async (c) => {
    const video = await videoOf(ctx, c.get('videoId'));
    const ladder = await ctx.db.select().from(renditions).where(eq(renditions.videoId, video.id));
    if (ladder.length === 0) throw notYet();
    const { frameRateNumerator: numerator, frameRateDenominator: denominator } = video;
    const frameRate = numerator && denominator ? Math.min(60, numerator / denominator) : null;
    return playlist(c, masterPlaylist(ladder.map((rung) => ({ ...rung, frameRate }))), 60);
  });
  app.get('/:token/rendition/:file', async (c) => {
    const [, name, kind] = /^(\w+)\.(m3u8|mp4)$/.exec(c.req.param('file')) ?? [];
    const [rendition] = await ctx.db
      .select()
      .from(renditions)
      .where(and(eq(renditions.videoId, c.get('videoId')), eq(renditions.name, name ?? '')));
    if (!rendition) throw notYet();
    return kind === 'm3u8' ? playlist(c, renditionPlaylist(rendition), 60) : toStore(c, ctx, rendition.key);
  });
  app.get('/:token/recording.m3u8', async (c) => {
    const found = await recordedSegments(ctx, c.get('videoId'));
    const text = recordingPlaylist(found);
    if (text === null) throw notYet();
    return playlist(c, text, found.isGrowing ? 0 : 5);
  });
  app.get('/:token/recording/:kind/:file', async (c) => {
    const kind = c.req.param('kind') === 'init' ? 'init' : 'media';
    const index = Number.parseInt(c.req.param('file'), 10);
    const [segment] = await ctx.db
      .select({ key: recordingSegments.key })
      .from(recordingSegments)
      .innerJoin(recordings, eq(recordings.id, recordingSegments.recordingId))
      .where(
        and(
          eq(recordings.videoId, c.get('videoId')),
          eq(recordingSegments.kind, kind),
          eq(recordingSegments.index, Number.isSafeInteger(index) ? index : -1),
        ),
      );
    if (!segment) throw notYet();
    return toStore(c, ctx, segment.key);
  });
  app.get('/:token/original', async (c) => {
    const { guest, videoId } = c.get('granted');
    const { originalKey } = await videoOf(ctx, videoId);
    if (guest && !guest.canDownload && (await hasRenditions(ctx, videoId))) throw notGiven();
    return toStore(c, ctx, originalKey);
  });
  app.get('/:token/poster.jpg', async (c) => {
    const { posterKey } = await videoOf(ctx, c.get('videoId'));
    return toStore(c, ctx, posterKey);
  });
  app.get('/:token/stills/:file', async (c) => {
    const [, id = ''] = /^([0-9a-f-]{36})\.jpg$/.exec(c.req.param('file')) ?? [];
    const [comment] = id
      ? await ctx.db
          .select({ key: comments.stillKey })
          .from(comments)
          .where(and(eq(comments.id, id), eq(comments.videoId, c.get('videoId')), isNull(comments.deletedAt)))
      : [];
    return toStore(c, ctx, comment?.key ?? null);
  });
  app.get('/:token/attachments/:id/:download?', async (c) => {
    const { id, download } = c.req.param();
    const { videoId, userId: viewerId } = c.get('granted');
    const isDownload = download === 'download';
    const file =
      UUID.test(id) && (isDownload || download === undefined)
        ? await findServedAttachment(ctx, { id, videoId, viewerId, isDownload })
        : null;
    if (!file) throw new AppError('not_found', 'This file was removed, or its comment was.');
    const { url } = await ctx.storage.presignGet({
      ...file,
      expiresInSeconds: STORE_URL_SECONDS.attachment,
    });
    return c.body(null, 302, { location: url, ...cacheFor(30) });
  });
  app.get('/:token/download.mp4', async (c) => {
    if (c.get('granted').guest?.canDownload === false) throw notGiven();
    const video = await videoOf(ctx, c.get('videoId'));
    return toStore(c, ctx, video.downloadKey, `${video.title.replaceAll(/[\\/:*?"<>|]+/g, ' ').trim()}.mp4`);
  });
  app.get('/:token/captions.vtt', async (c) => {
    if (c.get('granted').guest?.canSeeTranscript === false) throw notGiven();
    const { segments } = await readTranscript(ctx, c.get('videoId'));
    return c.body(toWebVtt(segments), 200, { 'content-type': 'text/vtt; charset=utf-8', ...cacheFor(5) });
  });
  app.get('/:token/captions.srt', async (c) => {
    if (c.get('granted').guest?.canSeeTranscript === false) throw notGiven();
    const { segments } = await readTranscript(ctx, c.get('videoId'));
    return c.body(toSrt(segments), 200, {
      'content-type': 'application/x-subrip; charset=utf-8',
      ...cacheFor(5),
    });
  });
  return app;
}

async function grantOf(ctx: AppContext, token: string, findGuests: FindGuests): Promise<Granted> {
  const grant = verifyMediaToken(ctx.config, token, ctx.clock.now());
  if (!grant)
    throw new AppError('forbidden', 'This media link has expired or is not complete. Reload the page.');
  const { videoId } = grant;
  if (grant.linkId !== null) {
    const { grant: given } = await findGuests.ofLink({ linkId: grant.linkId, userId: grant.userId });
    if (!(await isPartOf(ctx, videoId, given.videoId))) throw notGiven();
    return { videoId, userId: grant.userId, guest: given };
  }
  if (grant.requestId !== null) return respondentGrant(ctx, grant.requestId, grant, findGuests);
  const parents = alias(videos, 'parents');
  const [found] = await ctx.db
    .select({ id: videos.id })
    .from(videos)
    .innerJoin(members, and(eq(members.organizationId, videos.workspaceId), eq(members.userId, grant.userId)))
    // What was recorded as a comment goes out of sight with what it is about.
    .leftJoin(parents, eq(parents.id, videos.parentId))
    .where(and(eq(videos.id, videoId), isNull(videos.deletedAt), isNull(parents.deletedAt)));
  if (!found) throw new AppError('gone', 'This video was deleted or is no longer shared with you.');
  return { videoId: found.id, userId: grant.userId, guest: null };
}

/** What they have recorded themselves to be played, and of the video that they are to answer its picture. */
async function respondentGrant(
  ctx: AppContext,
  requestId: string,
  { videoId, userId }: { videoId: string; userId: string },
  findGuests: FindGuests,
): Promise<Granted> {
  const { aboutVideoId } = await findGuests.ofRequest({ requestId, userId });
  const isOwn = and(eq(videos.id, videoId), eq(videos.recordedBy, userId), isNull(videos.deletedAt));
  if ((await ctx.db.$count(videos, isOwn)) > 0) return { videoId, userId, guest: NOTHING_MORE };
  const isAbout = aboutVideoId !== null && (await isPartOf(ctx, videoId, aboutVideoId));
  if (!isAbout) throw new AppError('gone', 'This recording was thrown away.');
  return { videoId, userId, guest: NOTHING_MORE, isPosterOnly: true };
}

/** A version of the video, or what was recorded as a comment on one. */
async function isPartOf(ctx: AppContext, videoId: string, rootId: string): Promise<boolean> {
  const parents = alias(videos, 'parents');
  const [found] = await ctx.db
    .select({ id: videos.id })
    .from(videos)
    .leftJoin(parents, eq(parents.id, videos.parentId))
    .where(
      and(
        eq(videos.id, videoId),
        isNull(videos.deletedAt),
        isNull(parents.deletedAt),
        sql`coalesce(${parents.versionOf}, ${parents.id}, ${videos.versionOf}, ${videos.id}) = ${rootId}`,
      ),
    );
  return found !== undefined;
}

async function hasRenditions(ctx: AppContext, videoId: string): Promise<boolean> {
  return (await ctx.db.$count(renditions, eq(renditions.videoId, videoId))) > 0;
}

async function videoOf(ctx: AppContext, id: string): Promise<VideoRow> {
  const [video] = await ctx.db.select().from(videos).where(eq(videos.id, id));
  if (!video) throw notYet();
  return video;
}

async function recordedSegments(ctx: AppContext, videoId: string) {
  const [recording] = await ctx.db
    .select()
    .from(recordings)
    .where(and(eq(recordings.videoId, videoId), ne(recordings.state, 'discarded')));
  if (!recording) throw notYet();
  const rows = await ctx.db
    .select()
    .from(recordingSegments)
    .where(eq(recordingSegments.recordingId, recording.id))
    .orderBy(asc(recordingSegments.index));
  return {
    segments: rows.filter((row) => row.kind === 'media'),
    inits: rows.filter((row) => row.kind === 'init').map((row) => row.index),
    withdrawn: recording.withdrawn,
    isGrowing: recording.state === 'recording' || recording.state === 'finishing',
  };
}

function playlist(c: Context<MediaEnv>, text: string, maxAgeSeconds: number): Response {
  const seconds = c.get('granted').guest ? Math.min(maxAgeSeconds, 30) : maxAgeSeconds;
  return c.body(text, 200, { 'content-type': 'application/vnd.apple.mpegurl', ...cacheFor(seconds) });
}

async function toStore(
  c: Context<MediaEnv>,
  ctx: AppContext,
  key: string | null,
  downloadName?: string,
): Promise<Response> {
  if (key === null) throw notYet();
  const seconds = STORE_URL_SECONDS[c.get('granted').guest ? 'guest' : 'member'];
  const { url } = await ctx.storage.presignGet({
    key,
    expiresInSeconds: seconds,
    ...(downloadName === undefined ? {} : { downloadName }),
  });
  return c.body(null, 302, { location: url, ...cacheFor(c.get('granted').guest ? 30 : seconds - 60) });
}

function cacheFor(seconds: number): Record<string, string> {
  return { 'cache-control': seconds > 0 ? `private, max-age=${seconds}` : 'no-store' };
}

function notGiven(): AppError {
  return new AppError('forbidden', 'This link does not allow that. Ask whoever sent it to you.');
}

function notYet(): AppError {
  return new AppError('not_found', 'This is not there yet. It is made while the video is processed.');
}
