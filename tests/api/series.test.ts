import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { notifications } from '#server/db/tables.ts';
import type { NoticeKind } from '#server/features/notifications/index.ts';
import { planEditions, runCycle } from '#server/features/series/index.ts';
import type { Series } from '#shared/series.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { UserId } from '#shared/ids.ts';

const HOUR_MS = 3_600_000;
const HOURS = [{ from: '09:00', to: '17:00' }];
const WEEK = { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS, sat: [], sun: [] };
const DONE = randomUUID();
const MOOD = randomUUID();

let test: TestApp;
let lead: TestPerson;
let tokyo: TestPerson;
let berlin: TestPerson;
let series: Series;

beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20' });
  const owner = await setUpOwner(test);
  lead = await joinAs(test, owner, 'member', 'Lea Lead');
  tokyo = await joinAs(test, owner, 'member', 'Toshi Tokyo');
  berlin = await joinAs(test, owner, 'member', 'Bea Berlin');
  await tokyo.api.peopleTime.update({ timeZone: 'Asia/Tokyo', days: WEEK });
  await berlin.api.peopleTime.update({ timeZone: 'Europe/Berlin', days: WEEK });
});
afterAll(() => test[Symbol.asyncDispose]());

/** To the next Wednesday, 10:00 UTC; the series is due on the Friday after. */
beforeEach(async () => {
  if (series) await lead.api.series.remove({ id: series.id });
  do test.clock.advance(HOUR_MS);
  while (test.clock.now().getUTCDay() !== 3 || test.clock.now().getUTCHours() !== 10);
  series = await lead.api.series.create({
    title: 'Weekly',
    rule: 'FREQ=WEEKLY;BYDAY=FR',
    startsOn: test.clock.now().toISOString().slice(0, 10),
    dueTime: '15:00',
    timeZone: null,
    leadHours: 24,
    graceHours: 72,
    prompts: [
      { id: DONE, text: 'Done? Next? Blocked?', kind: 'video', isRequired: true },
      { id: MOOD, text: 'How is it going?', kind: 'light' },
    ],
    participantIds: [UserId.parse(tokyo.id), UserId.parse(berlin.id)],
    observerIds: [UserId.parse(lead.id)],
  });
});

async function goTo(hoursFromWednesday: number, from = test.clock.now().getTime()): Promise<void> {
  test.clock.advance(from + hoursFromWednesday * HOUR_MS - test.clock.now().getTime());
  await tick();
}
const tick = async () => {
  await planEditions(test.ctx);
  await runCycle(test.ctx);
};
const told = (person: TestPerson, kind: NoticeKind) =>
  test.ctx.db.$count(
    notifications,
    and(eq(notifications.recipientId, person.id), eq(notifications.kind, kind)),
  );
const OPENED = 'entry_opened';
const REMINDED = 'entry_reminder';
const CLOSED = 'edition_closed';

async function newest() {
  const [edition] = await lead.api.series.editions({ id: series.id });
  if (!edition) throw new Error('no edition');
  return lead.api.series.edition({ id: edition.id });
}

it('asks each in their own time, once, however many workers run', async () => {
  const [before, beforeBerlin] = [await told(tokyo, OPENED), await told(berlin, OPENED)];
  // Tokyo: Friday 15:00 is 06:00 UTC, opened a day before; Berlin: 14:00 UTC.
  await goTo(19);
  expect(await tokyo.api.series.mine()).toEqual([]);
  test.clock.advance(2 * HOUR_MS);
  await Promise.all([tick(), tick(), tick(), tick()]);
  expect(await tokyo.api.series.mine()).toMatchObject([{ title: 'Weekly', isOverdue: false }]);
  expect(await berlin.api.series.mine()).toEqual([]);
  expect((await told(tokyo, OPENED)) - before).toBe(1);
  await goTo(8);
  await tick();
  expect(await berlin.api.series.mine()).toHaveLength(1);
  expect((await told(tokyo, OPENED)) - before).toBe(1);
  expect((await told(berlin, OPENED)) - beforeBerlin).toBe(1);
  expect((await newest()).entries.map(({ state }) => state)).toEqual(['open', 'open']);
});

