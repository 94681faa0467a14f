/** Of texts and pins. Servers take DejaVu: librsvg does not read the web font. */
export const ANNOTATION_FONT = "'Inter Variable', Inter, 'DejaVu Sans', sans-serif";
export const TEXT_LINE_HEIGHT = 1.25;
/** DejaVu, which servers have, is much wider than Inter from 600 on. */
export const TEXT_WEIGHT = 500;

const LEAST_LINE_EM = 5;
const EDGE = 0.01;

/** Size of the letters of a text drawn with a line width; both are shares of the picture's height. */
export function textSize(width: number): number {
  return 0.016 + 4 * width;
}

/**
 * The lines of a text that starts at `x` (0–1 of the picture): its own ones, and those that end before the picture does.
 * Widths are estimated, so that every browser and the server break at the same words.
 */
export function textLines(text: string, x: number, width: number, aspectRatio: number): string[] {
  const mostEm = Math.max(LEAST_LINE_EM, ((1 - x) * aspectRatio - EDGE) / textSize(width));
  return text.split(/\r?\n/).flatMap((line) => breakLine(line.trim(), mostEm));
}

function breakLine(text: string, mostEm: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((whole) => breakWord(whole, mostEm))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidthEm(longer) > mostEm) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function breakWord(word: string, mostEm: number): string[] {
  if (textWidthEm(word) <= mostEm) return [word];
  const parts = [''];
  for (const letter of word) {
    const longer = `${parts.at(-1) ?? ''}${letter}`;
    if (textWidthEm(longer) > mostEm) parts.push(letter);
    else parts[parts.length - 1] = longer;
  }
  return parts;
}

/** Estimated width of a line in sizes of its letters: rather too wide than too narrow. */
export function textWidthEm(text: string): number {
  let width = 0;
  for (const letter of text) width += widthOf(letter);
  return width;
}

function widthOf(letter: string): number {
  if (/[\u1100-\u11ff\u2e80-\uffff\u{10000}-\u{10ffff}]/u.test(letter)) return 1.05;
  if (/[ ijlI.,:;'|!]/.test(letter)) return 0.34;
  if (/[frt()-]/.test(letter)) return 0.45;
  if (/[MWmw@%]/.test(letter)) return 0.95;
  return /[A-Z]/.test(letter) ? 0.72 : 0.62;
}
