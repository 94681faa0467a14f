import { and, eq, sql } from 'drizzle-orm';
import type { RespondentContext, ViewerContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import { recordings, recordingSegments } from '#server/features/recordings/tables.ts';
import { transcripts } from '#server/features/transcripts/tables.ts';
import type { VideoRow } from '#server/features/videos/index.ts';
import { renditions } from '#server/features/videos/tables.ts';
import { mediaToken, mediaTokenExpiry } from '#server/media-token.ts';
import { VideoId } from '#shared/ids.ts';
import type { Playback, PlaybackSource } from '#shared/playback.ts';
import { watchedRanges } from './tables.ts';

interface Found {
  hasRenditions: boolean;
  recording: (typeof recordings.$inferSelect & { hasMedia: boolean }) | undefined;
  /** Of its transcript, where it can be shown. */
  language: string | null | undefined;
  resumeAtMs: number | null;
}

/** Where to play videos from, in their order, with four queries for any number. The caller has asked whether they may be seen. */
export async function listPlayback(
  ctx: ViewerContext | RespondentContext,
  rows: readonly VideoRow[],
): Promise<Playback[]> {
  const ids = rows.map(({ id }) => id);
  const [ladders, captured, spoken, watched] = await Promise.all([
    ctx.db
      .selectDistinct({ videoId: renditions.videoId })
      .from(renditions)
      .where(anyOf(renditions.videoId, ids)),
    ctx.db
      .select({
        recording: recordings,
        hasMedia: sql<boolean>`exists (select 1 from ${recordingSegments}
          where ${recordingSegments.recordingId} = ${recordings.id} and ${recordingSegments.kind} = 'media')`,
      })
      .from(recordings)
      .where(anyOf(recordings.videoId, ids)),
    ctx.db
      .select({ videoId: transcripts.videoId, language: transcripts.language })
      .from(transcripts)
      .where(and(anyOf(transcripts.videoId, ids), eq(transcripts.state, 'ready'))),
    ctx.db
      .select({ videoId: watchedRanges.videoId, positionMs: watchedRanges.positionMs })
      .from(watchedRanges)
      .where(and(anyOf(watchedRanges.videoId, ids), eq(watchedRanges.userId, ctx.actor.userId))),
  ]);
  const rungs = new Set(ladders.map(({ videoId }) => videoId));
  const byVideo = new Map(
    captured.map(({ recording, hasMedia }) => [recording.videoId, { ...recording, hasMedia }]),
  );
  const languages = new Map(spoken.map(({ videoId, language }) => [videoId, language]));
  const positions = new Map(watched.map(({ videoId, positionMs }) => [videoId, positionMs]));
  return rows.map((video) =>
    present(ctx, video, {
      hasRenditions: rungs.has(video.id),
      recording: byVideo.get(video.id),
      language: languages.get(video.id),
      resumeAtMs: positions.get(video.id) ?? null,
    }),
  );
}

function present(ctx: ViewerContext | RespondentContext, video: VideoRow, found: Found): Playback {
  const token = mediaToken(ctx, video.id);
  const base = `/media/${token}`;
  const grant = ctx.actor.kind === 'guest' ? ctx.actor.grant : null;
  const { language, resumeAtMs } = found;
  return {
    videoId: VideoId.parse(video.id),
    sources: sourcesOf(ctx, video, found, base),
    mediaToken: token,
    expiresAt: mediaTokenExpiry(ctx.clock.now()).toISOString(),
    posterUrl: video.posterKey ? `${base}/poster.jpg` : null,
    downloadUrl: video.downloadKey && grant?.canDownload !== false ? `${base}/download.mp4` : null,
    captions:
      language !== undefined && grant?.canSeeTranscript !== false
        ? {
            vttUrl: `${base}/captions.vtt`,
            srtUrl: `${base}/captions.srt`,
            language: language ?? 'und',
          }
        : null,
    durationMs: video.durationMs,
    isIncomplete: video.source === 'recording' && found.recording?.state === 'abandoned',
    resumeAtMs,
  };
}

function sourcesOf(
  ctx: ViewerContext | RespondentContext,
  video: VideoRow,
  { hasRenditions, recording }: Found,
  base: string,
): PlaybackSource[] {
  const sources: PlaybackSource[] = [];
  if (hasRenditions) sources.push({ kind: 'renditions', playlistUrl: `${base}/master.m3u8` });
  if (video.source === 'recording') {
    if (recording?.format === 'cmaf' && recording.hasMedia) {
      const isGrowing = recording.state === 'recording' || recording.state === 'finishing';
      const take = recording.withdrawn.length;
      const playlistUrl = `${base}/recording.m3u8${take > 0 ? `?take=${take}` : ''}`;
      sources.push({ kind: 'recording', playlistUrl, isGrowing, take });
    }
    return sources;
  }
  // The file as it came is a download, unless there is nothing else to play.
  const mayHave = ctx.actor.kind !== 'guest' || ctx.actor.grant.canDownload || sources.length === 0;
  if (mayHave && video.originalKey && video.originalContentType?.startsWith('video/'))
    sources.push({ kind: 'original', url: `${base}/original`, contentType: video.originalContentType });
  return sources;
}
