import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailureCode } from '#shared/failure-codes.ts';
import { inputArguments } from './input-arguments.ts';
import { judgeMedia } from './judge-media.ts';
import { probeMedia, type MediaInfo, type VideoStream } from './probe-media.ts';
import { firstFrameArguments, measureArguments } from './rendition-arguments.ts';
import { FfmpegError, runFfmpeg } from './run-ffmpeg.ts';

export interface InspectedMedia {
  info: MediaInfo;
  video: VideoStream;
  /** Measured by reading all packets, not taken from the header. */
  durationMs: number;
}

/** A file can't become a video, for a reason that a person can act on. */
export class MediaError extends Error {
  override name = 'MediaError';
  readonly code: FailureCode;
  constructor(code: FailureCode, detail = '') {
    super(`${code}${detail ? `: ${detail}` : ''}`);
    this.code = code;
  }
}

/** Finds out what a file really is. Throws `MediaError`. */
export async function inspectMedia(
  file: string,
  run: { cwd: string; signal: AbortSignal; maxDurationMs: number },
): Promise<InspectedMedia> {
  if ((await stat(join(run.cwd, file))).size === 0) throw new MediaError('empty_file');
  const probed = await probeMedia(file, run);
  if ('failure' in probed) throw new MediaError(probed.failure, probed.stderr.slice(-300));
  const { info } = probed;
  const failure = judgeMedia(info);
  if (failure) throw new MediaError(failure);
  if (!info.video) throw new MediaError('no_video_stream');
  await assertDecodable(file, run);
  const durationMs = plausible(info.claimedDurationMs, await measureDuration(file, run));
  if (durationMs > run.maxDurationMs) throw new MediaError('too_long');
  return { info, video: info.video, durationMs };
}

async function assertDecodable(file: string, run: { cwd: string; signal: AbortSignal }): Promise<void> {
  try {
    await runFfmpeg(firstFrameArguments(inputArguments(file)), { ...run, timeoutMs: 60_000 });
    const frame = await stat(join(run.cwd, 'frame.raw')).catch(() => null);
    if (frame && frame.size > 0) return;
  } catch (error) {
    if (!(error instanceof FfmpegError)) throw error;
    if (error.isTimeout) throw new MediaError('processing_timeout', error.stderr);
  }
  throw new MediaError((await looksEncrypted(join(run.cwd, file))) ? 'encrypted' : 'no_decodable_frames');
}

/** Reading packets is bound by the disk: a minute or so for the largest file. */
async function measureDuration(file: string, run: { cwd: string; signal: AbortSignal }): Promise<number> {
  try {
    const { outTimeMs } = await runFfmpeg(measureArguments(inputArguments(file)), {
      ...run,
      timeoutMs: 600_000,
    });
    return Math.max(1, Math.round(outTimeMs));
  } catch (error) {
    if (error instanceof FfmpegError)
      throw new MediaError(error.isTimeout ? 'processing_timeout' : 'no_decodable_frames');
    throw error;
  }
}

/** Reading packets leaves out how long the last is shown; a header that agrees to half a second knows that too. */
function plausible(claimedMs: number | null, measuredMs: number): number {
  return claimedMs !== null && Math.abs(claimedMs - measuredMs) < 500
    ? Math.max(claimedMs, measuredMs)
    : measuredMs;
}

/** Common Encryption (ISO/IEC 23001-7) leaves a `sinf` box with its scheme in the header of an MP4. */
async function looksEncrypted(path: string): Promise<boolean> {
  await using handle = await open(path);
  const { size } = await handle.stat();
  const length = Math.min(size, 1024 * 1024);
  for (const position of [0, size - length]) {
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
    if (/sinf[\s\S]{0,200}schm[\s\S]{4}(cenc|cbcs|cbc1|cens)|pssh[\s\S]{4}/.test(buffer.toString('latin1')))
      return true;
  }
  return false;
}
