/** How somebody likes their reels, kept in this browser. */
export interface ReelSettings {
  rate: number;
  skipsSilences: boolean;
}

const KEY = 'playhead:reel';
const DEFAULTS: ReelSettings = { rate: 1, skipsSilences: true };

export const RATES = [0.75, 1, 1.25, 1.5, 1.75, 2];

export function reelSettings(): ReelSettings {
  try {
    const kept = { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<ReelSettings>) };
    return RATES.includes(kept.rate) ? kept : { ...kept, rate: DEFAULTS.rate };
  } catch {
    return DEFAULTS;
  }
}

export function keepReelSettings({ rate, skipsSilences }: ReelSettings): void {
  localStorage.setItem(KEY, JSON.stringify({ rate, skipsSilences }));
}
