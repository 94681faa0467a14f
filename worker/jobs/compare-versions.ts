import { join } from 'node:path';
import type { AppContext } from '#server/context.ts';
import { readTranscript } from '#server/features/transcripts/index.ts';
import { loadComparison, saveChanges, type ComparedVersion } from '#server/features/videos/index.ts';
import type { JobRun } from '#server/queue/queue.ts';
import type { ChangedRange } from '#shared/versions.ts';
import { changedPictures } from '../changes/compare-pictures.ts';
import { changedSpeech } from '../changes/compare-speech.ts';
import { readSignatures } from '../ffmpeg/frame-signatures.ts';
import { withJobFolder } from './job-folder.ts';

const MOST_FRAMES_PER_SECOND = 8;
/** Pairs of frames that are compared at most; long videos are looked at more rarely. A quarter of the new frames is looked at. */
const MOST_PAIRS = 24_000_000;

/**
 * Finds what is new on a version against the one before it: pictures always, speech where both have a transcript. Asked once the
 * picture is there and once more with the transcript; what is found later replaces what was found before.
 */
export async function compareVersions(ctx: AppContext, job: JobRun<'compare-versions'>): Promise<void> {
  const found = await loadComparison(ctx, job.payload);
  if (!found) return;
  const { before, after } = found;
  const pictures = await withJobFolder((cwd) => comparePictures(ctx, job.signal, { ...found, cwd }));
  const hasSpeech = before.hasTranscript && after.hasTranscript;
  const speech = hasSpeech ? await compareSpeech(ctx, before, after) : [];
  const ranges = [...pictures, ...speech].toSorted((a, b) => a.startMs - b.startMs);
  await saveChanges(ctx, job.payload, { against: before.version, ranges, hasSpeech });
}

async function comparePictures(
  ctx: AppContext,
  signal: AbortSignal,
  { before, after, cwd }: { before: ComparedVersion; after: ComparedVersion; cwd: string },
): Promise<ChangedRange[]> {
  await ctx.storage.getToFile(before.key, join(cwd, 'before'));
  await ctx.storage.getToFile(after.key, join(cwd, 'after'));
  const seconds = Math.max(1, Math.sqrt((before.durationMs / 1000) * (after.durationMs / 1000)));
  const framesPerSecond = Math.min(MOST_FRAMES_PER_SECOND, Math.sqrt(4 * MOST_PAIRS) / seconds);
  const run = { cwd, signal, timeoutMs: 300_000 + (before.durationMs + after.durationMs) * 2 };
  const ranges = await changedPictures(
    await readSignatures('before', framesPerSecond, run),
    await readSignatures('after', framesPerSecond, run),
  );
  return ranges
    .map(({ startMs, endMs }) => ({ startMs, endMs: Math.min(endMs, after.durationMs || endMs) }))
    .filter(({ startMs, endMs }) => endMs > startMs)
    .map((range) => ({ ...range, kind: 'picture', text: null }));
}

async function compareSpeech(
  ctx: AppContext,
  before: ComparedVersion,
  after: ComparedVersion,
): Promise<ChangedRange[]> {
  const [old, now] = await Promise.all([
    readTranscript(ctx, before.videoId),
    readTranscript(ctx, after.videoId),
  ]);
  return changedSpeech(old.segments, now.segments);
}
