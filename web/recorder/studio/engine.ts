import type { InkStroke } from '#shared/ink.ts';
import type { CameraLayout, Size } from '../picture/layout.ts';
import type { SoundMix } from '../sound/sound-mix.ts';
import type { SourceName, StudioEvent } from './studio-messages.ts';

export interface EngineOptions {
  recordingId: string;
  picture: Size;
  frameRate: number;
  layout: CameraLayout;
  /** Null: no sound at all. */
  mix: SoundMix | null;
  onEvent: (event: StudioEvent) => void;
}

/** What turns tracks into spooled segments. What happens is told by events; commands never fail by themselves. */
export interface Engine {
  readonly isLive: boolean;
  readonly canRewind: boolean;
  readonly worksHidden: boolean;
  /** Puts a track in the place of the one before; null: nothing there any more. */
  setSource(name: SourceName, track: MediaStreamTrack | null): void;
  /** A picture that stands still, in the place of the camera; the engine closes it. */
  showStill(frame: VideoFrame): void;
  setLayout(layout: CameraLayout): void;
  /** Frames a second of the preview; 0 while nobody looks. */
  setPreview(frameRate: number): void;
  keepStroke(stroke: InkStroke): void;
  begin(): void;
  pause(): void;
  resume(): void;
  rewind(ms: number): void;
  stop(): void;
  /** Ends at once, whatever it was doing. */
  close(): void;
}
