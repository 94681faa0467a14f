import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let mia: TestPerson;
let ben: TestPerson;
let slug: VideoSlug;
let ids: Record<'mia' | 'ben' | 'author', UserId>;
const userId = async (person: TestPerson) => UserId.parse((await person.api.accounts.me()).user.id);
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  ben = await joinAs(test, owner, 'member', 'Ben Beside');
  ids = { mia: await userId(mia), ben: await userId(ben), author: await userId(author) };
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(async () => {
  ({ slug } = await makeReadyVideo(test, author, { title: 'The update' }));
  await author.api.acknowledgements.ask({ slug, recipientIds: [ids.mia], note: 'please' });
});

const answer = (
  person: TestPerson,
  what: Parameters<TestPerson['api']['acknowledgements']['answer']>[0]['answer'],
) => person.api.acknowledgements.answer({ slug, answer: what });
const kinds = async () =>
  (await owner.api.ledger.list({ limit: 1000 })).records.slice(-2).map(({ kind }) => kind);

it('acknowledges with a word, which goes when it is taken back', async () => {
  const { mine } = await answer(mia, { kind: 'acknowledged', note: 'Fine with me' });
  expect(mine).toMatchObject({ acknowledgedAt: expect.any(String), answerNote: 'Fine with me' });
  expect((await mia.api.acknowledgements.takeBack({ slug })).mine).toMatchObject({ answerNote: null });
  expect(await kinds()).toEqual(['acknowledged', 'acknowledgement_taken_back']);
});

it('follows up by a time of one’s own, and stays asked', async () => {
  const by = new Date(test.clock.now().getTime() + 3_600_000).toISOString();
  expect((await answer(mia, { kind: 'will_follow_up', by, note: null })).mine).toMatchObject({
    acknowledgedAt: null,
    followUpAt: by,
    isOverdue: false,
  });
  test.clock.advance(2 * 3_600_000);
  expect((await mia.api.acknowledgements.ledger({ slug })).mine).toMatchObject({ isOverdue: true });
  await expect(answer(mia, { kind: 'will_follow_up', by, note: null })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect((await answer(mia, { kind: 'acknowledged', note: null })).mine).toMatchObject({ followUpAt: null });
});

it('can’t, with a reason, until asked once more', async () => {
  await expect(answer(mia, { kind: 'cannot', note: ' ' })).rejects.toMatchObject({ code: 'invalid_input' });
  const { mine } = await answer(mia, { kind: 'cannot', note: 'On leave' });
  expect(mine).toMatchObject({ declinedAt: expect.any(String), answerNote: 'On leave', canWithdraw: false });
  await author.api.acknowledgements.ask({ slug, recipientIds: [ids.mia], note: 'next week then' });
  expect((await mia.api.acknowledgements.ledger({ slug })).mine).toMatchObject({ declinedAt: null });
});

it('is handed over to somebody who can see it, who gets the same ask and a mail', async () => {
  for (const toId of [ids.mia, UserId.parse('00000000-0000-4000-8000-000000000001')])
    await expect(answer(mia, { kind: 'not_me', toId, note: null })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  // What was refused has changed nothing.
  expect((await mia.api.acknowledgements.ledger({ slug })).mine).not.toBeNull();
  expect((await answer(mia, { kind: 'not_me', toId: ids.ben, note: 'Ben knows it' })).mine).toBeNull();
  expect((await ben.api.acknowledgements.ledger({ slug })).mine).toMatchObject({
    note: 'please',
    requestedBy: { id: ids.author },
  });
  const mails = (await test.mails()).filter(({ subject }) => subject.includes('hands over to you'));
  expect(mails.at(-1)?.text).toContain('Ben knows it');
  const [record] = (await owner.api.ledger.list({ limit: 1000 })).records.slice(-1);
  expect(record).toMatchObject({ kind: 'handed_over', subject: { name: 'Ben Beside' } });
  await expect(answer(mia, { kind: 'acknowledged', note: null })).rejects.toMatchObject({ code: 'conflict' });
});

it('is one answer, however many are given at the same moment; nobody else’s, and none where nobody asked', async () => {
  const both = await Promise.all([
    answer(mia, { kind: 'acknowledged', note: 'a' }),
    answer(mia, { kind: 'acknowledged', note: 'b' }),
  ]);
  expect(new Set(both.map(({ mine }) => mine?.answerNote)).size).toBe(1);
  await expect(answer(ben, { kind: 'acknowledged', note: null })).rejects.toMatchObject({
    code: 'not_found',
  });
});
