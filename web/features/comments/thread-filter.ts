import type { Comment, CommentLabel } from '#shared/comments.ts';

export interface ThreadFilter {
  show: 'open' | 'all' | 'mine' | 'mentions';
  label: CommentLabel | null;
  /** Id of who wrote in it, or sees to it. */
  personId: string | null;
  /** Written on the version that is seen, or on one before it. */
  version: 'all' | 'this' | 'earlier';
  sort: 'time' | 'newest';
}

export const NO_FILTER: ThreadFilter = {
  show: 'all',
  label: null,
  personId: null,
  version: 'all',
  sort: 'time',
};

export interface Thread {
  thread: Comment;
  replies: Comment[];
}

/** Comments as threads with their replies, in the order in which the server lists them: by position. */
export function threadsOf(comments: readonly Comment[]): Thread[] {
  const replies = Map.groupBy(
    comments.filter(({ parentId }) => parentId !== null),
    ({ parentId }) => parentId,
  );
  return comments
    .filter(({ parentId }) => parentId === null)
    .map((thread) => ({ thread, replies: replies.get(thread.id) ?? [] }));
}

/** What a filter lets through. `meId`: whose “mine” and “mentions me” are meant; `shownVersion`: the number of the version that is seen. */
export function filterThreads(
  threads: readonly Thread[],
  filter: ThreadFilter,
  meId: string,
  shownVersion: number,
): Thread[] {
  const { label, personId, version } = filter;
  const shown = threads.filter((candidate) => {
    const { thread } = candidate;
    return (
      isShown(candidate, filter.show, meId) &&
      (version === 'all' || (version === 'this') === (thread.version === shownVersion)) &&
      (label === null || thread.label === label) &&
      (personId === null || peopleIn(candidate).has(personId))
    );
  });
  if (filter.sort === 'time') return shown.toSorted((a, b) => compareByTime(a.thread, b.thread));
  return shown.toSorted((a, b) => lastWord(b).localeCompare(lastWord(a)));
}

function isShown(candidate: Thread, show: ThreadFilter['show'], meId: string): boolean {
  const { thread, replies } = candidate;
  if (show === 'all') return true;
  if (show === 'open') return thread.resolvedAt === null;
  if (show === 'mentions') return [thread, ...replies].some(({ mentionsMe }) => mentionsMe);
  return peopleIn(candidate).has(meId);
}

/** Ids of who wrote in a thread, and of who is to see to it. */
function peopleIn({ thread, replies }: Thread): Set<string> {
  const ids = [thread, ...replies].map(({ author }): string => author.id);
  return new Set(thread.assignee ? [...ids, thread.assignee.id] : ids);
}

/** Those on the whole first, then by position, then as written. */
export function compareByTime(a: Comment, b: Comment): number {
  return (a.atMs ?? -1) - (b.atMs ?? -1) || a.createdAt.localeCompare(b.createdAt);
}

function lastWord({ thread, replies }: Thread): string {
  return [thread, ...replies].map(({ createdAt }) => createdAt).reduce((a, b) => (a > b ? a : b));
}

/** Everybody who appears in threads, by name. */
export function peopleOf(threads: readonly Thread[]): { id: string; name: string }[] {
  const all = threads.flatMap(({ thread, replies }) => [
    ...[thread, ...replies].map(({ author }) => author),
    ...(thread.assignee ? [thread.assignee] : []),
  ]);
  return [
    ...new Map(all.map(({ id, name }) => [id as string, { id: id as string, name }])).values(),
  ].toSorted((a, b) => a.name.localeCompare(b.name));
}

/**
 * The thread that comes after the one in focus, in the order shown; around the end. Without one in focus, the first after a
 * position. `direction` -1: before it.
 */
export function nextThread(
  shown: readonly Thread[],
  focusId: string | null,
  positionMs: number,
  direction: 1 | -1,
): Comment | null {
  if (shown.length === 0) return null;
  const at = shown.findIndex(({ thread }) => thread.id === focusId);
  if (at >= 0) return shown.at((at + direction) % shown.length)?.thread ?? null;
  const after = shown.findIndex(({ thread }) => (thread.atMs ?? -1) > positionMs);
  const first = after === -1 ? shown.length : after;
  return shown.at((direction === 1 ? first : first - 1) % shown.length)?.thread ?? null;
}
