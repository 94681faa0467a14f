import { CLIPPING_PEAK, SILENT_PEAK } from './sound-mix.ts';

export type SoundWarning = 'silent' | 'clipping' | null;

/** A voice. Whoever has been heard is muted only by true silence: noise suppression makes a pause almost as quiet. */
const VOICE_PEAK = 0.02;
const MUTED_PEAK = 0.000_01;
const SILENT_AFTER_MS = 3500;
const CLIPPING_SHOWN_MS = 4000;

/** Judges a microphone by its peaks: silent for seconds (muted, dead, the wrong one), or too loud. */
export class SoundWatch {
  #heardAt: number | null = null;
  #hasSpoken = false;
  #clippedAt = Number.NEGATIVE_INFINITY;

  /** `now` in ms. A microphone counts as heard when it is first looked at. */
  judge(peak: number, now: number): SoundWarning {
    this.#heardAt ??= now;
    if (peak > VOICE_PEAK) this.#hasSpoken = true;
    if (peak > (this.#hasSpoken ? MUTED_PEAK : SILENT_PEAK)) this.#heardAt = now;
    if (peak >= CLIPPING_PEAK) this.#clippedAt = now;
    if (now - this.#clippedAt < CLIPPING_SHOWN_MS) return 'clipping';
    return now - this.#heardAt >= SILENT_AFTER_MS ? 'silent' : null;
  }
}
