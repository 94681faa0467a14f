import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendars, liveEvents, personTimes, personZones, timesAway } from '#server/db/tables.ts';
import { loadSchedule } from '#server/features/people-time/index.ts';
import { timeZoneAt } from '#server/time/work-schedule.ts';
import { instantOf } from '#server/time/wall-time.ts';
import type { WeekHours } from '#shared/people-time.ts';
import { joinAs, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
let member: TestPerson;
let stranger: TestPerson;
beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '100' });
  owner = await setUpOwner(test);
  member = await joinAs(test, owner, 'member', 'Mia Member');
  stranger = await makeStranger(test);
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const table of [calendars, timesAway, personTimes, personZones]) await test.ctx.db.delete(table);
});

const NONE = '00000000-0000-4000-8000-000000000001';
const block = (from: string, to: string) => ({ from, to });
const nine = [block('09:00', '17:00')];
const OFFICE: WeekHours = { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine, sat: [], sun: [] };

describe('my time', () => {
  it('is the workspace’s until I choose, and says what follows from it', async () => {
    // It is Monday 2 March 2026, 10:00 UTC.
    const before = await member.api.peopleTime.mine();
    expect(before).toMatchObject({ timeZone: 'UTC', isTimeZoneChosen: false, days: null, quietHours: null });
    expect(before.nextBlocks[0]).toMatchObject({ endsAt: '2026-03-02T17:00:00.000Z' });
    const after = await member.api.peopleTime.update({
      timeZone: 'Asia/Tokyo',
      days: { ...OFFICE, tue: [block('08:00', '12:00'), block('22:00', '02:00')] },
      quietHours: block('21:00', '07:00'),
      holidayRegion: 'JP',
    });
    expect(after).toMatchObject({ timeZone: 'Asia/Tokyo', isTimeZoneChosen: true, holidayRegion: 'JP' });
    expect(after.nextBlocks.slice(0, 2)).toEqual([
      { startsAt: '2026-03-02T23:00:00.000Z', endsAt: '2026-03-03T03:00:00.000Z' },
      { startsAt: '2026-03-03T13:00:00.000Z', endsAt: '2026-03-03T17:00:00.000Z' },
    ]);
    expect(after.nextHolidays[0]?.day).toBe('2026-03-20');
    expect(await member.api.peopleTime.update({ days: null, holidayRegion: null })).toMatchObject({
      days: null,
      holidayRegion: null,
      timeZone: 'Asia/Tokyo',
      quietHours: block('21:00', '07:00'),
    });
  });

  it('changes nothing of others, in my workspace or elsewhere', async () => {
    await member.api.peopleTime.update({ timeZone: 'Asia/Tokyo' });
    for (const other of [owner, stranger])
      expect(await other.api.peopleTime.mine()).toMatchObject({ timeZone: 'UTC', isTimeZoneChosen: false });
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ holidayRegion: 'QQ' }, 'holidayRegion'],
    [{ holidayRegion: 'DE-XX' }, 'holidayRegion'],
    [{ quietHours: block('9:00', '17:00') }, ''],
    [{ quietHours: block('24:00', '17:00') }, ''],
    [{ quietHours: block('09:00', '09:00') }, ''],
    [{ days: { ...OFFICE, mon: [block('09:00', '13:00'), block('12:00', '17:00')] } }, ''],
    [{ days: { ...OFFICE, mon: [block('22:00', '06:00'), block('23:00', '23:30')] } }, ''],
  ])('is not %j', async (input, word) => {
    await expect(member.api.peopleTime.update(input)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(word),
    });
  });

  it('keeps where I lived: a move holds from now on', async () => {
    await member.api.peopleTime.update({ timeZone: 'Europe/Berlin' });
    const movedAt = test.ctx.clock.now();
    test.clock.advance(3_600_000);
    await member.api.peopleTime.update({ timeZone: 'America/New_York' });
    await member.api.peopleTime.update({ timeZone: 'America/New_York' });
    const workspaceId = (await member.api.accounts.me()).workspace.id;
    const schedule = await loadSchedule(test.ctx, { workspaceId, userId: member.id });
    expect(schedule.zones.map(({ timeZone }) => timeZone)).toEqual(['Europe/Berlin', 'America/New_York']);
    expect(timeZoneAt(schedule, instantOf(movedAt))).toBe('Europe/Berlin');
    expect(timeZoneAt(schedule, instantOf(test.ctx.clock.now()))).toBe('America/New_York');
    test.clock.advance(-3_600_000);
  });

  it('of two moves at the same instant knows one', async () => {
    const moves = ['Europe/Berlin', 'Asia/Tokyo'].map((timeZone) =>
      member.api.peopleTime.update({ timeZone }),
    );
    const zones = (await Promise.all(moves)).map(({ timeZone }) => timeZone);
    const { timeZone } = await member.api.peopleTime.mine();
    expect(zones).toContain(timeZone);
  });
});

