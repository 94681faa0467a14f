import type { AppContext } from '#server/context.ts';
import { saveTranscript, setTranscriptState } from '#server/features/transcripts/index.ts';
import { loadProcessingInput } from '#server/features/videos/index.ts';
import type { JobRun } from '#server/queue/queue.ts';
import { fetchInput } from '../ffmpeg/fetch-input.ts';
import { speechArguments } from '../ffmpeg/rendition-arguments.ts';
import { runFfmpeg } from '../ffmpeg/run-ffmpeg.ts';
import type { Transcriber } from '../transcribers/transcriber.ts';
import { withJobFolder } from './job-folder.ts';

/** Makes the transcript. A video never fails because its transcript did: after the last try it says `failed`, alone. */
export async function transcribeVideo(
  ctx: AppContext,
  transcriber: Transcriber,
  job: JobRun<'transcribe-video'>,
): Promise<void> {
  const input = await loadProcessingInput(ctx, job.payload, { anyStatus: true });
  if (!input) return;
  const { driver } = transcriber.info;
  if (driver === 'none' || input.video.hasAudio === false) {
    await setTranscriptState(ctx, job.payload, 'none', driver);
    return;
  }
  if (!(await setTranscriptState(ctx, job.payload, 'running', driver))) return;
  try {
    await withJobFolder(async (cwd) => {
      const run = { cwd, signal: job.signal, timeoutMs: 1_800_000, durationMs: input.video.durationMs ?? 0 };
      const fetched = await fetchInput(ctx.storage, input, run);
      await runFfmpeg(speechArguments(fetched.arguments), run);
      const { language, segments } = await transcriber.transcribe('speech.wav', run);
      await saveTranscript(ctx, job.payload, { driver: transcriber.info.name, language, segments });
    });
  } catch (error) {
    job.signal.throwIfAborted();
    if (job.isLastTry) await setTranscriptState(ctx, job.payload, 'failed', driver);
    throw error;
  }
}
