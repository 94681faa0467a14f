import { compareByTime, type Thread } from './thread-filter.ts';

/**
 * What there is to work through, in order of time: what is open, and what was (`seenIds`), so that a thread stays in its
 * place after it was resolved.
 */
export function worklistOf(threads: readonly Thread[], seenIds: ReadonlySet<string>): Thread[] {
  return threads
    .filter(({ thread }) => thread.resolvedAt === null || seenIds.has(thread.id))
    .toSorted((a, b) => compareByTime(a.thread, b.thread));
}

/** The next thread that is open, around the end; null where none is but this one. */
export function nextOpen(list: readonly Thread[], currentId: string | null): Thread | null {
  const at = list.findIndex(({ thread }) => thread.id === currentId);
  const inTurn = [...list.slice(at + 1), ...list.slice(0, Math.max(at, 0))];
  return inTurn.find(({ thread }) => thread.resolvedAt === null) ?? null;
}

/** The thread before or after, resolved or not; the same one at either end. */
export function neighbour(list: readonly Thread[], currentId: string | null, by: 1 | -1): Thread | null {
  const at = list.findIndex(({ thread }) => thread.id === currentId);
  return list[Math.max(0, Math.min(list.length - 1, at + by))] ?? null;
}

/** How many of them are resolved. */
export function resolvedIn(list: readonly Thread[]): number {
  return list.filter(({ thread }) => thread.resolvedAt !== null).length;
}
