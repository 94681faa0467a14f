import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestChoices, digestsSent, timesAway } from '#server/db/tables.ts';
import { digestDue } from '#server/features/channels/index.ts';
import { nextDigest } from '#server/features/channels/digest-times.ts';
import { sendDigests } from '#server/features/digests/index.ts';
import { Temporal } from '#server/time/temporal.ts';
import { isQuiet, isWorking } from '#server/time/working-time.ts';
import type { WorkSchedule } from '#server/time/work-schedule.ts';
import { UserId } from '#shared/ids.ts';
import type { Mail } from '#server/features/notifications/index.ts';
import { WEEKDAYS, type DailyHours, type WeekHours } from '#shared/people-time.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const HOUR = 3_600_000;
const instant = (text: string) => Temporal.Instant.from(text);

describe('the time of a digest', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Tokyo',
    'Asia/Kolkata',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'America/St_Johns',
  ];
  const clockTime = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const daily: fc.Arbitrary<DailyHours> = fc
    .record({ from: clockTime, to: clockTime })
    .filter(({ from, to }) => from !== to);
  const blocks: fc.Arbitrary<DailyHours[]> = fc.oneof(
    { weight: 1, arbitrary: fc.constant<DailyHours[]>([]) },
    { weight: 3, arbitrary: daily.map((one) => [one]) },
  );
  const days: fc.Arbitrary<WeekHours> = fc.record({
    mon: blocks,
    tue: blocks,
    wed: blocks,
    thu: blocks,
    fri: blocks,
    sat: blocks,
    sun: blocks,
  });
  const schedules: fc.Arbitrary<WorkSchedule> = fc.record({
    zones: fc.constantFrom(...zones).map((timeZone) => [{ since: instant('1970-01-01T00:00Z'), timeZone }]),
    days,
    holidays: fc
      .subarray(['2026-03-27', '2026-03-30', '2026-04-03', '2026-10-26'])
      .map((list) => new Set(list)),
    away: fc.constantFrom([], [{ kind: 'days' as const, firstDay: '2026-03-24', lastDay: '2026-03-25' }]),
    quietHours: fc.option(daily, { nil: null }),
  });
  const choices = fc.record({
    cadence: fc.constantFrom('daily' as const, 'weekly' as const),
    weekday: fc.constantFrom(...WEEKDAYS),
  });
  /** Weeks in which clocks change somewhere, and one in which none do. */
  const begins = fc.constantFrom(
    '2026-03-06T00:00Z',
    '2026-03-26T00:00Z',
    '2026-10-23T00:00Z',
    '2026-06-10T00:00Z',
  );

  it('is in working hours and not quiet, at most 12 h after its begin; a period has one begin', () => {
    fc.assert(
      fc.property(
        schedules,
        choices,
        begins,
        fc.integer({ min: 0, max: 89 }),
        (schedule, choice, begin, offset) => {
          const beginOf = new Map<string, number>();
          for (let step = 0; step < 8 * 96; step += 6) {
            const now = instant(begin).add({ minutes: offset + step * 15 });
            const due = digestDue(schedule, choice, now);
            if (!due) continue;
            expect([isWorking(schedule, now), isQuiet(schedule, now)]).toEqual([true, false]);
            expect([isWorking(schedule, due.at), isQuiet(schedule, due.at)]).toEqual([true, false]);
            const lateMs = now.epochMilliseconds - due.at.epochMilliseconds;
            expect(lateMs).toBeGreaterThanOrEqual(0);
            expect(lateMs).toBeLessThanOrEqual(12 * HOUR);
            expect(beginOf.get(due.period) ?? due.at.epochMilliseconds).toBe(due.at.epochMilliseconds);
            beginOf.set(due.period, due.at.epochMilliseconds);
          }
          const most = choice.cadence === 'daily' ? 9 : 3;
          expect(beginOf.size).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('comes: what is announced as next is due then', () => {
    fc.assert(
      fc.property(schedules, choices, begins, (schedule, choice, begin) => {
        const next = nextDigest(schedule, choice, instant(begin));
        if (!next) return;
        // Where quiet hours push the work of two days to one time, it is that of the later day.
        expect(digestDue(schedule, choice, next.at)?.at.toString()).toBe(next.at.toString());
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    // Berlin: on Sunday, 29 March 2026, clocks go from 02:00 to 03:00.
    ['Europe/Berlin', '2026-03-28T12:00Z', 'mon', '2026-03-30T07:00:00Z'],
    ['America/New_York', '2026-03-06T00:00Z', 'mon', '2026-03-09T13:00:00Z'],
    // A Saturday is no working day: the next one.
    ['Asia/Tokyo', '2026-03-06T12:00Z', 'sat', '2026-03-09T00:00:00Z'],
  ] as const)('in %s after %s is at the begin of work', (timeZone, after, weekday, at) => {
    const nine = [{ from: '09:00', to: '17:00' }];
    const week = { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine, sat: [], sun: [] };
    const schedule = {
      zones: [{ since: instant('1970-01-01T00:00Z'), timeZone }],
      days: week,
      holidays: new Set<string>(),
      away: [],
      quietHours: null,
    };
    expect(nextDigest(schedule, { cadence: 'weekly', weekday }, instant(after))?.at.toString()).toBe(at);
  });
});

describe('the digest', () => {
  let test: TestApp;
  let owner: TestPerson;
  let mia: TestPerson;
  let ben: TestPerson;
  beforeAll(async () => {
    test = await makeTestApp({ RATE_LIMIT_FACTOR: '100' });
    owner = await setUpOwner(test);
    mia = await joinAs(test, owner, 'member', 'Mia Member');
    ben = await joinAs(test, owner, 'member', 'Ben Builder');
    await mia.api.peopleTime.update({ timeZone: 'Europe/Berlin' });
  });
  afterAll(() => test?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    for (const table of [digestChoices, digestsSent, timesAway]) await test.ctx.db.delete(table);
    await test.ctx.connection.sql`delete from pgboss.job where name = 'send-mail'`;
  });
  const digests = async (): Promise<Mail[]> =>
    (await test.mails()).filter(({ messageId }) => messageId?.startsWith('<digest-'));
  /** Moves on to an instant. The clock only goes forward. */
  const goTo = (at: string) => test.clock.advance(Date.parse(at) - test.clock.now().getTime());

  it('says what waits and what is new, once, however often and by how many it is sent', async () => {
    // Monday, 2 March 2026, 10:00 UTC: 11:00 in Berlin.
    await mia.api.channels.update({ digest: { cadence: 'daily', weekday: 'mon' } });
    expect((await mia.api.channels.mine()).nextDigestAt).toBe('2026-03-03T08:00:00.000Z');
    const film = await makeReadyVideo(test, owner, { title: 'Launch film' });
    const mine = await makeReadyVideo(test, mia, { title: 'My take' });
    await test.ctx.connection.sql`update videos set created_at = ${test.clock.now().toISOString()}`;
    await owner.api.acknowledgements.ask({
      slug: film.slug,
      recipientIds: [UserId.parse(mia.id)],
      note: 'By noon',
    });
    await mia.api.acknowledgements.ask({ slug: mine.slug, recipientIds: [UserId.parse(owner.id)] });
    await owner.api.acknowledgements.acknowledge({ slug: mine.slug });
    const thread = await owner.api.comments.create({ slug: mine.slug, body: 'Is this final?', atMs: 0 });
    const answered = await owner.api.comments.create({ slug: mine.slug, body: 'Answered one', atMs: 0 });
    await mia.api.comments.create({ slug: mine.slug, body: 'It is', parentId: answered.id });
    const done = await owner.api.comments.create({ slug: mine.slug, body: 'Done one', atMs: 0 });
    await owner.api.comments.resolve({ id: done.id });
    expect(await sendDigests(test.ctx)).toBe(0);
    goTo('2026-03-03T08:05:00Z');
    const sent = await Promise.all([1, 2, 3].map(() => sendDigests(test.ctx)));
    expect(sent.filter((count) => count === 1)).toHaveLength(1);
    expect(sent.filter((count) => count === 0)).toHaveLength(2);
    expect(await sendDigests(test.ctx)).toBe(0);
    const [mail, ...rest] = await digests();
    expect(rest).toEqual([]);
    expect(mail?.to).toBe(mia.email);
    expect(mail?.subject).toBe('Today in Studio: 1 ask, 1 thread, 1 answer, 1 new video');
    for (const words of [
      'Olive Owner asks about “Launch film”',
      'By noon',
      'Olive Owner on “My take”',
      `?comment=${thread.id}`,
      'Olive Owner acknowledged “My take”',
      'Stop the digest',
    ])
      expect(mail?.text).toContain(words);
    for (const words of ['Answered one', 'Done one', 'It is\n']) expect(mail?.text).not.toContain(words);
    expect(mail?.headers?.['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    // The next day only the ask and the thread wait; the rest was told.
    goTo('2026-03-04T08:00:00Z');
    expect(await sendDigests(test.ctx)).toBe(1);
    expect((await digests()).at(-1)?.subject).toBe('Today in Studio: 1 ask, 1 thread');
  });

  it('is not sent with nothing in it, nor to who wants none, nor of what one can’t see', async () => {
    await ben.api.channels.update({ digest: { cadence: 'daily', weekday: 'mon' } });
    const space = await owner.api.spaces.create({ name: 'Secret', visibility: 'private', memberIds: [] });
    goTo('2026-03-05T08:00:00Z');
    await makeReadyVideo(test, owner, { title: 'Hidden', spaceId: space.id });
    await test.ctx.connection
      .sql`update videos set created_at = ${test.clock.now().toISOString()} where title = 'Hidden'`;
    goTo('2026-03-05T09:30:00Z');
    expect(await sendDigests(test.ctx)).toBe(0);
    expect(await digests()).toEqual([]);
    expect(await test.ctx.db.select().from(digestsSent)).toMatchObject([{ userId: ben.id, itemCount: 0 }]);
  });

  it('is not caught up: not for a time before it was chosen, nor when work is over, nor 12 h late', async () => {
    goTo('2026-03-06T10:00:00Z');
    await mia.api.channels.update({ digest: { cadence: 'daily', weekday: 'mon' } });
    expect(await sendDigests(test.ctx)).toBe(0);
    // Monday. The worker was down until 18:00 in Berlin.
    goTo('2026-03-09T17:00:00Z');
    expect(await sendDigests(test.ctx)).toBe(0);
    // Tuesday, and it was down for two hours only.
    goTo('2026-03-10T10:00:00Z');
    expect(await sendDigests(test.ctx)).toBe(1);
  });

  it('comes weekly on its day, or the next working day where one is away', async () => {
    await mia.api.channels.update({ digest: { cadence: 'weekly', weekday: 'thu' } });
    await mia.api.peopleTime.addAway({ kind: 'days', firstDay: '2026-03-12', lastDay: '2026-03-12' });
    for (const [at, count] of [
      ['2026-03-11T09:00:00Z', 0],
      ['2026-03-12T09:00:00Z', 0],
      ['2026-03-13T07:59:00Z', 0],
      ['2026-03-13T08:00:00Z', 1],
      ['2026-03-16T09:00:00Z', 0],
    ] as const) {
      goTo(at);
      expect([at, await sendDigests(test.ctx)]).toEqual([at, count]);
    }
    const [mail] = await digests();
    expect(mail?.messageId).toMatch(/^<digest-weekly-2026-03-12-/);
    expect(mail?.subject).toContain('This week in Studio');
  });
});
