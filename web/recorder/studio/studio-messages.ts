import type { InkStroke } from '#shared/ink.ts';
import type { EncodedPiece } from '../encoder.ts';
import type { CameraLayout, Size } from '../picture/layout.ts';
import type { RecordingDescription, RecordingEnd, SpooledSegment, Withdrawal } from '../spool/journal.ts';

export type SourceName = 'screen' | 'camera';

/** From the page to the studio's worker. Streams, frames and ports are transferred. */
export type StudioRequest =
  /** Loads what recording will need, while there is a server to load it from. */
  | { type: 'warm' }
  | {
      type: 'open';
      recordingId: string;
      picture: Size;
      frameRate: number;
      layout: CameraLayout;
      /** Null: no sound at all. */
      sound: { port: MessagePort; sampleRate: number; channelCount: number } | null;
      /** False: the picture only, for MediaRecorder. */
      isEncoding: boolean;
    }
  | { type: 'source'; name: SourceName; stream: ReadableStream<VideoFrame> | null }
  | { type: 'frame'; name: SourceName; frame: VideoFrame }
  | { type: 'layout'; layout: CameraLayout }
  /** Frames a second to show; 0 while nobody looks. */
  | { type: 'preview'; frameRate: number }
  | { type: 'stroke'; stroke: InkStroke }
  | { type: 'begin' | 'pause' | 'resume' | 'stop' }
  | { type: 'rewind'; ms: number };

/** How the recording runs; counts are since its beginning. */
export interface StudioStats {
  /** Frames of the source that sets the pace, while recording. */
  offered: number;
  /** Frames that came out of the encoder, repeated ones of a still picture left out. */
  delivered: number;
  /** Frames that were left out because the encoder lagged. */
  dropped: number;
  /** Silence that was filled in, in ms. */
  filledMs: number;
  picture: Size;
}

/** From the studio's worker to the page. */
export type StudioEvent =
  | { type: 'opened' }
  | { type: 'began' }
  | { type: 'preview'; frame: VideoFrame }
  | { type: 'segment'; segment: SpooledSegment }
  /** The device is full: the piece is in memory alone. */
  | { type: 'unspooled'; segment: SpooledSegment; bytes: EncodedPiece['bytes'] }
  | { type: 'described'; description: RecordingDescription }
  | { type: 'tick'; positionMs: number; stats: StudioStats }
  | ({ type: 'rewound' } & Withdrawal)
  | { type: 'steppedDown'; height: number }
  /** The audio thread stood still: sources of sound have to be connected anew (see `SlipWatch`). */
  | { type: 'soundSlipped' }
  | ({ type: 'stopped' } & RecordingEnd)
  | { type: 'failed'; message: string };
