import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeStranger, type TestPerson } from '../support/factories.ts';
import { DONE_PROMPT, idOf, makeTeam, type Team } from '../support/series-team.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let team: Team;
let ann: TestPerson;
let ben: TestPerson;

// Monday, 2 March 2026, 10:00 UTC. Opens on Thursday at 15:00, is due on Friday at 15:00, closes on Monday at 15:00.
beforeEach(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20' });
  team = await makeTeam(test);
  ann = await team.join('Ann');
  ben = await team.join('Ben');
});
afterEach(() => test[Symbol.asyncDispose]());

const FRIDAY = '2026-03-06';
const [BEFORE, OPEN, LATE, OVER] = [
  '2026-03-05T12:00:00Z',
  '2026-03-06T09:00:00Z',
  '2026-03-06T16:00:00Z',
  '2026-03-09T16:00:00Z',
];

it.each([
  ['before it opens', BEFORE, 'missed', 1],
  ['while it is open', OPEN, 'missed', 1],
  ['after it was due', LATE, undefined, 0],
  ['after it has closed', OVER, undefined, 0],
])('asks who joins %s, as long as it is not due', async (_, at, state, told) => {
  const series = await team.make({ title: 'Weekly', participantIds: [idOf(ann)], leadHours: 48 });
  await team.goTo(at);
  await team.owner.api.series.update({ id: series.id, participantIds: [idOf(ann), idOf(ben)] });
  await team.goTo('2026-03-09T17:00:00Z');
  const edition = await team.editionOf(series, FRIDAY);
  expect(team.entryOf(edition, ben)?.state).toBe(state);
  expect([await team.told(ben, 'entry_opened'), await team.told(ben, 'entry_reminder')]).toEqual([
    told,
    told,
  ]);
  expect(team.entryOf(edition, ann)?.state).toBe('missed');
  expect(await team.told(ann, 'entry_opened')).toBe(1);
  expect(edition.closedAt).not.toBeNull();
});

it.each([BEFORE, OPEN, LATE])('forgets who leaves at %s, but not what they have said', async (at) => {
  const cat = await team.join('Cat');
  const both = [ann, ben, cat].map(idOf);
  const series = await team.make({ title: 'Weekly', participantIds: both });
  await team.goTo(at);
  if (at !== BEFORE) {
    const { id } = await team.editionOf(series, FRIDAY);
    await ben.api.series.answer({ id, answers: [{ promptId: DONE_PROMPT.id, text: 'All' }] });
  }
  await team.owner.api.series.update({ id: series.id, participantIds: [idOf(ann)] });
  await team.goTo('2026-03-09T17:00:00Z');
  const edition = await team.editionOf(series, FRIDAY);
  const names = edition.entries.map(({ person }) => person.name);
  expect(names.toSorted()).toEqual(at === BEFORE ? ['Ann'] : ['Ann', 'Ben']);
  expect(await team.told(cat, 'entry_reminder')).toBe(0);
  expect(await cat.api.series.mine()).toEqual([]);
  expect(edition.closedAt).not.toBeNull();
});

it('closes when the last who is missing has left', async () => {
  await ben.api.peopleTime.update({ timeZone: 'Pacific/Pago_Pago' });
  const series = await team.make({
    title: 'Weekly',
    participantIds: [idOf(ann), idOf(ben)],
    graceHours: 24,
  });
  await team.goTo('2026-03-07T16:00:00Z');
  expect((await team.editionOf(series, FRIDAY)).closedAt).toBeNull();
  await team.owner.api.series.update({ id: series.id, participantIds: [idOf(ann)] });
  await team.tick();
  expect((await team.editionOf(series, FRIDAY)).closedAt).not.toBeNull();
});

