import type { TranscriberInfo } from '#shared/people.ts';
import type { TranscriptSegment } from '#shared/transcripts.ts';

export interface TranscribedSpeech {
  /** BCP 47, such as `en`. */
  language: string;
  /** Empty where nothing was said. */
  segments: TranscriptSegment[];
}

/** Turns speech into words with times. Implementations: `command`, `openai`, `none`. */
export interface Transcriber {
  /** Which it is, what to expect of it, and how to get a better one. */
  readonly info: TranscriberInfo;
  /** `file` is 16 kHz mono WAV below `cwd`. Throws where the program or the service fails. */
  transcribe(
    file: string,
    run: { cwd: string; signal: AbortSignal; durationMs: number },
  ): Promise<TranscribedSpeech>;
}
