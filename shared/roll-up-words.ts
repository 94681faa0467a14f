import type { RollUpCount } from './editions.ts';
import type { Prompt } from './series.ts';

const MOST_NAMES = 12;

/** “4 green, 1 red: Mia Member”: everybody is named but those who picked what most did. */
export function countsText(counts: readonly RollUpCount[], kind: Prompt['kind'] | undefined): string {
  if (kind === 'number') return counts.map(({ value, people }) => `${value}: ${namesOf(people)}`).join('; ');
  const most = Math.max(0, ...counts.map(({ people }) => people.length));
  // With two of the same size, both are named.
  const isMajor = ({ people }: RollUpCount) =>
    people.length === most &&
    people.length > 1 &&
    counts.filter((one) => one.people.length === most).length === 1;
  return counts
    .map(
      (count) => `${count.people.length} ${count.value}${isMajor(count) ? '' : `: ${namesOf(count.people)}`}`,
    )
    .join(', ');
}

export function namesOf(people: readonly { name: string }[]): string {
  const names = people.slice(0, MOST_NAMES).map(({ name }) => name);
  const left = people.length - names.length;
  return left > 0 ? `${names.join(', ')} and ${left} more` : names.join(', ');
}

/** Who is still missing, and who was away. */
export function missingOf<T extends { state: string }>(entries: readonly T[]): { missing: T[]; away: T[] } {
  return {
    missing: entries.filter(({ state }) => ['planned', 'open', 'missed'].includes(state)),
    away: entries.filter(({ state }) => state === 'excused'),
  };
}

export function transcribingText(count: number): string {
  return count === 1 ? '1 video is still being transcribed.' : `${count} videos are still being transcribed.`;
}