it.each([
  // To New York: due at 20:00 UTC.
  ['before it opens', BEFORE, '2026-03-06T20:00:00.000Z'],
  ['while it is open', OPEN, '2026-03-06T20:00:00.000Z'],
  // What was due stays due.
  ['after it was due', LATE, '2026-03-06T15:00:00.000Z'],
])('goes with who moves %s', async (_, at, dueAt) => {
  const series = await team.make({ title: 'Weekly', participantIds: [idOf(ann)] });
  await team.goTo(at);
  await ann.api.peopleTime.update({ timeZone: 'America/New_York' });
  await team.goTo('2026-03-11T00:00:00Z');
  const edition = await team.editionOf(series, FRIDAY);
  expect(team.entryOf(edition, ann)).toMatchObject({ dueAt, state: 'missed' });
  expect(await team.told(ann, 'entry_opened')).toBe(1);
  expect(await team.told(ann, 'entry_reminder')).toBe(1);
});

it('asks once who crosses the date line in the middle of it, either way', async () => {
  await ann.api.peopleTime.update({ timeZone: 'Pacific/Pago_Pago' });
  await ben.api.peopleTime.update({ timeZone: 'Pacific/Kiritimati' });
  const series = await team.make({ title: 'Weekly', participantIds: [idOf(ann), idOf(ben)] });
  // Kiritimati: due on Friday 01:00 UTC; Pago Pago: on Saturday 02:00 UTC.
  await team.goTo('2026-03-05T06:00:00Z');
  expect(await team.told(ben, 'entry_opened')).toBe(1);
  expect(await team.told(ann, 'entry_opened')).toBe(0);
  await ann.api.peopleTime.update({ timeZone: 'Pacific/Kiritimati' });
  await ben.api.peopleTime.update({ timeZone: 'Pacific/Pago_Pago' });
  await team.goTo('2026-03-12T00:00:00Z');
  const edition = await team.editionOf(series, FRIDAY);
  expect(team.entryOf(edition, ann)?.dueAt).toBe('2026-03-06T01:00:00.000Z');
  expect(team.entryOf(edition, ben)?.dueAt).toBe('2026-03-07T02:00:00.000Z');
  for (const person of [ann, ben])
    expect([await team.told(person, 'entry_opened'), await team.told(person, 'entry_reminder')]).toEqual([
      1, 1,
    ]);
});

it.each([
  ['before it opens', BEFORE, 'excused', 0, 0],
  ['while it is open', OPEN, 'excused', 1, 0],
  // Thursday and Friday are over when they say so.
  ['after it was due', LATE, 'missed', 1, 1],
])('excuses who is away, said %s', async (_, at, state, opened, reminded) => {
  const series = await team.make({ title: 'Weekly', participantIds: [idOf(ann)] });
  await team.goTo(at);
  await ann.api.peopleTime.addAway({ kind: 'days', firstDay: '2026-03-05', lastDay: FRIDAY, note: '' });
  await team.goTo('2026-03-09T17:00:00Z');
  const edition = await team.editionOf(series, FRIDAY);
  expect(team.entryOf(edition, ann)?.state).toBe(state);
  expect([await team.told(ann, 'entry_opened'), await team.told(ann, 'entry_reminder')]).toEqual([
    opened,
    reminded,
  ]);
  expect(edition.closedAt).not.toBeNull();
});

it('asks who comes back early, and excuses holidays', async () => {
  const series = await team.make({ title: 'Weekly', participantIds: [idOf(ann), idOf(ben)] });
  const away = await ann.api.peopleTime.addAway({
    kind: 'days',
    firstDay: '2026-03-02',
    lastDay: FRIDAY,
    note: '',
  });
  await team.goTo(OPEN);
  expect(await team.told(ann, 'entry_opened')).toBe(0);
  await ann.api.peopleTime.removeAway({ id: away.id });
  await team.goTo('2026-03-06T10:00:00Z');
  expect(await team.told(ann, 'entry_opened')).toBe(1);
  // Good Friday, 3 April, and a day off before.
  await ann.api.peopleTime.update({ holidayRegion: 'DE' });
  await ann.api.peopleTime.addAway({
    kind: 'days',
    firstDay: '2026-04-02',
    lastDay: '2026-04-02',
    note: '',
  });
  await team.goTo('2026-04-03T16:00:00Z');
  expect(team.entryOf(await team.editionOf(series, '2026-04-03'), ann)?.state).toBe('excused');
});

