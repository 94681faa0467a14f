import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppContext } from '#server/context.ts';
import {
  completeProcessing,
  failProcessing,
  loadProcessingInput,
  reportProgress,
  savePoster,
  saveProbe,
  saveSilences,
  type NewRendition,
  type ProcessingInput,
} from '#server/features/videos/index.ts';
import { PermanentJobError, type JobRun } from '#server/queue/queue.ts';
import { processedKey } from '#server/storage/object-keys.ts';
import { fetchInput, type FetchedInput } from '../ffmpeg/fetch-input.ts';
import { findSilences } from '../ffmpeg/find-silences.ts';
import { inputArguments } from '../ffmpeg/input-arguments.ts';
import { inspectMedia, MediaError, type InspectedMedia } from '../ffmpeg/inspect-media.ts';
import { enqueueMissingStills } from '#server/features/comments/index.ts';
import { parseByteRanges, renditionCodecs } from '../ffmpeg/parse-rendition.ts';
import { constantFrameRate, displaySize } from '../ffmpeg/picture.ts';
import { probeMedia } from '../ffmpeg/probe-media.ts';
import {
  downloadArguments,
  loudnessArguments,
  posterArguments,
  renditionArguments,
} from '../ffmpeg/rendition-arguments.ts';
import { renditionLadder, type Rung } from '../ffmpeg/rendition-ladder.ts';
import { FfmpegError, runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import { playableContentType } from './playable-content-type.ts';
import { withJobFolder } from './job-folder.ts';

const PROGRESS_EVERY_MS = 1000;
const LOUDNESS_FILE = 'loudness.txt';

interface Work {
  ctx: AppContext;
  job: JobRun<'process-video'>;
  input: ProcessingInput;
  cwd: string;
}

/** Probe → poster → renditions → download. Idempotent: objects have the run in their keys, rows are replaced as a whole. */
export async function processVideo(ctx: AppContext, job: JobRun<'process-video'>): Promise<void> {
  const input = await loadProcessingInput(ctx, job.payload);
  if (!input) return;
  try {
    await withJobFolder((cwd) => processIn({ ctx, job, input, cwd }));
  } catch (error) {
    job.signal.throwIfAborted();
    const code = failureCodeOf(error, job);
    if (!code) throw error;
    ctx.log.info({ videoId: job.payload.videoId, code, err: error, stderr: stderrOf(error) }, 'video failed');
    await failProcessing(ctx, job.payload, code);
    throw new PermanentJobError(code);
  }
}

function failureCodeOf(error: unknown, job: JobRun<'process-video'>) {
  if (error instanceof MediaError) return error.code;
  if (error instanceof FfmpegError && error.isTimeout) return 'processing_timeout' as const;
  return job.isLastTry ? ('processing_failed' as const) : null;
}

function stderrOf(error: unknown): string | undefined {
  return error instanceof FfmpegError ? error.stderr : undefined;
}

async function processIn(work: Work): Promise<void> {
  const { ctx, job, input, cwd } = work;
  const run = { cwd, signal: job.signal };
  if (!(await reportProgress(ctx, job.payload, { step: 'probing', percent: 0 }))) return;
  const fetched = await fetchInput(ctx.storage, input, run);
  const media = await inspectMedia(fetched.file, { ...run, maxDurationMs: ctx.config.limits.maxDurationMs });
  const picture = displaySize(media.video);
  // A recording in several runs is as long as all of them; its recorder has said how long.
  const durationMs = fetched.arguments.includes('concat')
    ? (input.video.durationMs ?? media.durationMs)
    : media.durationMs;
  const isCurrent = await saveProbe(ctx, job.payload, {
    durationMs,
    ...picture,
    frameRate: constantFrameRate(media.video),
    hasAudio: media.info.audioCodec !== null,
    contentType: input.kind === 'original' ? playableContentType(media.info) : null,
  });
  if (!isCurrent) return;
  await makePoster(work, fetched, durationMs);
  const made = [];
  for (const [i, rung] of renditionLadder(picture).entries())
    made.push(await makeRendition(work, fetched, media, { durationMs, rung, measures: i === 0 }));
  if (media.info.audioCodec !== null) await keepSilences(work);
  const best = made.at(-1);
  if (!best) throw new Error('the ladder is empty');
  await reportProgress(ctx, job.payload, { step: 'finishing', percent: 97 });
  await runFfmpeg(downloadArguments(inputArguments(`${best.name}.mp4`)), { ...run, timeoutMs: 600_000 });
  const downloadKey = processedKey(keysOf(input), job.payload.run, 'download.mp4');
  await ctx.storage.putFile(downloadKey, join(cwd, 'download.mp4'), { contentType: 'video/mp4' });
  await completeProcessing(ctx, job.payload, { renditions: made, downloadKey });
  await enqueueMissingStills(ctx, job.payload.videoId);
}

/** A video without a poster is still a video. */
async function makePoster(
  { ctx, job, input, cwd }: Work,
  fetched: FetchedInput,
  durationMs: number,
): Promise<void> {
  const run = { cwd, signal: job.signal, timeoutMs: 120_000 };
  try {
    await runFfmpeg(posterArguments(fetched.arguments, durationMs), run);
    const key = processedKey(keysOf(input), job.payload.run, 'poster.jpg');
    await ctx.storage.putFile(key, join(cwd, 'poster.jpg'), { contentType: 'image/jpeg' });
    await savePoster(ctx, job.payload, key);
  } catch (error) {
    job.signal.throwIfAborted();
    ctx.log.warn({ videoId: job.payload.videoId, err: error, stderr: stderrOf(error) }, 'no poster');
  }
}

/** What the first rendition has measured on its way. */
async function keepSilences({ ctx, job, cwd }: Work): Promise<void> {
  const silences = findSilences(await readFile(join(cwd, LOUDNESS_FILE), 'utf8'));
  await saveSilences(ctx, job.payload, silences);
}

async function makeRendition(
  { ctx, job, input, cwd }: Work,
  fetched: FetchedInput,
  media: InspectedMedia,
  { durationMs, rung, measures }: { durationMs: number; rung: Rung; measures: boolean },
): Promise<NewRendition> {
  const { isHdr } = media.video;
  const plan = {
    rung,
    frameRate: constantFrameRate(media.video),
    hasAudio: media.info.audioCodec !== null,
    isHdr,
  };
  let reportedAt = 0;
  const run = {
    cwd,
    signal: job.signal,
    timeoutMs: 300_000 + durationMs * 20,
    onProgress: (outTimeMs: number) => {
      if (Date.now() - reportedAt < PROGRESS_EVERY_MS) return;
      reportedAt = Date.now();
      const percent = Math.min(95, Math.round((outTimeMs / durationMs) * 95));
      void reportProgress(ctx, job.payload, { step: 'transcoding', percent }).catch((error: unknown) =>
        ctx.log.warn({ err: error }, 'progress was not saved'),
      );
    },
  };
  const beside = measures && plan.hasAudio ? loudnessArguments(LOUDNESS_FILE) : [];
  await runFfmpeg([...renditionArguments(fetched.arguments, plan), ...beside], run).catch(
    (error: unknown) => {
      // The colour filters refuse some odd inputs; plain colours beat no video.
      if (!isHdr || !(error instanceof FfmpegError) || error.isTimeout) throw error;
      return runFfmpeg([...renditionArguments(fetched.arguments, { ...plan, isHdr: false }), ...beside], run);
    },
  );
  const { initLength, segments } = parseByteRanges(await readFile(join(cwd, `${rung.name}.m3u8`), 'utf8'));
  if (segments.length === 0) throw new MediaError('no_decodable_frames');
  const made = await probeMedia(`${rung.name}.mp4`, run);
  if ('failure' in made || !made.info.video) throw new Error(`the rendition can't be probed`);
  const key = processedKey(keysOf(input), job.payload.run, `${rung.name}.mp4`);
  const path = join(cwd, `${rung.name}.mp4`);
  await ctx.storage.putFile(key, path, { contentType: 'video/mp4' });
  const sizeBytes = (await stat(path)).size;
  return {
    ...rung,
    key,
    sizeBytes,
    initLength,
    segments,
    bitrate: Math.max(1, Math.round((sizeBytes * 8000) / durationMs)),
    codecs: renditionCodecs(made.info.video.level, plan.hasAudio),
  };
}

function keysOf(input: ProcessingInput): { workspaceId: string; videoId: string } {
  return { workspaceId: input.video.workspaceId, videoId: input.video.id };
}