it('takes answers until it closes, marks late ones, reminds once, and says how it ended', async () => {
  const [reminded, closed] = [await told(berlin, REMINDED), await told(lead, CLOSED)];
  await goTo(30);
  const { id } = await newest();
  const { slug } = await makeReadyVideo(test, tokyo, { title: 'My week' });
  const light = { promptId: MOOD, light: 'green' as const };
  await expect(tokyo.api.series.answer({ id, answers: [light] })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(berlin.api.series.answer({ id, video: slug })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(lead.api.series.answer({ id, video: slug })).rejects.toMatchObject({ code: 'invalid_input' });
  await tokyo.api.series.answer({ id, video: slug, answers: [light] });
  await goTo(25);
  // Said once more, what was in time stays in time.
  await tokyo.api.series.answer({ id, video: slug });
  expect((await told(berlin, REMINDED)) - reminded).toBe(0);
  // On Monday morning, where they are.
  await goTo(64);
  await Promise.all([tick(), tick(), tick()]);
  expect((await told(berlin, REMINDED)) - reminded).toBe(1);
  expect(await told(tokyo, REMINDED)).toBe(0);
  await berlin.api.series.answer({ id, answers: [{ promptId: DONE, text: 'Was ill, see you Monday' }] });
  const edition = await newest();
  expect(edition.entries).toMatchObject([
    { person: { name: 'Toshi Tokyo' }, state: 'answered', video: slug },
    { person: { name: 'Bea Berlin' }, state: 'late', video: null },
  ]);
  await goTo(8);
  await Promise.all([tick(), tick()]);
  expect((await told(lead, CLOSED)) - closed).toBe(1);
  expect((await newest()).closedAt).not.toBeNull();
  await expect(berlin.api.series.answer({ id, video: null, answers: [light] })).rejects.toMatchObject({
    code: expect.stringMatching(/conflict|invalid_input/),
  });
});

it('is right after a break, and tells nobody what is long over', async () => {
  const [opened, closed] = [await told(berlin, OPENED), await told(lead, CLOSED)];
  await tick();
  await goTo(7 * 24);
  expect(await told(berlin, OPENED)).toBe(opened);
  expect(await told(lead, CLOSED)).toBe(closed);
  expect((await newest()).entries.map(({ state }) => state)).toEqual(['missed', 'missed']);
});

it('goes with people: who joins, leaves, moves or is away', async () => {
  await tick();
  const friday = new Date(test.clock.now().getTime() + 48 * HOUR_MS).toISOString().slice(0, 10);
  const thursday = new Date(test.clock.now().getTime() + 24 * HOUR_MS).toISOString().slice(0, 10);
  const away = await tokyo.api.peopleTime.addAway({ kind: 'days', firstDay: thursday, lastDay: friday });
  await berlin.api.peopleTime.update({ timeZone: 'America/New_York' });
  const ids = [tokyo.id, berlin.id, lead.id].map((id) => UserId.parse(id));
  await lead.api.series.update({ id: series.id, participantIds: ids });
  const before = await told(tokyo, OPENED);
  await goTo(36);
  const { entries } = await newest();
  const of = (name: string) => entries.find(({ person }) => person.name === name);
  expect(of('Toshi Tokyo')?.state).toBe('excused');
  expect(await told(tokyo, OPENED)).toBe(before);
  expect(of('Bea Berlin')?.dueAt.slice(11, 16)).toMatch(/^(19|20):00$/);
  expect(of('Lea Lead')).toBeDefined();
  await lead.api.series.update({ id: series.id, participantIds: ids.slice(0, 2) });
  await tick();
  expect((await newest()).entries).toHaveLength(2);
  await tokyo.api.peopleTime.removeAway({ id: away.id });
  await berlin.api.peopleTime.update({ timeZone: 'Europe/Berlin' });
});

it('leaves out skipped days, rests while paused, and ends', async () => {
  const [friday = ''] = series.nextDays;
  const { nextDays } = await lead.api.series.skip({ id: series.id, day: friday, isSkipped: true });
  expect(nextDays[0]).not.toBe(friday);
  const before = await told(berlin, OPENED);
  await goTo(40);
  expect(await lead.api.series.editions({ id: series.id })).toEqual([]);
  await lead.api.series.update({ id: series.id, isPaused: true });
  await goTo(7 * 24);
  expect(await told(berlin, OPENED)).toBe(before);
  await expect(tokyo.api.series.update({ id: series.id, title: 'Mine' })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

it('is for those who see its space', async () => {
  const stranger = await makeStranger(test);
  await expect(stranger.api.series.get({ id: series.id })).rejects.toMatchObject({ code: 'not_found' });
  const space = await lead.api.spaces.create({ name: `Quiet ${randomUUID()}`, visibility: 'private' });
  const { id: _, ...rest } = series;
  const hidden = await lead.api.series.create({
    ...rest,
    rotation: null,
    spaceId: space.id,
    participantIds: [UserId.parse(tokyo.id)],
  });
  expect((await tokyo.api.series.get({ id: hidden.id })).isParticipant).toBe(true);
  await expect(berlin.api.series.get({ id: hidden.id })).rejects.toMatchObject({ code: 'not_found' });
  expect((await berlin.api.series.list()).some(({ id }) => id === hidden.id)).toBe(false);
});
