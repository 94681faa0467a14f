import { describe, expect, it } from 'vitest';
import { toCues, toSrt, toWebVtt } from './captions.ts';
import type { TranscriptSegment } from './transcripts.ts';

function segmentOf(text: string, startMs = 0, msPerWord = 400): TranscriptSegment {
  const words = text.split(' ').map((word, i) => ({
    text: word,
    startMs: startMs + i * msPerWord,
    endMs: startMs + (i + 1) * msPerWord,
  }));
  return { text, startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
}

describe('captions', () => {
  it('writes WebVTT with escaped text and hours', () => {
    const vtt = toWebVtt([segmentOf('a < b & c', 3_661_005)]);
    expect(vtt).toBe('WEBVTT\n\n01:01:01.005 --> 01:01:03.005\na &lt; b &amp; c\n');
  });

  it('writes SubRip with numbers and commas', () => {
    expect(toSrt([segmentOf('one'), segmentOf('two --> three', 1000)])).toBe(
      '1\n00:00:00,000 --> 00:00:00,400\none\n\n2\n00:00:01,000 --> 00:00:02,200\ntwo → three\n',
    );
  });

  it('keeps cues within two lines of 42 characters and six seconds', () => {
    const long = segmentOf(Array.from({ length: 60 }, (_, i) => `word${i}`).join(' '));
    const cues = toCues([long]);
    expect(cues.length).toBeGreaterThan(3);
    for (const cue of cues) {
      expect(cue.lines.length).toBeLessThanOrEqual(2);
      for (const line of cue.lines) expect(line.length).toBeLessThanOrEqual(46);
      expect(cue.endMs - cue.startMs).toBeLessThanOrEqual(6000);
    }
    expect(cues.flatMap((cue) => cue.lines.join(' ').split(' '))).toEqual(long.text.split(' '));
  });
});