it('leaves out a day that nobody was asked for yet, also one that is planned; and takes it in again', async () => {
  const series = await team.make({ title: 'Weekly', participantIds: [idOf(ann)] });
  const { api } = team.owner;
  await team.goTo(BEFORE);
  const skip = (isSkipped: boolean, day = FRIDAY) => api.series.skip({ id: series.id, day, isSkipped });
  expect((await skip(true)).skips).toEqual([FRIDAY]);
  await team.goTo('2026-03-06T09:30:00Z');
  expect(await api.series.editions({ id: series.id })).toEqual([]);
  expect(await team.told(ann, 'entry_opened')).toBe(0);
  await skip(false);
  await team.goTo('2026-03-06T10:00:00Z');
  expect(await team.told(ann, 'entry_opened')).toBe(1);
  await expect(skip(true)).rejects.toMatchObject({ code: 'conflict' });
  await expect(ann.api.series.skip({ id: series.id, day: FRIDAY, isSkipped: true })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

it('rests while paused: nobody has missed anything, and who can still answer is asked when it goes on', async () => {
  const series = await team.make({ title: 'Weekly', participantIds: [idOf(ann)], leadHours: 48 });
  const pause = (isPaused: boolean) => team.owner.api.series.update({ id: series.id, isPaused });
  await team.goTo('2026-03-04T12:00:00Z');
  await pause(true);
  await team.goTo('2026-03-19T09:00:00Z');
  expect(await team.told(ann, 'entry_opened')).toBe(0);
  await pause(false);
  await team.tick();
  const days = (await team.owner.api.series.editions({ id: series.id })).map(({ day }) => day);
  // The one of the 20th opened a day ago while it rested.
  expect(days).toEqual(['2026-03-20']);
  expect(await team.told(ann, 'entry_opened')).toBe(1);
});

it('changes rhythm, prompts and people from the next edition on', async () => {
  const series = await team.make({ title: 'Weekly', participantIds: [idOf(ann)] });
  await team.goTo(OPEN);
  const prompts = [{ id: randomUUID(), text: 'Anything?', kind: 'text' as const }];
  await team.owner.api.series.update({ id: series.id, prompts, dueTime: '11:00', leadHours: 30 });
  await team.goTo('2026-03-13T12:00:00Z');
  const [before, after] = [await team.editionOf(series, FRIDAY), await team.editionOf(series, '2026-03-13')];
  expect(before.prompts[0]?.text).toBe('Done?');
  expect(team.entryOf(before, ann)?.dueAt).toBe('2026-03-06T15:00:00.000Z');
  expect(after.prompts[0]?.text).toBe('Anything?');
  expect(team.entryOf(after, ann)?.dueAt).toBe('2026-03-13T11:00:00.000Z');
  // Another day of the week: what was planned and not asked is not due any more.
  await team.goTo('2026-03-18T12:00:00Z');
  await team.owner.api.series.update({ id: series.id, rule: 'FREQ=WEEKLY;BYDAY=SA' });
  await team.goTo('2026-03-21T12:00:00Z');
  const days = (await team.owner.api.series.editions({ id: series.id })).map(({ day }) => day);
  expect(days).toEqual(['2026-03-21', '2026-03-13', FRIDAY]);
});

it('is private where it is wanted: for who takes part and who made it', async () => {
  const cat = await team.join('Cat');
  const series = await team.make({
    title: 'Hush',
    isPrivate: true,
    participantIds: [idOf(ann)],
    observerIds: [idOf(ben)],
  });
  const sees = async (person: TestPerson) =>
    (await person.api.series.list()).some(({ id }) => id === series.id);
  expect([await sees(team.owner), await sees(ann), await sees(ben), await sees(cat)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  await expect(cat.api.series.get({ id: series.id })).rejects.toMatchObject({ code: 'not_found' });
  await team.goTo(OPEN);
  const { id } = await team.editionOf(series, FRIDAY);
  await expect(cat.api.series.edition({ id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(cat.api.series.editions({ id: series.id })).rejects.toMatchObject({ code: 'not_found' });
  const stranger = await makeStranger(test);
  await expect(stranger.api.series.get({ id: series.id })).rejects.toMatchObject({ code: 'not_found' });
  await team.owner.api.series.update({ id: series.id, isPrivate: false });
  expect(await sees(cat)).toBe(true);
});
