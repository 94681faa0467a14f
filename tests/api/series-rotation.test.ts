import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Series } from '#shared/series.ts';
import type { TestPerson } from '../support/factories.ts';
import { DONE_PROMPT, idOf, makeTeam, type Team } from '../support/series-team.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let team: Team;
let ann: TestPerson;
let ben: TestPerson;
let cat: TestPerson;
let series: Series;

// Monday, 2 March 2026, 10:00 UTC. Opens on Thursdays at 15:00, is due on Fridays at 15:00, closes on Mondays at 15:00.
beforeEach(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20' });
  team = await makeTeam(test);
  [ann, ben, cat] = [await team.join('Ann'), await team.join('Ben'), await team.join('Cat')];
  series = await team.make({
    title: 'Demo',
    participantIds: [ann, ben, cat].map(idOf),
    rotation: [ann, ben, cat].map(idOf),
  });
});
afterEach(() => test[Symbol.asyncDispose]());

const opened = async () => Promise.all([ann, ben, cat].map((person) => team.told(person, 'entry_opened')));
const now = () => team.owner.api.series.get({ id: series.id });
const coming = async () => (await now()).turns.map(({ person }) => person.name).slice(0, 4);
const speakerOf = async (day: string) => (await team.editionOf(series, day)).speaker?.name;
const answer = async (person: TestPerson, day: string) => {
  const { id } = await team.editionOf(series, day);
  return person.api.series.answer({ id, answers: [{ promptId: DONE_PROMPT.id, text: 'Look' }] });
};
const away = (person: TestPerson, firstDay: string, lastDay: string) =>
  person.api.peopleTime.addAway({ kind: 'days', firstDay, lastDay, note: '' });
const swap = (by: TestPerson, one: TestPerson, other: TestPerson) =>
  by.api.series.swap({ id: series.id, userId: idOf(one), withUserId: idOf(other) });

it('asks one after the other, and only them; others receive', async () => {
  expect(await coming()).toEqual(['Ann', 'Ben', 'Cat', 'Ann']);
  await team.goTo('2026-03-06T10:00:00Z');
  expect(await opened()).toEqual([1, 0, 0]);
  expect(await coming()).toEqual(['Ann', 'Ben', 'Cat', 'Ann']);
  const edition = await team.editionOf(series, '2026-03-06');
  expect(edition.entries.map(({ person }) => person.name)).toEqual(['Ann']);
  await expect(answer(ben, '2026-03-06')).rejects.toMatchObject({ code: 'not_found' });
  await answer(ann, '2026-03-06');
  await team.goTo('2026-03-27T10:00:00Z');
  expect(await opened()).toEqual([2, 1, 1]);
  expect(await team.told(ben, 'edition_closed')).toBeGreaterThan(0);
  const days = ['2026-03-06', '2026-03-13', '2026-03-20', '2026-03-27'];
  expect(await Promise.all(days.map(speakerOf))).toEqual(['Ann', 'Ben', 'Cat', 'Ann']);
});

it('passes over who is away, who then has the next turn', async () => {
  await away(ann, '2026-03-05', '2026-03-06');
  await team.goTo('2026-03-06T10:00:00Z');
  expect(await opened()).toEqual([0, 1, 0]);
  expect(await coming()).toEqual(['Ben', 'Ann', 'Cat', 'Ben']);
  await team.goTo('2026-03-13T10:00:00Z');
  expect(await opened()).toEqual([1, 1, 0]);
});

it('goes to the next when who was asked can’t after all', async () => {
  await team.goTo('2026-03-06T09:00:00Z');
  expect(await opened()).toEqual([1, 0, 0]);
  await away(ann, '2026-03-05', '2026-03-06');
  await team.goTo('2026-03-06T10:00:00Z');
  expect(await opened()).toEqual([1, 1, 0]);
  expect((await team.editionOf(series, '2026-03-06')).entries.map(({ person }) => person.name)).toEqual([
    'Ben',
  ]);
  expect(await coming()).toEqual(['Ben', 'Ann', 'Cat', 'Ben']);
  expect(await ann.api.series.mine()).toEqual([]);
});

it('swaps two turns to come, by one of the two or who manages it', async () => {
  await expect(swap(cat, ann, ben)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(swap(ann, ann, ann)).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(swap(ann, ann, team.owner)).rejects.toMatchObject({ code: 'conflict' });
  expect((await swap(ann, ann, cat)).rotation?.map(({ name }) => name)).toEqual(['Cat', 'Ben', 'Ann']);
  await team.goTo('2026-03-06T10:00:00Z');
  expect(await opened()).toEqual([0, 0, 1]);
  await swap(team.owner, ann, ben);
  expect(await coming()).toEqual(['Cat', 'Ann', 'Ben', 'Cat']);
});

it('swaps a turn that is under way, until it is answered', async () => {
  await team.goTo('2026-03-06T09:00:00Z');
  const { turns } = await swap(ann, ann, ben);
  expect(turns.map(({ person }) => person.name).slice(0, 4)).toEqual(['Ben', 'Ann', 'Cat', 'Ben']);
  await team.tick();
  expect(await opened()).toEqual([1, 1, 0]);
  expect(await ann.api.series.mine()).toEqual([]);
  await answer(ben, '2026-03-06');
  // Ben has spoken: what he swaps now are turns to come.
  await swap(ben, ben, cat);
  expect(await coming()).toEqual(['Ben', 'Ann', 'Ben', 'Cat']);
  expect(await speakerOf('2026-03-06')).toBe('Ben');
});

it('takes in who joins at the end, leaves out who leaves, and follows a new order', async () => {
  await team.goTo('2026-03-06T10:00:00Z');
  const dan = await team.join('Dan');
  const { api } = team.owner;
  await api.series.update({ id: series.id, participantIds: [ann, cat, dan].map(idOf) });
  expect(await coming()).toEqual(['Ann', 'Cat', 'Ann', 'Dan']);
  await api.series.update({ id: series.id, rotation: [dan, cat, ann].map(idOf) });
  expect(await coming()).toEqual(['Ann', 'Dan', 'Cat', 'Ann']);
  await api.series.update({ id: series.id, rotation: null });
  expect(await now()).toMatchObject({ rotation: null, turns: [] });
  await team.goTo('2026-03-13T10:00:00Z');
  const { entries, speaker } = await team.editionOf(series, '2026-03-13');
  expect(speaker).toBeNull();
  expect(entries.map(({ person }) => person.name).toSorted()).toEqual(['Ann', 'Cat', 'Dan']);
  await expect(swap(ann, ann, cat)).rejects.toMatchObject({ code: 'conflict' });
});

it('has nobody speak for what was over before anybody was asked', async () => {
  team.jumpTo('2026-03-19T16:00:00Z');
  await team.tick();
  await team.tick();
  expect(await opened()).toEqual([1, 0, 0]);
  expect((await team.owner.api.series.editions({ id: series.id })).map(({ day }) => day)).toEqual([
    '2026-03-20',
  ]);
});
