import { beforeEach, expect, it, vi } from 'vitest';
import { createReplyDrafts, NEW_THREAD } from './reply-drafts.ts';

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

const draft = { recordingId: 'r1', hasPicture: true, durationMs: null, slug: null };

it('are there again after a reload, each at its comment', () => {
  const before = createReplyDrafts('abc');
  before.set(NEW_THREAD, draft);
  before.set('thread', { ...draft, recordingId: 'r2', hasPicture: false, durationMs: 1200 });
  const after = createReplyDrafts('abc');
  expect(after.get(NEW_THREAD)).toEqual(draft);
  expect(after.get('thread')).toMatchObject({ recordingId: 'r2', hasPicture: false, durationMs: 1200 });
  expect(createReplyDrafts('other').get('thread')).toBeNull();
});

it('leave nothing behind once they are sent', () => {
  const drafts = createReplyDrafts('abc');
  drafts.set(NEW_THREAD, draft);
  drafts.clear(NEW_THREAD);
  expect(kept.size).toBe(0);
});

it('tell only what has changed', () => {
  const drafts = createReplyDrafts('abc');
  let told = 0;
  drafts.subscribe(() => told++);
  drafts.set(NEW_THREAD, draft);
  drafts.set(NEW_THREAD, { ...draft });
  expect(told).toBe(1);
  drafts.open(NEW_THREAD);
  expect(told).toBe(2);
  expect(drafts.isOpen(NEW_THREAD)).toBe(true);
  expect(drafts.isOpen('thread')).toBe(false);
});

it('begin anew where what was kept is of no use', () => {
  kept.set('playhead.replies.abc', '{"new": {"recordingId": 7}, "x"');
  expect(createReplyDrafts('abc').get(NEW_THREAD)).toBeNull();
});
