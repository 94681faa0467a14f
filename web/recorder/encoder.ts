import type { SegmentKind } from '#shared/recordings.ts';

/** A finished piece of a recording, ready to be spooled. */
export interface EncodedPiece {
  kind: SegmentKind;
  index: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** Which init segment a media segment needs; of an init segment, its own index. */
  initIndex: number;
  /** Where it starts in the recording, and how long it is. */
  startMs: number;
  durationMs: number;
}
