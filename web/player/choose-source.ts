import type { PlaybackSource } from '#shared/playback.ts';

export interface Abilities {
  /** Media Source Extensions, or HLS by the element itself. */
  canPlayHls: boolean;
  /** `canPlayType` of the element. */
  canPlayType: (contentType: string) => string;
}

/** The best source that this browser can play and that has not failed before; `null` where there is none yet. */
export function chooseSource(
  sources: readonly PlaybackSource[],
  abilities: Abilities,
  failed: ReadonlySet<PlaybackSource['kind']>,
): PlaybackSource | null {
  const playable = sources.find((source) => {
    if (failed.has(source.kind)) return false;
    return source.kind === 'original'
      ? abilities.canPlayType(source.contentType) !== ''
      : abilities.canPlayHls;
  });
  return playable ?? null;
}
