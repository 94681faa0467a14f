import { execa, ExecaError } from 'execa';

export interface FfmpegRun {
  /** The job's own folder: relative names in the arguments are below it. */
  cwd: string;
  signal: AbortSignal;
  timeoutMs: number;
  /** Called about twice a second with the position of the output in ms. */
  onProgress?: ((outTimeMs: number) => void) | undefined;
}

/** ffmpeg has ended with an error; `stderr` is for the log, never for a person. */
export class FfmpegError extends Error {
  override name = 'FfmpegError';
  readonly stderr: string;
  readonly isTimeout: boolean;
  constructor(message: string, stderr: string, isTimeout: boolean) {
    super(message);
    this.stderr = stderr;
    this.isTimeout = isTimeout;
  }
}

/** A quiet environment: no credentials to leak into a decoder. Programs are looked up in the usual places. */
export const TOOL_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin', LC_ALL: 'C' };
const COMMON = [
  '-hide_banner',
  '-nostdin',
  '-y',
  '-loglevel',
  'warning',
  '-progress',
  'pipe:1',
  '-stats_period',
  '0.5',
];
const TAIL_CHARACTERS = 4000;

/**
 * The one place that runs ffmpeg. Ends it with SIGTERM (then SIGKILL) when the job is given back or the time is up.
 * Answers the last position of the output in ms and the end of stderr. Throws `FfmpegError`, or the signal's reason.
 */
export async function runFfmpeg(
  args: string[],
  run: FfmpegRun,
): Promise<{ outTimeMs: number; stderr: string }> {
  run.signal.throwIfAborted();
  let outTimeMs = 0;
  let stderr = '';
  const child = execa('ffmpeg', [...COMMON, ...args], {
    cwd: run.cwd,
    env: TOOL_ENVIRONMENT,
    extendEnv: false,
    stdin: 'ignore',
    buffer: false,
    timeout: run.timeoutMs,
    cancelSignal: run.signal,
    forceKillAfterDelay: 2000,
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-TAIL_CHARACTERS);
  });
  child.stdout.on('data', (chunk: Buffer) => {
    for (const [, microseconds] of chunk.toString().matchAll(/^out_time_us=(\d+)/gm)) {
      outTimeMs = Number(microseconds) / 1000;
      run.onProgress?.(outTimeMs);
    }
  });
  try {
    await child;
    return { outTimeMs, stderr };
  } catch (error) {
    run.signal.throwIfAborted();
    const isTimeout = error instanceof ExecaError && error.timedOut;
    const message = error instanceof ExecaError ? error.shortMessage : String(error);
    throw new FfmpegError(
      isTimeout ? `ffmpeg took longer than ${run.timeoutMs} ms` : message,
      stderr,
      isTimeout,
    );
  }
}
