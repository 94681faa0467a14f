import type { Reel } from '#shared/reel.ts';

/** How long a reel can be played by its signed addresses, less a minute; false where it has none. */
export function untilTokensEnd(reel: Pick<Reel, 'entries'> | undefined): number | false {
  const ends = (reel?.entries ?? []).flatMap(({ video }) =>
    video ? [Date.parse(video.playback.expiresAt)] : [],
  );
  return ends.length > 0 && Math.max(10_000, Math.min(...ends) - Date.now() - 60_000);
}
