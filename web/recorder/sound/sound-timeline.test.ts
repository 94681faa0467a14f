import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resample, SoundTimeline } from './sound-timeline.ts';

const RATE = 48_000;
const CHUNK = 1024;

/** Every sample tells the true time at which it was captured, in seconds; 0 is silence. */
function chunkAt(frame: number): Float32Array[] {
  return [Float32Array.from({ length: CHUNK }, (_, i) => (frame + i + 1) / RATE)];
}

function collect() {
  const out: number[] = [];
  const timeline = new SoundTimeline({
    sampleRate: RATE,
    channelCount: 1,
    emit: ({ channels }) => out.push(...(channels[0] ?? [])),
  });
  /** The largest distance between a sample's true time and its place, in ms, leaving silence out. */
  const worstOffset = () =>
    out.reduce(
      (worst, value, i) => (value === 0 ? worst : Math.max(worst, Math.abs(value - (i + 1) / RATE) * 1000)),
      0,
    );
  return { out, timeline, worstOffset };
}

it('puts sound after dropped buffers at its true place, with silence in between', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 50, maxLength: 200 }), (kept) => {
      const { timeline, worstOffset } = collect();
      for (const [i, isKept] of kept.entries())
        if (isKept) timeline.add(chunkAt(i * CHUNK), (i * CHUNK * 1000) / RATE);
      expect(worstOffset()).toBeLessThanOrEqual(20.1);
    }),
    { numRuns: 30 },
  );
});

it('follows a clock that runs 300 ppm slow for three minutes, without a hole', () => {
  const { timeline, worstOffset } = collect();
  for (let i = 0; i * CHUNK < 180 * RATE; i++) {
    const frame = i * CHUNK;
    timeline.add(
      [Float32Array.from({ length: CHUNK }, (_, k) => ((frame + k + 1) / RATE) * 1.0003)],
      ((frame * 1000) / RATE) * 1.0003,
    );
  }
  expect(timeline.filledMs).toBe(0);
  expect(worstOffset()).toBeLessThan(6);
});

it('makes silence where nothing comes, and takes sound up again at its place', () => {
  const { timeline, worstOffset } = collect();
  timeline.add(chunkAt(0), 0);
  for (let ms = 0; ms < 5000; ms += 33) timeline.keepUpWith(ms);
  expect(timeline.endMs).toBeGreaterThan(4200);
  expect(timeline.endMs).toBeLessThan(5000);
  timeline.add(chunkAt(5 * RATE), 5000);
  expect(worstOffset()).toBeLessThan(1);
});

it('ends exactly with the picture', () => {
  const { timeline } = collect();
  timeline.add(chunkAt(0), 0);
  timeline.endAt(2000);
  expect(timeline.endMs).toBe(2000);
});

it('stretches to a length and keeps both ends', () => {
  const out = resample(Float32Array.of(0, 1, 2, 3), 7);
  expect([...out]).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3]);
});
