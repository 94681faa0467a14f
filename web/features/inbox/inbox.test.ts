import { describe, expect, it } from 'vitest';
import type { Notification } from '#shared/notifications.ts';
import { groupInbox } from './inbox-groups.ts';
import { localInput, snoozeTimes } from './snooze-times.ts';

const entry = (id: string, video: string | null, threadId: string | null = null) =>
  ({
    id,
    title: `title ${id}`,
    threadId,
    video: video && { id: video, slug: video, title: video },
  }) as unknown as Notification;

describe('groups of the inbox', () => {
  it('are by video, and by thread within, in the order of their newest entry; what is about no video stands alone', () => {
    const items = [
      entry('1', 'a', 't'),
      entry('2', 'b'),
      entry('3', 'a'),
      entry('4', 'a', 't'),
      entry('5', null),
      entry('6', null),
    ];
    const shape = (groups: ReturnType<typeof groupInbox>) =>
      groups.map((group) => group.items.map(({ id }) => id).join());
    expect(shape(groupInbox(items))).toEqual(['1,4,3', '2', '5', '6']);
    expect(groupInbox(items).map(({ title }) => title)).toEqual(['a', 'b', 'title 5', 'title 6']);
    // A later page moves nothing.
    expect(shape(groupInbox([...items, entry('7', 'b')]))).toEqual(['1,4,3', '2,7', '5', '6']);
  });
});

describe('times to snooze until', () => {
  it.each([
    ['2026-03-02T10:00', '2026-03-03T09:00', '2026-03-09T09:00'],
    ['2026-03-08T23:30', '2026-03-09T09:00', '2026-03-09T09:00'],
    ['2026-12-31T00:10', '2027-01-01T09:00', '2027-01-04T09:00'],
    // Over the nights in which clocks change, wherever this runs.
    ['2026-03-28T10:00', '2026-03-29T09:00', '2026-03-30T09:00'],
    ['2026-10-24T10:00', '2026-10-25T09:00', '2026-10-26T09:00'],
  ])('of %s are nine in the morning', (now, tomorrow, monday) => {
    const times = snoozeTimes(new Date(now).getTime());
    expect([localInput(times.tomorrow), localInput(times.monday)]).toEqual([tomorrow, monday]);
  });
});
