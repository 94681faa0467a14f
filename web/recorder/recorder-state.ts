import { DEFAULT_LAYOUT, type CameraLayout } from './picture/layout.ts';
import type { RecorderPhase } from './recorder-machine.ts';
import type { SoundWarning } from './sound/sound-watch.ts';
import type { RecordingInfo, ReplyTarget } from './spool/journal.ts';
import type { StudioStats } from './studio/studio-messages.ts';
import type { UploadState } from './upload/uploader.ts';

/** How picture and sound are made here: what can be done while recording depends on it. */
export interface RecorderAbilities {
  /** Segments that play at once, in the studio; else a MediaRecorder file that plays once it was processed. */
  isLive: boolean;
  canRewind: boolean;
  /** False: the tab must stay visible for a smooth picture. */
  worksHidden: boolean;
  hasScreen: boolean;
  hasCamera: boolean;
  hasMicrophone: boolean;
  hasSystemSound: boolean;
}

export interface RecorderState {
  phase: RecorderPhase;
  info: RecordingInfo | null;
  /** What it is a comment on, from the first moment on; null: it is a video of its own. */
  reply: ReplyTarget | null;
  /** The video request that it is to answer, likewise. */
  request: string | null;
  /** Seconds left of the countdown. */
  countdown: number;
  elapsedMs: number;
  maxMs: number;
  abilities: RecorderAbilities | null;
  layout: CameraLayout;
  picture: { width: number; height: number } | null;
  levels: { microphone: number; system: number };
  upload: UploadState | null;
  /** Why it failed, and what to do. */
  error: string | null;
  /** What the person should know now, such as a device that was unplugged; not an error. */
  notice: string | null;
  soundWarning: SoundWarning;
  stats: StudioStats | null;
  /** When a recording that was thrown away is gone for good, by `Date.now()`. */
  undoUntil: number | null;
  hasStrokes: boolean;
}

export const IDLE: RecorderState = {
  phase: 'idle',
  info: null,
  reply: null,
  request: null,
  countdown: 0,
  elapsedMs: 0,
  maxMs: Number.POSITIVE_INFINITY,
  abilities: null,
  layout: DEFAULT_LAYOUT,
  picture: null,
  levels: { microphone: 1, system: 1 },
  upload: null,
  error: null,
  notice: null,
  soundWarning: null,
  stats: null,
  undoUntil: null,
  hasStrokes: false,
};

/** What a recording is to be, from what was said before it begins. */
export function purposeOf({
  reply = null,
  request = null,
}: {
  reply?: ReplyTarget | null;
  request?: string | null;
}): Pick<RecorderState, 'reply' | 'request'> {
  return { reply, request };
}
