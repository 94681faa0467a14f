import { expect, it } from 'vitest';
import type { Comment } from '#shared/comments.ts';
import type { Thread } from './thread-filter.ts';
import { neighbour, nextOpen, resolvedIn, worklistOf } from './worklist.ts';

const thread = (id: string, atMs: number | null, isResolved = false): Thread => ({
  // Of a comment only what the list looks at.
  thread: {
    id,
    atMs,
    createdAt: '2026-01-01T00:00:00.000Z',
    resolvedAt: isResolved ? '2026-01-02T00:00:00.000Z' : null,
  } as Comment,
  replies: [],
});
const ids = (list: Thread[]) => list.map((item): string => item.thread.id);

const threads = [thread('c', 9000), thread('a', null), thread('b', 4000, true), thread('d', 12_000)];

it('has what is open by time, and keeps what was open in its place', () => {
  expect(ids(worklistOf(threads, new Set()))).toEqual(['a', 'c', 'd']);
  expect(ids(worklistOf(threads, new Set(['b', 'gone'])))).toEqual(['a', 'b', 'c', 'd']);
  expect(resolvedIn(worklistOf(threads, new Set(['b'])))).toBe(1);
});

it('goes to the next open one, around the end, and never to the same', () => {
  const list = worklistOf(threads, new Set(['b']));
  expect(nextOpen(list, null)?.thread.id).toBe('a');
  expect(nextOpen(list, 'a')?.thread.id).toBe('c');
  expect(nextOpen(list, 'd')?.thread.id).toBe('a');
  expect(nextOpen([thread('only', 1)], 'only')).toBeNull();
  expect(nextOpen([thread('done', 1, true)], null)).toBeNull();
});

it('goes back over resolved ones, and stays at the ends', () => {
  const list = worklistOf(threads, new Set(['b']));
  expect(neighbour(list, 'c', -1)?.thread.id).toBe('b');
  expect(neighbour(list, 'a', -1)?.thread.id).toBe('a');
  expect(neighbour(list, 'd', 1)?.thread.id).toBe('d');
  expect(neighbour([], null, 1)).toBeNull();
});
