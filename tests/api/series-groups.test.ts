import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GroupId } from '#shared/ids.ts';
import { makeStranger, type TestPerson } from '../support/factories.ts';
import { idOf, makeTeam, type Team } from '../support/series-team.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let team: Team;
let ann: TestPerson;
let ben: TestPerson;
let cat: TestPerson;
beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20' });
  team = await makeTeam(test);
  [ann, ben, cat] = [await team.join('Ann'), await team.join('Ben'), await team.join('Cat')];
});
afterAll(() => test[Symbol.asyncDispose]());

const names = (people: { name: string }[]) => people.map(({ name }) => name);
const participant = { part: 'participant' } as const;
const observer = { part: 'observer' } as const;

it('asks who is in a group when it opens; who is named has their own part', async () => {
  const { api } = team.owner;
  const group = await api.groups.create({ name: 'Design', memberIds: [idOf(ann), idOf(ben)] });
  const watchers = await api.groups.create({ name: 'Leads', memberIds: [idOf(ben), idOf(cat)] });
  const series = await team.make({
    title: 'Weekly',
    observerIds: [idOf(ann)],
    audiences: [
      { kind: 'group', id: group.id, ...participant },
      { kind: 'group', id: watchers.id, ...observer },
    ],
  });
  expect(names(series.participants)).toEqual(['Ben']);
  expect(names(series.observers)).toEqual(['Ann', 'Cat']);
  expect(series.namedIds).toEqual([ann.id]);
  expect((await ben.api.series.get({ id: series.id })).isParticipant).toBe(true);
  // Joins the group before it opens, and another while it is open.
  await api.groups.update({ id: group.id, memberIds: [ann, ben, cat].map(idOf) });
  await team.goTo('2026-03-06T10:00:00Z');
  const of = async () =>
    names((await team.editionOf(series, '2026-03-06')).entries.map(({ person }) => person)).toSorted();
  expect(await of()).toEqual(['Ben', 'Cat']);
  const dan = await team.join('Dan');
  await api.groups.update({ id: group.id, memberIds: [ben, dan].map(idOf) });
  await team.tick();
  expect(await of()).toEqual(['Ben', 'Dan']);
  expect(await team.told(dan, 'entry_opened')).toBe(1);
  // A group that is gone asks nobody; who is missing then is nobody.
  await api.groups.remove({ id: group.id });
  await team.tick();
  expect((await api.series.get({ id: series.id })).audiences).toEqual([
    { kind: 'group', id: watchers.id, part: 'observer' },
  ]);
  expect(await dan.api.series.mine()).toEqual([]);
});

it('asks a space, and is seen by who is in it though it is private', async () => {
  const { api } = team.owner;
  const space = await api.spaces.create({ name: `Quiet ${randomUUID()}`, visibility: 'private' });
  const audiences = [{ kind: 'space' as const, id: space.id, ...participant }];
  await expect(ann.api.series.create({ ...(await input()), audiences })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  const series = await team.make({ title: 'Ours', audiences, isPrivate: true });
  expect(names(series.participants)).toEqual(['Olive Owner']);
  await expect(ann.api.series.get({ id: series.id })).rejects.toMatchObject({ code: 'not_found' });
});
const input = async () => {
  const { title, rule, startsOn, dueTime, timeZone, leadHours, graceHours, prompts } = await team.make({
    title: 'Other',
    participantIds: [idOf(ann)],
  });
  return { title, rule, startsOn, dueTime, timeZone, leadHours, graceHours, prompts };
};

it('wants somebody to ask, who is there', async () => {
  const refused = { code: 'invalid_input' };
  await expect(team.make({ title: 'Nobody' })).rejects.toMatchObject(refused);
  const audiences = [{ kind: 'group' as const, id: GroupId.parse(randomUUID()), ...participant }];
  await expect(team.make({ title: 'No group', audiences })).rejects.toMatchObject(refused);
  const stranger = await makeStranger(test);
  await expect(team.make({ title: 'No member', participantIds: [idOf(stranger)] })).rejects.toMatchObject(
    refused,
  );
  const made = await team.make({ title: 'Some', participantIds: [idOf(ann)] });
  await expect(
    team.owner.api.series.update({ id: made.id, participantIds: [], audiences: [] }),
  ).rejects.toMatchObject(refused);
});

it('shows the next days before anything is made: for me, and for who is first and last', async () => {
  await ann.api.peopleTime.update({ timeZone: 'Pacific/Kiritimati' });
  await ben.api.peopleTime.update({ timeZone: 'Pacific/Pago_Pago' });
  await cat.api.peopleTime.update({ timeZone: 'Europe/Berlin' });
  const rhythm = {
    rule: 'FREQ=WEEKLY;BYDAY=FR',
    startsOn: '2026-10-20',
    dueTime: '15:00',
    timeZone: null,
    leadHours: 24,
    graceHours: 0,
  };
  await cat.api.peopleTime.addAway({ kind: 'days', firstDay: '2026-10-22', lastDay: '2026-10-23', note: '' });
  const participantIds = [ann, ben, cat].map(idOf);
  const days = await cat.api.series.preview({ ...rhythm, participantIds });
  expect(days.map(({ day }) => day)).toEqual([
    '2026-10-23',
    '2026-10-30',
    '2026-11-06',
    '2026-11-13',
    '2026-11-20',
  ]);
  // Berlin puts its clocks back in between.
  expect(days.slice(0, 2)).toMatchObject([
    {
      dueAt: '2026-10-23T13:00:00.000Z',
      first: { at: '2026-10-23T01:00:00.000Z', timeZone: 'Pacific/Kiritimati' },
      last: { at: '2026-10-24T02:00:00.000Z', timeZone: 'Pacific/Pago_Pago' },
      away: 1,
    },
    { dueAt: '2026-10-30T14:00:00.000Z', away: 0 },
  ]);
  expect((await cat.api.series.preview(rhythm))[0]).toMatchObject({ first: null, last: null });
  const inOne = await cat.api.series.preview({ ...rhythm, participantIds, timeZone: 'Asia/Tokyo' });
  expect(inOne[0]?.first).toEqual(inOne[0]?.last);
  await expect(cat.api.series.preview({ ...rhythm, rule: 'FREQ=SECONDLY' })).rejects.toMatchObject({
    code: 'invalid_input',
    body: { message: expect.stringContaining('FREQ=SECONDLY') },
  });
});
