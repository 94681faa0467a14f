import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { watch } from '../support/watch.ts';

let test: TestApp;
let author: TestPerson;
let people: TestPerson[];
let slug: VideoSlug;
beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20' });
  const owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  people = [];
  for (let i = 0; i < 6; i++) people.push(await joinAs(test, owner, 'member', `Viewer ${i}`));
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(async () => {
  ({ slug } = await makeReadyVideo(test, author));
});
const get = () => author.api.insights.get({ slug });

it('shows the sum of five, where it is watched, left and watched again; nobody by name who was not asked', async () => {
  for (const person of people.slice(0, 4)) await watch(test, person, slug, [0, 30_000]);
  expect(await get()).toMatchObject({
    viewers: null,
    guests: null,
    heat: null,
    dropOff: null,
    rewatchedMs: null,
    people: [],
  });
  await watch(test, people[4] as TestPerson, slug, [0, 10_000], [0, 10_000], [50_000, 60_000]);
  const { heat, dropOff, rewatchedMs, ...all } = await get();
  expect(all).toMatchObject({ viewers: 5, guests: 0, bucketMs: 1000, people: [] });
  expect([heat?.[5], heat?.[20], heat?.[40], heat?.[55]]).toEqual([5, 4, 0, 1]);
  expect([dropOff?.[0], dropOff?.[29], dropOff?.[30], dropOff?.[59]]).toEqual([5, 5, 1, 1]);
  expect([rewatchedMs?.[5], rewatchedMs?.[20]]).toEqual([1000, 0]);
  expect(JSON.stringify(await get())).not.toContain('Viewer');
});

it('shows by name who was asked, and then no sum from which a few others could be told', async () => {
  for (const person of people) await watch(test, person, slug, [0, 15_000]);
  await author.api.acknowledgements.ask({
    slug,
    recipientIds: people.slice(0, 5).map((person) => UserId.parse(person.id)),
  });
  expect(await get()).toMatchObject({ viewers: null, heat: null });
  await author.api.acknowledgements.ask({ slug, recipientIds: [UserId.parse(people[5]?.id)] });
  const { people: shown, viewers } = await get();
  expect(viewers).toBe(6);
  expect(shown).toHaveLength(6);
  expect(shown[0]).toMatchObject({ watchedMs: 15_000, percent: 25, readMs: 0, answer: 'open' });
});

it('has the median time to answer from five answers on, and comments by the minute', async () => {
  await author.api.acknowledgements.ask({
    slug,
    recipientIds: people.map((person) => UserId.parse(person.id)),
  });
  const answer = async (person: TestPerson) => {
    test.clock.advance(60_000);
    await person.api.acknowledgements.acknowledge({ slug });
  };
  for (const person of people.slice(0, 4)) await answer(person);
  expect(await get()).toMatchObject({ timeToAnswerMs: null, answers: 4 });
  for (const person of people.slice(4)) await answer(person);
  await author.api.comments.create({ slug, body: 'here', atMs: 5000 });
  expect(await get()).toMatchObject({ timeToAnswerMs: 180_000, answers: 6, commentsPerMinute: [1] });
});

it('is for who may edit the video, and nobody else', async () => {
  await expect(people[0]?.api.insights.get({ slug })).rejects.toMatchObject({ code: 'forbidden' });
  await expect((await makeStranger(test)).api.insights.get({ slug })).rejects.toMatchObject({
    code: 'not_found',
  });
});
