import { setImmediate } from 'node:timers/promises';
import type { TimeRange } from '#shared/time-ranges.ts';

/** Small frames of a video, one behind the other, at a constant rate. */
export interface Signatures {
  bytes: Uint8Array;
  frameSize: number;
  framesPerSecond: number;
}

/** The new video is looked at in every fourth frame; the old one in all, as what follows an insertion lies between frames. */
const STRIDE = 4;
/** What encoding alone changes in the mean of a block, of 255. */
const NOISE = 9;
/** Blocks that may differ: a pointer, a blinking cursor. */
const FEW_BLOCKS = 2;
/** A part of less than this many looked-at frames is a flicker. */
const LEAST_FRAMES = 2;
/** Parts that are nearer to each other than this are one. */
const MERGE_MS = 1100;
/** Cells between two breaks for the rest of the process, such as the heartbeat of the job. */
const CELLS_AT_ONCE = 200_000;
const BY_MATCH = 1;
const BY_ROW_BEFORE = 2;

/**
 * Parts of the new video that are nowhere in the old one, in order of time. Each looked-at frame of the new one is given a frame
 * of the old one that looks the same, never an earlier one than the frame before was given, so that as many as can be have one
 * (dynamic time alignment). Those without are new.
 */
export async function changedPictures(before: Signatures, after: Signatures): Promise<TimeRange[]> {
  const frames = momentsOf(after).filter((_, i) => i % STRIDE === 0);
  const known = unlikeOnes(before, momentsOf(before));
  const matched = await align(frames, known);
  const stepMs = (STRIDE * 1000) / after.framesPerSecond;
  return rangesOf(matched, stepMs);
}

/** The least and the most that each block of a frame and its two neighbours has: wide where something moves. */
interface Moment {
  least: Uint8Array;
  most: Uint8Array;
}

function momentsOf({ bytes, frameSize }: Signatures): Moment[] {
  const count = Math.floor(bytes.length / frameSize);
  return Array.from({ length: count }, (_, frame) => {
    const least = bytes.slice(frame * frameSize, (frame + 1) * frameSize);
    const most = least.slice();
    for (const near of [frame - 1, frame + 1]) {
      if (near < 0 || near >= count) continue;
      for (let i = 0; i < frameSize; i++) {
        const value = bytes[near * frameSize + i] ?? 0;
        if (value < (least[i] ?? 0)) least[i] = value;
        if (value > (most[i] ?? 0)) most[i] = value;
      }
    }
    return { least, most };
  });
}

/** Those that are not as the one before: of a picture that stands still one is enough. */
function unlikeOnes({ bytes, frameSize }: Signatures, moments: Moment[]): Moment[] {
  let last = 0;
  return moments.filter((_, frame) => {
    if (frame === 0) return true;
    for (let i = 0; i < frameSize; i++) {
      const change = (bytes[last * frameSize + i] ?? 0) - (bytes[frame * frameSize + i] ?? 0);
      if (Math.abs(change) <= 1) continue;
      last = frame;
      return true;
    }
    return false;
  });
}

function looksSame(one: Moment, other: Moment): boolean {
  const { least, most } = one;
  let differing = 0;
  for (let i = 0; i < least.length; i++) {
    const isBelow = (other.most[i] ?? 0) + NOISE < (least[i] ?? 0);
    if (isBelow || (other.least[i] ?? 0) - NOISE > (most[i] ?? 0)) {
      differing += 1;
      if (differing > FEW_BLOCKS) return false;
    }
  }
  return true;
}

/** Whether each frame has a counterpart, in the alignment in which most have. */
async function align(frames: Moment[], known: Moment[]): Promise<boolean[]> {
  const matched = frames.map(() => false);
  // Most begin alike: that is settled without a table.
  let first = 0;
  let from = 0;
  for (; first < frames.length; first++) {
    const found = nextSame(frames[first], known, from, from + STRIDE + 1);
    if (found === null) break;
    matched[first] = true;
    from = found;
  }
  const rest = frames.slice(first);
  const width = known.length - from;
  if (rest.length === 0 || width <= 0) return matched;
  // best[j]: most matches so far where nothing behind known[j] was used. Where it grows along a row, `grown` says why.
  let best = new Uint32Array(width);
  const grown = rest.map(() => new Uint8Array(width));
  let cells = 0;
  for (const [row, frame] of rest.entries()) {
    const next = new Uint32Array(width);
    let most = 0;
    for (let j = 0; j < width; j++) {
      const other = known[from + j];
      const isSame = other !== undefined && looksSame(frame, other);
      const here = (best[j] ?? 0) + (isSame ? 1 : 0);
      const marks = grown[row];
      if (marks && here > most) marks[j] = isSame ? BY_MATCH : BY_ROW_BEFORE;
      most = Math.max(most, here);
      next[j] = most;
    }
    best = next;
    cells += width;
    if (cells > CELLS_AT_ONCE) {
      cells = 0;
      await setImmediate();
    }
  }
  trace(grown, matched, first);
  return matched;
}

/** Where within `from`…`to` a frame is found again; null where it is not. */
function nextSame(frame: Moment | undefined, known: Moment[], from: number, to: number): number | null {
  if (!frame) return null;
  const at = known.slice(from, to + 1).findIndex((other) => looksSame(frame, other));
  return at === -1 ? null : from + at;
}

/** Back through the table, from its end. */
function trace(grown: Uint8Array[], matched: boolean[], first: number): void {
  let limit = (grown[0]?.length ?? 0) - 1;
  for (let row = grown.length - 1; row >= 0; row--) {
    const marks = grown[row];
    let at = limit;
    while (at >= 0 && marks?.[at] === 0) at -= 1;
    if (at < 0) continue;
    if (marks?.[at] === BY_MATCH) matched[first + row] = true;
    limit = at;
  }
}

function rangesOf(matched: boolean[], stepMs: number): TimeRange[] {
  const ranges: TimeRange[] = [];
  let start = 0;
  for (let i = 0; i <= matched.length; i++) {
    if (i < matched.length && !matched[i]) continue;
    if (i - start >= LEAST_FRAMES)
      ranges.push({ startMs: Math.round(start * stepMs), endMs: Math.round(i * stepMs) });
    start = i + 1;
  }
  return mergeNear(ranges, MERGE_MS);
}

/** Parts with less than `gapMs` between them become one. */
export function mergeNear(ranges: readonly TimeRange[], gapMs: number): TimeRange[] {
  const merged: TimeRange[] = [];
  for (const { startMs, endMs } of ranges) {
    const last = merged.at(-1);
    if (last && startMs - last.endMs < gapMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs });
  }
  return merged;
}
