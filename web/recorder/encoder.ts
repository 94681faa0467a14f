import type { RecordingFormat, SegmentKind } from '#shared/recordings.ts';

/** A finished piece of a recording, ready to be spooled. */
export interface EncodedPiece {
  kind: SegmentKind;
  index: number;
  bytes: Uint8Array;
  startMs: number;
  durationMs: number;
}

/** Turns tracks into pieces until it is stopped. Paused time is cut out: picture and sound go on without a gap. */
export interface Encoder {
  readonly format: RecordingFormat;
  pause(): void;
  resume(): void;
  /** Answers once the last piece was given out: how many pieces of media there are, and their length. */
  stop(): Promise<{ mediaCount: number; durationMs: number }>;
  cancel(): Promise<void>;
}
