import { reelSettings } from './reel-settings.ts';

export interface ReelState {
  /** Which step is on. */
  index: number;
  /** It is to play; between two videos too. */
  isPlaying: boolean;
  /** In the video of the step; of a card, how long it was shown. */
  positionMs: number;
  rate: number;
  skipsSilences: boolean;
  /** Somebody reads the card: its time stands still. */
  isHeld: boolean;
  /** It was played, or moved in. */
  hasStarted: boolean;
  /** The last has ended. */
  isOver: boolean;
  error: string | null;
}

/** Before it is played. */
export function initialState(): ReelState {
  return {
    index: 0,
    isPlaying: false,
    positionMs: 0,
    isHeld: false,
    hasStarted: false,
    isOver: false,
    error: null,
    ...reelSettings(),
  };
}
