import type { InkColour } from './ink.ts';

/** The colours of ink as it is shown, in sRGB. */
export const INK_COLOURS: Record<InkColour, string> = {
  red: '#ff4d4f',
  yellow: '#ffd43b',
  green: '#40c057',
  blue: '#339af0',
  white: '#ffffff',
  black: '#111111',
};
