import type { RecorderPhase } from './recorder-machine.ts';
import type { UploadState } from './uploader.ts';

export interface RecorderState {
  phase: RecorderPhase;
  /** Seconds left of the countdown. */
  countdown: number;
  elapsedMs: number;
  /** The link; it works from the countdown on. */
  url: string | null;
  slug: string | null;
  upload: UploadState | null;
  error: string | null;
  /** What the person should know, such as a fallback; not an error. */
  notice: string | null;
  /** What is being recorded, for the preview. */
  preview: MediaStreamTrack | null;
}

export const IDLE: RecorderState = {
  phase: 'idle',
  countdown: 0,
  elapsedMs: 0,
  url: null,
  slug: null,
  upload: null,
  error: null,
  notice: null,
  preview: null,
};
