import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { notifications } from '#server/db/tables.ts';
import { planEditions, runCycle } from '#server/features/series/index.ts';
import { BlockerId, UserId, type EditionId } from '#shared/ids.ts';
import type { Series } from '#shared/series.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const HOUR_MS = 3_600_000;
const [DONE, NEXT, BLOCKED] = [randomUUID(), randomUUID(), randomUUID()];

let test: TestApp;
let lead: TestPerson;
let ann: TestPerson;
let ben: TestPerson;
let cyn: TestPerson;
let series: Series;
/** The edition that is open. */
let id: EditionId;

beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20' });
  const owner = await setUpOwner(test);
  lead = await joinAs(test, owner, 'member', 'Lea Lead');
  ann = await joinAs(test, owner, 'member', 'Ann Answers');
  ben = await joinAs(test, owner, 'member', 'Ben Blocked');
  cyn = await joinAs(test, owner, 'member', 'Cyn Clears');
});
afterAll(() => test[Symbol.asyncDispose]());

/** To the next Thursday, 10:00 UTC: what is due on Friday is open. */
beforeEach(async () => {
  if (series) await lead.api.series.remove({ id: series.id });
  await goToThursday();
  series = await lead.api.series.create({
    title: 'Weekly',
    rule: 'FREQ=WEEKLY;BYDAY=FR',
    startsOn: test.clock.now().toISOString().slice(0, 10),
    dueTime: '15:00',
    timeZone: 'UTC',
    leadHours: 48,
    graceHours: 24,
    prompts: [
      { id: DONE, text: 'Done?', kind: 'video', isRequired: true },
      { id: NEXT, text: 'Next?', kind: 'video' },
      { id: BLOCKED, text: 'Blocked?', kind: 'text', isRequired: true, isCarried: true },
    ],
    participantIds: [ann, ben].map((person) => UserId.parse(person.id)),
  });
  await tick();
  id = await newest();
});

async function goToThursday(): Promise<void> {
  do test.clock.advance(HOUR_MS);
  while (test.clock.now().getUTCDay() !== 4 || test.clock.now().getUTCHours() !== 10);
}
async function tick(): Promise<void> {
  await planEditions(test.ctx);
  await runCycle(test.ctx);
}
async function newest(): Promise<EditionId> {
  const [edition] = await lead.api.series.editions({ id: series.id });
  if (!edition) throw new Error('no edition');
  return edition.id;
}
async function nextEdition(): Promise<void> {
  await goToThursday();
  await tick();
  id = await newest();
}
const item = (text: string, owner?: TestPerson) => ({
  id: BlockerId.parse(randomUUID()),
  promptId: BLOCKED,
  text,
  ownerId: owner ? UserId.parse(owner.id) : null,
});
const said = (promptId: string, text: string) => ({ promptId, text });
const answer = (person: TestPerson, blockers: ReturnType<typeof item>[]) =>
  person.api.series.answer({ id, answers: [said(DONE, 'All'), said(NEXT, 'More')], blockers });
const told = (person: TestPerson) =>
  test.ctx.db.$count(
    notifications,
    and(eq(notifications.recipientId, person.id), eq(notifications.kind, 'blocker_assigned')),
  );