describe('time away', () => {
  it('is taken out of my hours; its note is mine alone', async () => {
    const { api } = member;
    await api.peopleTime.update({ timeZone: 'Europe/Berlin' });
    const days = await api.peopleTime.addAway({
      kind: 'days',
      firstDay: '2026-03-03',
      lastDay: '2026-03-04',
      note: 'A secret surgery',
    });
    await api.peopleTime.addAway({ kind: 'hours', day: '2026-03-02', from: '12:00', to: '17:00' });
    const mine = await api.peopleTime.mine();
    expect(mine.away).toMatchObject([
      { kind: 'hours', startsAt: '2026-03-02T11:00:00.000Z', endsAt: '2026-03-02T16:00:00.000Z' },
      { kind: 'days', note: 'A secret surgery' },
    ]);
    expect(mine.nextBlocks[0]).toMatchObject({ endsAt: '2026-03-02T11:00:00.000Z' });
    expect(mine.nextBlocks[1]).toMatchObject({ startsAt: '2026-03-05T08:00:00.000Z' });
    const seen = await (await owner.fetch('/api/members/time')).text();
    expect(seen).toContain(member.id);
    expect(seen).not.toContain('surgery');
    for (const other of [owner, stranger])
      await expect(other.api.peopleTime.removeAway({ id: days.id })).rejects.toMatchObject({
        code: 'not_found',
      });
    const removed = await Promise.allSettled([1, 2].map(() => api.peopleTime.removeAway({ id: days.id })));
    expect(removed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    test.clock.advance(10 * 86_400_000);
    expect((await api.peopleTime.mine()).away).toEqual([]);
    test.clock.advance(-10 * 86_400_000);
  });

  it.each([
    { kind: 'days' as const, firstDay: '2026-03-04', lastDay: '2026-03-03' },
    { kind: 'days' as const, firstDay: '2026-02-30', lastDay: '2026-03-03' },
    { kind: 'hours' as const, day: '2026-03-03', from: '12:00', to: '12:00' },
  ])('is not %j', async (input) => {
    await expect(member.api.peopleTime.addAway(input)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('calendars', () => {
  const input = { name: 'Absences', kind: 'away' as const, url: 'webcal://cal.example/secret/me.ics' };
  const jobs = () =>
    test.ctx.connection.sql<{ data: { calendarId: string; reading: number } }[]>`
      select data from pgboss.job where name = 'fetch-calendar' order by created_on`;

  it('are read by a job that the same transaction enqueues; their address is not shown again', async () => {
    const { api } = member;
    const made = await api.peopleTime.addCalendar(input);
    expect(made).toMatchObject({ host: 'cal.example', status: 'waiting', eventCount: 0, readAt: null });
    expect((await jobs()).at(-1)?.data).toEqual({ calendarId: made.id, reading: 1 });
    expect(await (await member.fetch('/api/me/time')).text()).not.toContain('secret');
    await api.peopleTime.refreshCalendar({ id: made.id });
    expect((await jobs()).at(-1)?.data).toEqual({ calendarId: made.id, reading: 2 });
    for (const other of [owner, stranger])
      for (const verb of ['refreshCalendar', 'removeCalendar'] as const)
        await expect(other.api.peopleTime[verb]({ id: made.id })).rejects.toMatchObject({
          code: 'not_found',
        });
    await api.peopleTime.removeCalendar({ id: made.id });
    await expect(api.peopleTime.removeCalendar({ id: made.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(api.peopleTime.refreshCalendar({ id: NONE as never })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it.each(['ftp://cal.example/a.ics', 'file:///etc/passwd', 'javascript:alert(1)', 'cal.example', ''])(
    'are not at %j',
    async (url) => {
      await expect(member.api.peopleTime.addCalendar({ ...input, url })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    },
  );

  it('are ten at most', async () => {
    for (let i = 0; i < 10; i++) await member.api.peopleTime.addCalendar(input);
    await expect(member.api.peopleTime.addCalendar(input)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the workspace', () => {
  it('has a schedule for who has chosen nothing, set by admins', async () => {
    const update = { timeZone: 'Europe/Berlin', holidayRegion: 'DE-BY', days: { ...OFFICE, mon: [] } };
    await expect(member.api.peopleTime.updateDefaults(update)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(owner.api.peopleTime.updateDefaults({ timeZone: 'Nowhere' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await owner.api.peopleTime.updateDefaults({ timeZone: 'Europe/Paris' });
    expect(await owner.api.peopleTime.updateDefaults(update)).toEqual(update);
    const mine = await member.api.peopleTime.mine();
    expect(mine).toMatchObject({ timeZone: 'Europe/Berlin', isTimeZoneChosen: false, defaults: update });
    expect(mine.nextBlocks[0]?.startsAt).toBe('2026-03-03T08:00:00.000Z');
    expect((await stranger.api.peopleTime.mine()).timeZone).toBe('UTC');
  });

  it('sees of each member when they work, and of nobody else', async () => {
    await owner.api.peopleTime.updateDefaults({ timeZone: 'UTC', days: OFFICE, holidayRegion: 'none' });
    await member.api.peopleTime.update({ timeZone: 'America/New_York' });
    const people = await owner.api.peopleTime.people();
    expect(people).toHaveLength(2);
    expect(people).toContainEqual({
      userId: owner.id,
      timeZone: 'UTC',
      worksUntil: '2026-03-02T17:00:00.000Z',
      worksFrom: null,
    });
    expect(people).toContainEqual({
      userId: member.id,
      timeZone: 'America/New_York',
      worksUntil: null,
      worksFrom: '2026-03-02T14:00:00.000Z',
    });
    const never = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect((await member.api.peopleTime.update({ days: never })).nextBlocks).toEqual([]);
  });

  it('is told of a change, without its content', async () => {
    await test.ctx.db.delete(liveEvents);
    await member.api.peopleTime.addAway({ kind: 'hours', day: '2026-03-02', from: '12:00', to: '17:00' });
    const events = await test.ctx.db.select().from(liveEvents);
    expect(events.map(({ event }) => event)).toEqual([{ type: 'time.changed', userId: member.id }]);
  });

  it('can choose among countries and their regions', async () => {
    const countries = await member.api.peopleTime.countries();
    expect(countries.length).toBeGreaterThan(150);
    const germany = countries.find(({ id }) => id === 'DE');
    expect(germany?.regions).toContainEqual({ id: 'DE-BY', name: 'Bayern' });
  });
});
