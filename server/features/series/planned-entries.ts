import type { AppContext } from '#server/context.ts';
import type { EditionRow, SeriesRow } from './access.ts';
import type { EntryTimes } from './entry-times.ts';
import type { SeriesPerson } from './series-people.ts';
import type { entries } from './tables.ts';

export type EntryRow = typeof entries.$inferSelect;

export interface PlannedEntry {
  userId: string;
  opensAt: Date;
  dueAt: Date;
  closesAt: Date;
  remindAt: Date | null;
  plannedAt: Date;
  excusedAt: Date | null;
}

export interface EditionPlan {
  edition: EditionRow;
  /** As they are stored. */
  entries: EntryRow[];
  /** Somebody was asked: prompts and times stay as they were. */
  isAsked: boolean;
  planned: PlannedEntry[];
}

interface Planning {
  series: Pick<SeriesRow, 'createdAt' | 'asksSince' | 'rotation'>;
  /** The edition was made just now. */
  isNew: boolean;
  people: readonly SeriesPerson[];
  times: ReadonlyMap<string, EntryTimes>;
  /** Entries of the edition that there are already. */
  own: readonly EntryRow[];
}

/**
 * The entries of an edition as they should be. Who joins while it is open is asked as long as it is not due for them; what was
 * due before the series was made, went on or changed its rhythm is nobody's.
 */
export function planned(
  { clock }: Pick<AppContext, 'clock'>,
  { series, isNew, people, times, own }: Planning,
): PlannedEntry[] {
  const now = clock.now();
  const since = series.asksSince ?? series.createdAt;
  const known = new Map(own.map((entry) => [entry.userId, entry]));
  return people.flatMap(({ userId, addedMs }): PlannedEntry[] => {
    const found = times.get(userId);
    if (!found) return [];
    const { isExcused, ...at } = found;
    const before = known.get(userId);
    // What was due stays due; only the reminder goes with who moves.
    if (before && before.dueAt <= now) {
      const { opensAt, dueAt, closesAt, plannedAt, excusedAt } = before;
      const remindAt = at.remindAt && at.remindAt < closesAt ? at.remindAt : before.remindAt;
      return [{ userId, opensAt, dueAt, closesAt, remindAt, plannedAt, excusedAt }];
    }
    const added = new Date(Math.max(since.getTime(), addedMs ?? 0));
    // After a downtime the whole edition is put on record; in one that is there already, nobody is missing afterwards.
    if (!before && at.dueAt <= (isNew ? added : now)) return [];
    // When somebody came into a group is not known, nor when they came to be the next speaker.
    const joinedAt = isNew || (addedMs !== null && series.rotation === null) ? added : now;
    const isNewTime =
      before !== undefined &&
      (before.opensAt.getTime() !== at.opensAt.getTime() || (before.excusedAt !== null && !isExcused));
    const plannedAt = !before ? joinedAt : isNewTime ? now : before.plannedAt;
    const excusedAt = isExcused ? (before?.excusedAt ?? now) : null;
    return [{ userId, ...at, plannedAt, excusedAt }];
  });
}
