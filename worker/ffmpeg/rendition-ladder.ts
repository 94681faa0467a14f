/** One rung: an encoding of the whole video. */
export interface Rung {
  name: `${number}p`;
  width: number;
  height: number;
}

const FIRST_RUNG_HEIGHT = 720;

/**
 * The encodings to make of a picture. For now one: 720 lines (of the shorter side), or the picture's own size where that
 * is smaller; never enlarged. More rungs are more entries here.
 */
export function renditionLadder(picture: { width: number; height: number }): Rung[] {
  const shorter = Math.min(picture.width, picture.height);
  const scale = Math.min(1, FIRST_RUNG_HEIGHT / shorter);
  const fit = (length: number) => Math.max(2, Math.round((length * scale) / 2) * 2);
  return [
    {
      name: `${Math.min(shorter, FIRST_RUNG_HEIGHT)}p`,
      width: fit(picture.width),
      height: fit(picture.height),
    },
  ];
}
