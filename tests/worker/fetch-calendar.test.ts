import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calendars } from '#server/db/tables.ts';
import { refreshDueCalendars } from '#server/features/people-time/index.ts';
import type { JobPayload, JobRun } from '#server/queue/queue.ts';
import { fetchCalendar } from '../../worker/jobs/fetch-calendar.ts';
import { calendar, startCalendarServer, type CalendarServer } from '../support/calendar-server.ts';
import { setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
let server: CalendarServer;
beforeAll(async () => {
  server = await startCalendarServer();
  test = await makeTestApp({ CALENDAR_PRIVATE_HOSTS: '127.0.0.1', RATE_LIMIT_FACTOR: '100' });
  owner = await setUpOwner(test);
});
afterAll(async () => {
  await test[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await test.ctx.db.delete(calendars);
  await test.ctx.connection.sql`delete from pgboss.job where name = 'fetch-calendar'`;
  server.asked.length = 0;
});

const add = (path: string, kind: 'away' | 'holidays' = 'away', origin = server.origin) =>
  owner.api.peopleTime.addCalendar({ name: 'Absences', kind, url: `${origin}${path}` });
const mine = () => owner.api.peopleTime.mine();
const waiting = async () =>
  (
    await test.ctx.connection.sql<{ data: JobPayload<'fetch-calendar'> }[]>`
      select data from pgboss.job where name = 'fetch-calendar' order by created_on`
  ).map(({ data }) => data);

/** Runs what the queue holds, as the worker does. */
async function runJobs(payloads?: JobPayload<'fetch-calendar'>[]): Promise<void> {
  for (const payload of payloads ?? (await waiting()))
    await fetchCalendar(test.ctx, {
      payload,
      signal: AbortSignal.timeout(30_000),
    } as JobRun<'fetch-calendar'>);
  await test.ctx.connection.sql`delete from pgboss.job where name = 'fetch-calendar'`;
}

const AWAY = calendar(['DTSTART;VALUE=DATE:20260302', 'DTEND;VALUE=DATE:20260304', 'SUMMARY:Private']);

describe('a calendar', () => {
  it('of absences takes its days out of my hours; what they are called is not stored', async () => {
    server.answers.set('/away.ics', AWAY);
    await add('/away.ics');
    expect((await mine()).nextBlocks[0]?.endsAt).toBe('2026-03-02T17:00:00.000Z');
    await runJobs();
    const after = await mine();
    expect(after.calendars).toMatchObject([{ status: 'ok', problem: null, eventCount: 1 }]);
    expect(after.calendars[0]?.readAt).toBe('2026-03-02T10:00:00.000Z');
    expect(after.nextBlocks[0]?.startsAt).toBe('2026-03-04T09:00:00.000Z');
    const [row] = await test.ctx.db.select().from(calendars);
    expect(JSON.stringify(row)).not.toContain('Private');
  });

  it('without zones is read in that of its owner, else of the workspace', async () => {
    server.answers.set('/floating.ics', calendar(['DTSTART:20260303T090000', 'DTEND:20260303T120000']));
    await owner.api.peopleTime.updateDefaults({ timeZone: 'Europe/Berlin' });
    await add('/floating.ics');
    await runJobs();
    const [row] = await test.ctx.db.select().from(calendars);
    expect(row?.events).toMatchObject([{ startsAt: '2026-03-03T08:00:00.000Z' }]);
    await owner.api.peopleTime.updateDefaults({ timeZone: 'UTC' });
  });

  it('of holidays frees their days', async () => {
    server.answers.set('/days.ics', calendar(['DTSTART;VALUE=DATE:20260303', 'SUMMARY:Founding day']));
    await add('/days.ics', 'holidays');
    await runJobs();
    expect((await mine()).nextBlocks[1]?.startsAt).toBe('2026-03-04T09:00:00.000Z');
  });

  it('that fails says why, and keeps what was read before', async () => {
    server.answers.set('/away.ics', AWAY);
    const { id } = await add('/away.ics');
    await runJobs();
    for (const [answer, sentence] of [
      [404, 'There is nothing at this address (404).'],
      ['<html>', 'not an iCal calendar'],
      ['x'.repeat(2 * 1024 ** 2 + 1), 'It is larger than 2 MB.'],
    ] as const) {
      server.answers.set('/away.ics', answer);
      await owner.api.peopleTime.refreshCalendar({ id });
      await runJobs();
      const { calendars: shown, nextBlocks } = await mine();
      expect(shown).toMatchObject([{ status: 'failed', eventCount: 1 }]);
      expect(shown[0]?.problem).toContain(sentence);
      expect(nextBlocks[0]?.startsAt).toBe('2026-03-04T09:00:00.000Z');
    }
    server.answers.set('/away.ics', AWAY);
    await owner.api.peopleTime.refreshCalendar({ id });
    await runJobs();
    expect((await mine()).calendars).toMatchObject([{ status: 'ok', problem: null }]);
  });

  it('that was asked for again meanwhile, or removed, is left alone', async () => {
    server.answers.set('/away.ics', AWAY);
    const { id } = await add('/away.ics');
    const old = await waiting();
    await owner.api.peopleTime.refreshCalendar({ id });
    await runJobs(old);
    expect(server.asked).toEqual([]);
    expect((await mine()).calendars).toMatchObject([{ status: 'waiting' }]);
    await owner.api.peopleTime.removeCalendar({ id });
    await runJobs();
    expect(server.asked).toEqual([]);
  });

  it('is read again after six hours, after a failure in one', async () => {
    server.answers.set('/away.ics', AWAY);
    server.answers.set('/gone.ics', 404);
    const good = await add('/away.ics');
    const bad = await add('/gone.ics');
    await runJobs();
    const dueAfter = async (hours: number) => {
      test.clock.advance(hours * 3_600_000);
      await refreshDueCalendars(test.ctx);
      const due = await waiting();
      await runJobs();
      return due.map(({ calendarId }) => calendarId);
    };
    expect(await dueAfter(0.5)).toEqual([]);
    expect(await dueAfter(1)).toEqual([bad.id]);
    expect(new Set(await dueAfter(5))).toEqual(new Set([good.id, bad.id]));
    expect(await dueAfter(0)).toEqual([]);
    test.clock.advance(-6.5 * 3_600_000);
  });
});

describe('the own network', () => {
  it('is out of reach unless whoever runs the installation has named the host', async () => {
    server.answers.set('/away.ics', AWAY);
    await using strict = await makeTestApp({}, { databaseUrl: test.databaseUrl });
    await add('/away.ics');
    const [payload] = await waiting();
    if (!payload) throw new Error('no job');
    await fetchCalendar(strict.ctx, {
      payload,
      signal: AbortSignal.timeout(5000),
    } as JobRun<'fetch-calendar'>);
    expect(server.asked).toEqual([]);
    expect((await mine()).calendars[0]).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('not on the public internet'),
    });
  });

  it('is out of reach by another name than the one that was named', async () => {
    server.answers.set('/away.ics', AWAY);
    await add('/away.ics', 'away', server.origin.replace('127.0.0.1', 'localhost'));
    await runJobs();
    expect(server.asked).toEqual([]);
    const [row] = await test.ctx.db.select().from(calendars).where(eq(calendars.userId, owner.id));
    expect(row?.status).toBe('failed');
  });
});
