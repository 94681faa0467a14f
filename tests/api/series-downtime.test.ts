import { and, eq, inArray, isNull } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deliveries, notifications } from '#server/db/tables.ts';
import { deliverDue } from '#server/features/notifications/index.ts';
import type { Series } from '#shared/series.ts';
import type { TestPerson } from '../support/factories.ts';
import { DONE_PROMPT, idOf, makeTeam, type Team } from '../support/series-team.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let team: Team;
let ann: TestPerson;
let series: Series;

// Monday, 2 March 2026, 10:00 UTC. Opens on Thursday at 15:00, is due on Friday at 15:00, closes on Monday at 15:00.
beforeEach(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20', SERIES_LATE_HOURS: '6' });
  team = await makeTeam(test);
  ann = await team.join('Ann');
  series = await team.make({ title: 'Weekly', participantIds: [idOf(ann)] });
  await team.tick();
});
afterEach(() => test[Symbol.asyncDispose]());

const FRIDAY = '2026-03-06';
const stateOf = async (day = FRIDAY) =>
  (await team.editionOf(series, day)).entries.map(({ state }) => state).join();

it.each([
  ['5 hours late', '2026-03-05T20:59:00Z', 1],
  ['6 hours late', '2026-03-05T21:00:00Z', 0],
  ['just in time', '2026-03-05T15:00:00Z', 1],
  ['a minute before it is due', '2026-03-06T14:59:00Z', 0],
])('over an opening, %s', async (_, at, told) => {
  team.jumpTo(at);
  await team.tick();
  expect(await stateOf()).toBe('open');
  expect(await team.told(ann, 'entry_opened')).toBe(told);
  expect(await ann.api.series.mine()).toHaveLength(1);
  // Who was not told is reminded all the same.
  await team.goTo('2026-03-09T09:30:00Z');
  expect(await team.told(ann, 'entry_reminder')).toBe(1);
});

it.each([
  ['5 hours late', '2026-03-09T14:59:00Z', 1],
  ['6 hours late', '2026-03-09T15:00:00Z', 0],
])('over a reminder, %s', async (_, at, told) => {
  await owner().api.series.remove({ id: series.id });
  series = await team.make({ title: 'Weekly', participantIds: [idOf(ann)], graceHours: 96 });
  await team.goTo('2026-03-09T08:00:00Z');
  team.jumpTo(at);
  await team.tick();
  await team.goTo('2026-03-10T09:30:00Z');
  expect(await team.told(ann, 'entry_reminder')).toBe(told);
  expect(await stateOf()).toBe('open');
  const { id } = await team.editionOf(series, FRIDAY);
  await ann.api.series.answer({ id, answers: [{ promptId: DONE_PROMPT.id, text: 'All' }] });
  expect(await stateOf()).toBe('late');
});

it.each([
  ['5 hours late', '2026-03-09T20:59:00Z', 1],
  ['6 hours late', '2026-03-09T21:00:00Z', 0],
])('over a closing, %s', async (_, at, told) => {
  await team.goTo('2026-03-09T14:00:00Z');
  team.jumpTo(at);
  // Nobody can answer in between, though no worker has closed it yet.
  const { id } = await team.editionOf(series, FRIDAY);
  const answers = [{ promptId: DONE_PROMPT.id, text: 'All' }];
  await expect(ann.api.series.answer({ id, answers })).rejects.toMatchObject({ code: 'conflict' });
  await team.tick();
  expect(await stateOf()).toBe('missed');
  expect((await team.editionOf(series, FRIDAY)).closedAt).not.toBeNull();
  expect(await team.told(ann, 'edition_closed')).toBe(told);
  expect(await team.told(ann, 'entry_opened')).toBe(1);
});

it('over several editions: they are on record, and only what goes on is told', async () => {
  team.jumpTo('2026-03-19T16:00:00Z');
  await team.tick();
  for (const day of [FRIDAY, '2026-03-13']) {
    expect(await stateOf(day)).toBe('missed');
    expect((await team.editionOf(series, day)).closedAt).not.toBeNull();
  }
  expect(await stateOf('2026-03-20')).toBe('open');
  expect(await team.told(ann, 'entry_opened')).toBe(1);
  expect(await team.told(ann, 'entry_reminder')).toBe(0);
  expect(await team.told(ann, 'edition_closed')).toBe(0);
  const before = (await owner().api.series.editions({ id: series.id })).length;
  await team.tick();
  expect((await owner().api.series.editions({ id: series.id })).length).toBe(before);
});
const owner = () => team.owner;

it('while mails wait: what has become too late is not sent', async () => {
  const mailOf = async () =>
    (await test.ctx.db.select().from(deliveries).where(eq(deliveries.kind, 'ask'))).map(({ state }) => state);
  await team.goTo('2026-03-05T15:00:00Z');
  expect(await mailOf()).toEqual(['waiting']);
  // Ann works until five; nothing was sent until then, nor in the night.
  team.jumpTo('2026-03-06T09:30:00Z');
  await deliverDue(test.ctx, new AbortController().signal);
  expect(await mailOf()).toEqual(['answered']);
  expect(await team.told(ann, 'entry_opened')).toBe(1);
});

it('while what was asked has closed: nothing asks for it any more', async () => {
  const open = () =>
    test.ctx.db.$count(
      notifications,
      and(inArray(notifications.kind, ['entry_opened', 'entry_reminder']), isNull(notifications.doneAt)),
    );
  await team.goTo('2026-03-09T14:00:00Z');
  expect(await open()).toBe(2);
  await team.goTo('2026-03-09T15:00:00Z');
  expect(await open()).toBe(0);
});
