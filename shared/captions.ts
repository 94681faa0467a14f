import type { TranscriptSegment, TranscriptWord } from './transcripts.ts';

/** BBC subtitle guidelines: at most two lines of about 42 characters, at most 6 s on screen. */
const LINE = 42;
const MOST_CHARACTERS = LINE * 2;
const MOST_MS = 6000;

export interface Cue {
  startMs: number;
  endMs: number;
  lines: string[];
}

/** Cuts a transcript into cues at word boundaries. */
export function toCues(segments: readonly TranscriptSegment[]): Cue[] {
  return segments.flatMap((segment) => {
    const words = segment.words.length > 0 ? segment.words : [segment];
    const cues: Cue[] = [];
    let run: TranscriptWord[] = [];
    const flush = () => {
      const [first] = run;
      const last = run.at(-1);
      if (first && last) {
        const text = run.map((word) => word.text).join(' ');
        cues.push({
          startMs: first.startMs,
          endMs: Math.max(last.endMs, first.startMs + 1),
          lines: wrap(text),
        });
      }
      run = [];
    };
    for (const word of words) {
      const length = run.reduce((sum, w) => sum + w.text.length + 1, 0) + word.text.length;
      const first = run[0];
      if (first && (length > MOST_CHARACTERS || word.endMs - first.startMs > MOST_MS)) flush();
      run.push(word);
    }
    flush();
    return cues;
  });
}

function wrap(text: string): string[] {
  if (text.length <= LINE) return [text];
  const middle = text.length / 2;
  const spaces = [...text.matchAll(/ /g)].map((match) => match.index);
  const cut = spaces.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  return cut === undefined ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
}

/** WebVTT (W3C), with its three special characters escaped. */
export function toWebVtt(segments: readonly TranscriptSegment[]): string {
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const cues = toCues(segments).map(
    (cue) => `${stamp(cue.startMs, '.')} --> ${stamp(cue.endMs, '.')}\n${cue.lines.map(escape).join('\n')}\n`,
  );
  return `WEBVTT\n\n${cues.join('\n')}`;
}

/** SubRip. Blank lines and arrows would break a cue, so words can't make any. */
export function toSrt(segments: readonly TranscriptSegment[]): string {
  const cues = toCues(segments).map((cue, index) => {
    const text = cue.lines.map((line) => line.replaceAll('-->', '→')).join('\n');
    return `${index + 1}\n${stamp(cue.startMs, ',')} --> ${stamp(cue.endMs, ',')}\n${text}\n`;
  });
  return cues.join('\n');
}

function stamp(ms: number, separator: '.' | ','): string {
  const pad = (value: number, length = 2) => String(Math.floor(value)).padStart(length, '0');
  return `${pad(ms / 3_600_000)}:${pad((ms / 60_000) % 60)}:${pad((ms / 1000) % 60)}${separator}${pad(ms % 1000, 3)}`;
}
