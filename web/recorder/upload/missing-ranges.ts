import type { Recording } from '#shared/recordings.ts';
import { isWithdrawn } from '../spool/journal.ts';

/**
 * Media segments (or chunks) that were made, and that the server will never get: they were neither confirmed nor recorded
 * over, and nothing is left to upload. Without its init segment, a media segment can never be played. First and last index
 * of each range, both included.
 */
export function missingRanges(
  { confirmed, format }: Pick<Recording, 'confirmed' | 'format'>,
  { mediaCount }: { mediaCount: number },
  withdrawals: readonly { from: number; to: number }[],
): [from: number, to: number][] {
  const inits = new Set(confirmed.filter(({ kind }) => kind === 'init').map(({ index }) => index));
  const arrived = new Set(
    confirmed
      .filter(({ kind, initIndex }) => kind !== 'init' && (format !== 'cmaf' || inits.has(initIndex)))
      .map(({ index }) => index),
  );
  const ranges: [from: number, to: number][] = [];
  for (let index = 0; index < mediaCount; index++) {
    if (arrived.has(index) || isWithdrawn(withdrawals, index)) continue;
    const last = ranges.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}
