import { and, count, eq } from 'drizzle-orm';
import type { AppContext, RespondentContext, ViewerContext } from '#server/context.ts';
import { readStrokes } from '#server/features/recordings/index.ts';
import { recordings, recordingSegments } from '#server/features/recordings/tables.ts';
import { readTranscript } from '#server/features/transcripts/index.ts';
import { findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
import { renditions } from '#server/features/videos/tables.ts';
import { mediaToken, mediaTokenExpiry } from '#server/media-token.ts';
import { VideoId } from '#shared/ids.ts';
import type { InkStroke } from '#shared/ink.ts';
import type { Playback, PlaybackSource } from '#shared/playback.ts';
import { watchedRanges } from './tables.ts';

/** Where to play a video from now, best first, by URLs that are signed and expire. */
export async function getPlayback(ctx: ViewerContext, input: { slug: string }): Promise<Playback> {
  const video = await findViewableVideo(ctx, { slug: input.slug }, { includeReplies: true });
  const token = mediaToken(ctx, video.id);
  const base = `/media/${token}`;
  const grant = ctx.actor.kind === 'guest' ? ctx.actor.grant : null;
  const [{ sources, isIncomplete }, transcript, [watched]] = await Promise.all([
    sourcesOf(ctx, video, base),
    readTranscript(ctx, video.id),
    ctx.db
      .select({ positionMs: watchedRanges.positionMs })
      .from(watchedRanges)
      .where(and(eq(watchedRanges.videoId, video.id), eq(watchedRanges.userId, ctx.actor.userId))),
  ]);
  return {
    videoId: VideoId.parse(video.id),
    sources,
    mediaToken: token,
    expiresAt: mediaTokenExpiry(ctx.clock.now()).toISOString(),
    posterUrl: video.posterKey ? `${base}/poster.jpg` : null,
    downloadUrl: video.downloadKey && grant?.canDownload !== false ? `${base}/download.mp4` : null,
    captions:
      transcript.state === 'ready' && grant?.canSeeTranscript !== false
        ? {
            vttUrl: `${base}/captions.vtt`,
            srtUrl: `${base}/captions.srt`,
            language: transcript.language ?? 'und',
          }
        : null,
    durationMs: video.durationMs,
    isIncomplete,
    resumeAtMs: watched?.positionMs ?? null,
  };
}

/** The same for the guest of a video request, of what they have recorded themselves: the caller knows that they have. */
export async function playbackOfTake(ctx: RespondentContext, video: VideoRow): Promise<Playback> {
  const token = mediaToken(ctx, video.id);
  const base = `/media/${token}`;
  return {
    videoId: VideoId.parse(video.id),
    ...(await sourcesOf(ctx, video, base)),
    mediaToken: token,
    expiresAt: mediaTokenExpiry(ctx.clock.now()).toISOString(),
    posterUrl: video.posterKey ? `${base}/poster.jpg` : null,
    downloadUrl: null,
    captions: null,
    durationMs: video.durationMs,
    resumeAtMs: null,
  };
}

interface Offer {
  sources: PlaybackSource[];
  isIncomplete: boolean;
}

async function sourcesOf(
  ctx: ViewerContext | RespondentContext,
  video: VideoRow,
  base: string,
): Promise<Offer> {
  const sources: PlaybackSource[] = [];
  const [ladder] = await ctx.db
    .select({ rungs: count() })
    .from(renditions)
    .where(eq(renditions.videoId, video.id));
  if (ladder && ladder.rungs > 0) sources.push({ kind: 'renditions', playlistUrl: `${base}/master.m3u8` });
  if (video.source === 'recording') {
    const [recording] = await ctx.db.select().from(recordings).where(eq(recordings.videoId, video.id));
    if (recording?.format === 'cmaf' && (await hasMedia(ctx, recording.id))) {
      const isGrowing = recording.state === 'recording' || recording.state === 'finishing';
      const take = recording.withdrawn.length;
      const playlistUrl = `${base}/recording.m3u8${take > 0 ? `?take=${take}` : ''}`;
      sources.push({ kind: 'recording', playlistUrl, isGrowing, take });
    }
    return { sources, isIncomplete: recording?.state === 'abandoned' };
  }
  // The file as it came is a download, unless there is nothing else to play.
  const mayHave = ctx.actor.kind !== 'guest' || ctx.actor.grant.canDownload || sources.length === 0;
  if (mayHave && video.originalKey && video.originalContentType?.startsWith('video/'))
    sources.push({ kind: 'original', url: `${base}/original`, contentType: video.originalContentType });
  return { sources, isIncomplete: false };
}

async function hasMedia(ctx: AppContext, recordingId: string): Promise<boolean> {
  const [segments] = await ctx.db
    .select({ media: count() })
    .from(recordingSegments)
    .where(and(eq(recordingSegments.recordingId, recordingId), eq(recordingSegments.kind, 'media')));
  return (segments?.media ?? 0) > 0;
}

/** What was drawn over the picture while it was recorded. */
export async function getStrokes(ctx: ViewerContext, input: { slug: string }): Promise<InkStroke[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  return readStrokes(ctx, video.id);
}