describe('blockers', () => {
  it('are carried over until they are closed, and count for how many editions', async () => {
    const [hard, easy] = [item('No access'), item('No coffee')];
    await answer(ann, [hard, easy]);
    expect(await ben.api.blockers.list({ id })).toMatchObject([
      { text: 'No access', editionsSince: 0, raisedBy: { name: 'Ann Answers' }, canChange: false },
      { text: 'No coffee', editionsSince: 0, closedAt: null },
    ]);
    const first = id;
    await ann.api.blockers.change({ id: easy.id, isClosed: true });
    await nextEdition();
    expect(await ann.api.blockers.list({ id })).toMatchObject([{ text: 'No access', editionsSince: 1 }]);
    await nextEdition();
    await answer(ben, [item('No time')]);
    expect(await lead.api.blockers.list({ id })).toMatchObject([
      { text: 'No access', editionsSince: 2, canChange: true },
      { text: 'No time', editionsSince: 0 },
    ]);
    // What came later was not in the way then.
    expect(await ann.api.blockers.list({ id: first })).toMatchObject([
      { text: 'No access', editionsSince: 0 },
      { text: 'No coffee', closedBy: { name: 'Ann Answers' } },
    ]);
  });

  it('are an answer, are changed and taken back with it, and stay as they were closed', async () => {
    await expect(ann.api.series.answer({ id, answers: [said(DONE, 'All')] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const [kept, gone, closed] = [item('Kept'), item('Gone'), item('Closed')];
    await answer(ann, [kept, gone, closed]);
    await ann.api.blockers.change({ id: closed.id, isClosed: true });
    await answer(ann, [
      { ...kept, text: 'Kept, and reworded' },
      { ...closed, text: 'Not reworded' },
    ]);
    const texts = async () => (await ann.api.blockers.list({ id })).map(({ text }) => text);
    expect(await texts()).toEqual(['Kept, and reworded', 'Closed']);
    // An answer that says nothing of them leaves them alone.
    await ann.api.series.answer({ id, answers: [said(DONE, 'All of it')] });
    expect(await texts()).toEqual(['Kept, and reworded', 'Closed']);
  });

  it('are refused under other prompts, by the ids of others, and for who can’t see the series', async () => {
    const invalid = { code: 'invalid_input' };
    const own = item('Mine');
    await answer(ann, [own]);
    await expect(answer(ben, [{ ...own, text: 'Taken over' }])).rejects.toMatchObject(invalid);
    await expect(answer(ben, [{ ...item('Stray'), promptId: DONE }])).rejects.toMatchObject(invalid);
    const stranger = await makeStranger(test);
    await expect(answer(ben, [item('Help', stranger)])).rejects.toMatchObject(invalid);
    expect((await ann.api.blockers.list({ id })).map(({ text }) => text)).toEqual(['Mine']);
    expect((await lead.api.series.edition({ id })).entries.map(({ state }) => state)).toEqual([
      'answered',
      'open',
    ]);
  });

  it('are changed by who raised them, owns them or manages the series, and tell each owner once', async () => {
    const before = await told(cyn);
    const one = item('No key', cyn);
    await answer(ann, [one]);
    await answer(ann, [one]);
    expect((await told(cyn)) - before).toBe(1);
    await expect(ben.api.blockers.change({ id: one.id, isClosed: true })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const stranger = await makeStranger(test);
    await expect(stranger.api.blockers.change({ id: one.id, isClosed: true })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(stranger.api.blockers.list({ id })).rejects.toMatchObject({ code: 'not_found' });
    await cyn.api.blockers.change({ id: one.id, ownerId: UserId.parse(ben.id) });
    expect(await told(ben)).toBe(1);
    const closing = () => ben.api.blockers.change({ id: one.id, isClosed: true });
    const outcomes = await Promise.allSettled([closing(), closing(), closing()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(closing()).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      lead.api.blockers.change({ id: one.id, ownerId: UserId.parse(cyn.id) }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const opened = await lead.api.blockers.change({
      id: one.id,
      isClosed: false,
      ownerId: UserId.parse(cyn.id),
    });
    expect(opened).toMatchObject({ closedAt: null, closedBy: null, owner: { name: 'Cyn Clears' } });
    expect((await told(cyn)) - before).toBe(1);
  });
});

describe('decisions', () => {
  async function decide(title: string, option: string, input: { spaceId?: string } = {}) {
    const { slug } = await makeReadyVideo(test, lead, { title, ...input });
    const options = ['Red', 'Blue'];
    await lead.api.acknowledgements.ask({
      slug,
      kind: 'decide',
      options,
      recipientIds: [UserId.parse(ann.id)],
    });
    await ann.api.acknowledgements.answer({ slug, answer: { kind: 'decided', option } });
  }
  const found = async (person: TestPerson, q: string) => {
    const [decision] = await person.api.answering.decisions({ q });
    if (!decision) throw new Error(`nothing was decided on ${q}`);
    return decision;
  };

  it('are found by title and outcome, linked, and shown with the answer', async () => {
    await decide('The colour of 100% walls', 'Blue');
    expect(await ben.api.answering.decisions({ q: 'of 100% wa' })).toMatchObject([
      { title: 'The colour of 100% walls', option: 'Blue', decidedBy: { name: 'Ann Answers' } },
    ]);
    expect(await ben.api.answering.decisions({ q: '1_0' })).toEqual([]);
    const { requestId } = await found(ben, 'blue');
    const answers = [said(DONE, 'All'), said(BLOCKED, 'Nothing')];
    await ben.api.series.answer({ id, answers, decisionIds: [requestId, requestId] });
    const linked = async () => (await lead.api.series.edition({ id })).entries[0]?.decisions;
    expect(await linked()).toMatchObject([{ requestId, title: 'The colour of 100% walls' }]);
    await ben.api.series.answer({ id, answers });
    expect(await linked()).toHaveLength(1);
    await ben.api.series.answer({ id, answers, decisionIds: [] });
    expect(await linked()).toEqual([]);
  });

  it('are those that one can see', async () => {
    const { id: spaceId } = await lead.api.spaces.create({
      name: `Quiet ${randomUUID()}`,
      visibility: 'private',
      memberIds: [UserId.parse(ann.id)],
    });
    await decide('A quiet thing', 'Red', { spaceId });
    const { requestId } = await found(ann, 'quiet thing');
    expect(await ben.api.answering.decisions({ q: 'quiet thing' })).toEqual([]);
    const answers = [said(DONE, 'All'), said(BLOCKED, 'Nothing')];
    await expect(ben.api.series.answer({ id, answers, decisionIds: [requestId] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await ann.api.series.answer({ id, answers, decisionIds: [requestId] });
    const seenBy = async (person: TestPerson) =>
      (await person.api.series.edition({ id })).entries.flatMap(({ decisions }) => decisions);
    expect(await seenBy(ann)).toHaveLength(1);
    expect(await seenBy(ben)).toEqual([]);
  });
});

it('the last answer lies beside the next, with the chapters of its video', async () => {
  expect(await ann.api.answering.before({ id })).toBeNull();
  const { slug } = await makeReadyVideo(test, ann, { title: 'My week' });
  await makeReadyVideo(test, ann, { title: 'My month' });
  const { items } = await ann.api.videos.list({ title: 'y WEEK', limit: 10 });
  expect(items.map((video) => video.slug)).toEqual([slug]);
  const answers = [
    { promptId: DONE, atMs: 0 },
    { promptId: NEXT, atMs: 31_000, text: 'The release' },
  ];
  await ann.api.series.answer({ id, video: slug, answers });
  await nextEdition();
  // One edition without an answer does not hide what was said before.
  await nextEdition();
  expect(await ann.api.answering.before({ id })).toMatchObject({
    video: slug,
    answers: [
      { promptId: DONE, atMs: 0 },
      { promptId: NEXT, atMs: 31_000, text: 'The release' },
    ],
  });
  expect(await ben.api.answering.before({ id })).toBeNull();
  // Without a video there is no place in one.
  await ann.api.series.answer({
    id,
    answers: [{ promptId: DONE, text: 'All', atMs: 5 }, said(BLOCKED, 'No')],
  });
  const [mine] = (await ann.api.series.edition({ id })).entries;
  expect(mine?.answers[0]).toMatchObject({ text: 'All', atMs: null });
});
