import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acknowledgementRequests } from '#server/db/tables.ts';
import { settleWatched } from '#server/features/acknowledgements/index.ts';
import { SpaceId, UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { comeIn } from '../support/share.ts';
import { watch as watchAs } from '../support/watch.ts';
import { makeTestApp, type ApiClient, type TestApp } from '../support/test-app.ts';

type Ask = Parameters<ApiClient['acknowledgements']['ask']>[0];
type Answer = Parameters<ApiClient['acknowledgements']['answer']>[0]['answer'];

let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let mia: TestPerson;
let ben: TestPerson;
let slug: VideoSlug;
let videoId: string;
const idOf = (person: TestPerson) => UserId.parse(person.id);
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  ben = await joinAs(test, owner, 'member', 'Ben Beside');
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(async () => {
  ({ slug, id: videoId } = await makeReadyVideo(test, author, { title: 'The update' }));
});

const ask = (more: Partial<Ask> = {}) =>
  author.api.acknowledgements.ask({ slug, recipientIds: [idOf(mia)], ...more });
const answer = (person: TestPerson, what: Answer) =>
  person.api.acknowledgements.answer({ slug, answer: what });
const refused = (code: string) => ({ code });
const lastRecord = async () => (await owner.api.ledger.list({ limit: 1000 })).records.at(-1);
const names = (ledger: Awaited<ReturnType<typeof ask>>) =>
  ledger.entries.map(({ recipient }) => recipient.name);

describe('an ask', () => {
  it('to approve is answered by approving or by asking for changes, and by nothing else', async () => {
    await ask({ kind: 'approve' });
    await expect(mia.api.acknowledgements.acknowledge({ slug })).rejects.toMatchObject(
      refused('invalid_input'),
    );
    for (const other of [
      { kind: 'acknowledged', note: null },
      { kind: 'decided', option: 'A', note: null },
    ] as const)
      await expect(answer(mia, other)).rejects.toMatchObject(refused('invalid_input'));
    await expect(answer(mia, { kind: 'changes_requested', note: ' ' })).rejects.toMatchObject(
      refused('invalid_input'),
    );
    const { mine } = await answer(mia, { kind: 'changes_requested', note: 'The logo' });
    expect(mine).toMatchObject({
      answer: 'changes_requested',
      answerNote: 'The logo',
      answeredAt: expect.any(String),
      acknowledgedAt: null,
    });
    expect(await lastRecord()).toMatchObject({ kind: 'changes_requested', details: { note: 'The logo' } });
    await mia.api.acknowledgements.takeBack({ slug });
    expect(await lastRecord()).toMatchObject({ kind: 'answer_taken_back' });
    expect((await answer(mia, { kind: 'approved', note: null })).mine).toMatchObject({ answer: 'approved' });
  });

  it('to decide is answered by one of its options', async () => {
    for (const options of [[], ['A'], ['A', 'A']])
      await expect(ask({ kind: 'decide', options })).rejects.toMatchObject(refused('invalid_input'));
    await expect(ask({ kind: 'approve', options: ['A', 'B'] })).rejects.toMatchObject(
      refused('invalid_input'),
    );
    await ask({ kind: 'decide', options: ['Red', 'Blue, "maybe"'] });
    await expect(answer(mia, { kind: 'decided', option: 'Green', note: null })).rejects.toMatchObject(
      refused('invalid_input'),
    );
    const { mine } = await answer(mia, { kind: 'decided', option: 'Blue, "maybe"', note: 'Warmer' });
    expect(mine).toMatchObject({ options: ['Red', 'Blue, "maybe"'], answer: 'Blue, "maybe"' });
    expect(await lastRecord()).toMatchObject({ kind: 'decided', details: { answer: 'Blue, "maybe"' } });
    // The first answer stays.
    expect((await answer(mia, { kind: 'decided', option: 'Red', note: null })).mine).toMatchObject({
      answer: 'Blue, "maybe"',
    });
  });

  it('of another kind asks anew who has answered; of the same kind it leaves the answer', async () => {
    await ask();
    await mia.api.acknowledgements.acknowledge({ slug });
    expect((await ask({ note: 'once more' })).entries[0]).toMatchObject({ answeredAt: expect.any(String) });
    expect((await ask({ kind: 'approve' })).entries[0]).toMatchObject({ kind: 'approve', answeredAt: null });
    expect((await test.mails()).map(({ subject }) => subject)).toContain(
      'Art Author asks you to approve “The update”',
    );
    expect(await lastRecord()).toMatchObject({ kind: 'asked', details: { ask: 'approve' } });
  });

  it('is handed over with its kind and options', async () => {
    await ask({ kind: 'decide', options: ['A', 'B'] });
    await answer(mia, { kind: 'not_me', toId: idOf(ben), note: null });
    expect((await answer(ben, { kind: 'decided', option: 'B', note: null })).mine).toMatchObject({
      answer: 'B',
    });
  });
});

describe('an ask to watch', () => {
  const watch = (person: TestPerson, startMs: number, endMs: number) =>
    watchAs(test, person, slug, [startMs, endMs]);
  const jobs = () =>
    test.ctx.connection.sql<{ data: { videoId: string; userId: string } }[]>`
      select data from pgboss.job where name = 'settle-watched' and data->>'videoId' = ${videoId}`;
  /** As the worker does. */
  async function work(): Promise<void> {
    for (const { data } of await jobs()) await settleWatched(test.ctx, data);
  }

  it('is answered by 90 % of evidence alone, and is never called acknowledged', async () => {
    await ask({ kind: 'watch' });
    for (const kind of ['acknowledged', 'approved'] as const)
      await expect(answer(mia, { kind, note: null })).rejects.toMatchObject(refused('invalid_input'));
    await expect(mia.api.acknowledgements.acknowledge({ slug })).rejects.toMatchObject(
      refused('invalid_input'),
    );
    await watch(mia, 0, 50_000);
    // Looping the same part adds nothing.
    test.clock.advance(60_000);
    await watch(mia, 0, 50_000);
    await settleWatched(test.ctx, { videoId, userId: mia.id });
    expect(await jobs()).toHaveLength(0);
    test.clock.advance(60_000);
    await watch(mia, 50_000, 53_900);
    await settleWatched(test.ctx, { videoId, userId: mia.id });
    expect((await mia.api.acknowledgements.ledger({ slug })).mine).toMatchObject({ answeredAt: null });
    test.clock.advance(60_000);
    await watch(mia, 53_900, 54_000);
    await work();
    await work();
    expect((await mia.api.acknowledgements.ledger({ slug })).mine).toMatchObject({
      answeredAt: expect.any(String),
      acknowledgedAt: null,
      answer: null,
    });
    const { records } = await owner.api.ledger.list({ limit: 1000 });
    expect(records.filter((one) => one.videoId === videoId && one.kind === 'watched')).toMatchObject([
      { actor: { name: 'Mia Member' }, details: { by: 'evidence', watchedMs: 54_000 } },
    ]);
    expect(await mia.api.videos.get({ slug })).toMatchObject({
      acknowledgements: { asked: 1, answered: 1, acknowledged: 0 },
    });
    await expect(mia.api.acknowledgements.takeBack({ slug })).rejects.toMatchObject(refused('conflict'));
  });

  it('is answered already where enough was watched before; one that was withdrawn is not', async () => {
    await watch(mia, 0, 60_000);
    const { entries } = await ask({ kind: 'watch' });
    expect(await jobs()).toHaveLength(1);
    await author.api.acknowledgements.withdraw({ requestId: entries[0]?.requestId as never });
    await work();
    expect((await author.api.acknowledgements.ledger({ slug })).entries).toEqual([]);
    await ask({ kind: 'watch' });
    await work();
    expect((await mia.api.acknowledgements.ledger({ slug })).mine?.answeredAt).not.toBeNull();
  });
});

describe('who is asked', () => {
  it('are groups, which admins make', async () => {
    await expect(mia.api.groups.create({ name: 'Mine' })).rejects.toMatchObject(refused('forbidden'));
    const stranger = await makeStranger(test);
    await expect(owner.api.groups.create({ name: 'Bad', memberIds: [idOf(stranger)] })).rejects.toMatchObject(
      refused('invalid_input'),
    );
    const memberIds = [idOf(mia), idOf(ben), idOf(author)];
    const group = await owner.api.groups.create({ name: 'Design', memberIds });
    await expect(owner.api.groups.create({ name: 'design' })).rejects.toMatchObject(refused('conflict'));
    expect(await mia.api.groups.list()).toMatchObject([{ name: 'Design', members: { length: 3 } }]);
    expect(await stranger.api.groups.list()).toEqual([]);
    await expect(stranger.api.groups.update({ id: group.id, name: 'Taken' })).rejects.toMatchObject(
      refused('not_found'),
    );
    // Whoever asks does not ask themselves.
    expect(names(await ask({ recipientIds: [], groupIds: [group.id] }))).toEqual([
      'Ben Beside',
      'Mia Member',
    ]);
    await owner.api.groups.update({ id: group.id, name: 'Art', memberIds: [idOf(ben)] });
    expect(await mia.api.groups.list()).toMatchObject([{ name: 'Art', members: [{ name: 'Ben Beside' }] }]);
    expect((await author.api.acknowledgements.ledger({ slug })).entries).toHaveLength(2);
    await owner.api.groups.remove({ id: group.id });
    await expect(ask({ recipientIds: [], groupIds: [group.id] })).rejects.toMatchObject(
      refused('invalid_input'),
    );
  });

  it('are spaces: of those that the asker sees, all who can see the video', async () => {
    const secret = await author.api.spaces.create({
      name: 'Secret',
      visibility: 'private',
      memberIds: [idOf(mia)],
    });
    const open = await owner.api.spaces.create({ name: 'Open' });
    const hidden = await owner.api.spaces.create({ name: 'Hidden', visibility: 'private' });
    await expect(ask({ recipientIds: [], spaceIds: [hidden.id] })).rejects.toMatchObject(
      refused('invalid_input'),
    );
    await author.api.videos.update({ slug, spaceId: secret.id });
    // Ben is in the open space, and can't see the video.
    expect(names(await ask({ recipientIds: [], spaceIds: [open.id] }))).toEqual(['Mia Member']);
    await expect(ask({ recipientIds: [idOf(ben)], spaceIds: [secret.id] })).rejects.toMatchObject(
      refused('invalid_input'),
    );
  });

  it('has the default due time of the space to choose', async () => {
    expect((await ask()).defaultDue).toEqual({ kind: 'workingHours', hours: 24 });
    const space = await author.api.spaces.create({ name: 'Quick' });
    expect(space.defaultDue).toEqual({ kind: 'workingHours', hours: 24 });
    const defaultDue = { kind: 'workingHours', hours: 4 } as const;
    await expect(mia.api.spaces.update({ id: space.id, defaultDue })).rejects.toMatchObject(
      refused('forbidden'),
    );
    expect(await author.api.spaces.update({ id: space.id, defaultDue })).toMatchObject({ defaultDue });
    await author.api.videos.update({ slug, spaceId: SpaceId.parse(space.id) });
    expect((await ask()).defaultDue).toEqual(defaultDue);
    expect((await mia.api.acknowledgements.ledger({ slug })).defaultDue).toBeUndefined();
    expect((await author.api.spaces.update({ id: space.id, defaultDue: null })).defaultDue).toEqual({
      kind: 'workingHours',
      hours: 24,
    });
  });
});

describe('guests', () => {
  it('are mailed a link of their own, and answer on the ask', async () => {
    const guests = (emails: string[], kind: 'acknowledge' | 'approve' = 'approve') =>
      author.api.shareLinks.askGuests({ slug, emails, kind, note: 'Please look' });
    const { ledger, links } = await guests([
      'gus@client.example',
      'ann@client.example',
      'GUS@client.example',
    ]);
    expect(names(ledger)).toEqual(['ann@client.example', 'gus@client.example']);
    const mail = (await test.mails()).find(({ to }) => to === 'gus@client.example');
    const link = links.find(({ email }) => email === 'gus@client.example');
    expect(mail?.text).toContain(link?.url);
    expect(mail?.subject).toBe('Art Author asks you to approve “The update”');
    const token = link?.url.split('/s/')[1] ?? '';
    const gus = await comeIn(test, token, { name: 'Gus Guest' });
    await watchAs(test, gus, slug, [0, 6000]);
    // That it was received says nothing of approving it.
    await gus.api.shareLinks.answer({ answer: 'acknowledged', note: null });
    const entry = async () =>
      (await author.api.acknowledgements.ledger({ slug })).entries.find(
        ({ recipient }) => recipient.name === 'Gus Guest',
      );
    expect(await entry()).toMatchObject({ answeredAt: null, watchedPercent: 10 });
    await gus.api.shareLinks.answer({ answer: 'changes_requested', note: 'Louder' });
    expect(await entry()).toMatchObject({ answer: 'changes_requested', answerNote: 'Louder' });
    // On another device they are the same, and see nobody else.
    const again = await comeIn(test, token, { name: 'Gus Guest' });
    await again.api.shareLinks.answer({ answer: 'approved', note: null });
    expect(await entry()).toMatchObject({ answer: 'approved', recipient: { id: gus.session.guest.id } });
    expect((await again.api.acknowledgements.ledger({ slug })).entries).toHaveLength(1);
    // Asked once more, who has answered keeps it; the other gets no second mail.
    const mails = (await test.mails()).length;
    expect((await guests(['gus@client.example', 'ann@client.example'])).links).toEqual([]);
    expect((await test.mails()).length).toBe(mails);
    await expect(mia.api.shareLinks.askGuests({ slug, emails: ['x@client.example'] })).rejects.toMatchObject(
      refused('forbidden'),
    );
  });
});

it('guests decide between the options that they are given, and nothing else', async () => {
  const what = { slug, emails: ['gus@client.example'], kind: 'decide' as const };
  await expect(author.api.shareLinks.askGuests({ ...what, options: ['Warm'] })).rejects.toMatchObject(
    refused('invalid_input'),
  );
  const { links } = await author.api.shareLinks.askGuests({ ...what, options: ['Warm', 'Cold'] });
  const gus = await comeIn(test, links[0]?.url.split('/s/')[1] ?? '', { name: 'Gus Guest' });
  expect((await gus.api.acknowledgements.ledger({ slug })).mine).toMatchObject({
    kind: 'decide',
    options: ['Warm', 'Cold'],
  });
  for (const wrong of [
    { answer: 'decided', option: 'Hot' },
    { answer: 'decided' },
    { answer: 'approved', option: 'Warm' },
  ] as const)
    await expect(gus.api.shareLinks.answer(wrong)).rejects.toMatchObject(refused('invalid_input'));
  // What one thinks of it is another matter.
  await gus.api.shareLinks.answer({ answer: 'approved' });
  expect((await gus.api.acknowledgements.ledger({ slug })).mine).toMatchObject({ answeredAt: null });
  expect(
    await gus.api.shareLinks.answer({ answer: 'decided', option: 'Cold', note: 'Calmer' }),
  ).toMatchObject({ answer: 'decided', option: 'Cold' });
  const { entries } = await author.api.acknowledgements.ledger({ slug });
  expect(entries).toMatchObject([{ answer: 'Cold', answerNote: 'Calmer', acknowledgedAt: null }]);
  const told = await author.api.notifications.list({});
  expect(told.items.map(({ title }) => title)).toContain('Gus Guest chose “Cold” for “The update”');
});

describe('what is asked', () => {
  it('is changed, extended and withdrawn, by who may; people are added later', async () => {
    const dueAt = new Date(test.clock.now().getTime() + 3_600_000).toISOString();
    await ask({ recipientIds: [idOf(mia), idOf(ben)], dueAt });
    await ben.api.acknowledgements.acknowledge({ slug });
    await expect(
      mia.api.acknowledgements.change({ slug, due: { kind: 'endOfWorkingDay' } }),
    ).rejects.toMatchObject(refused('conflict'));
    await expect(author.api.acknowledgements.change({ slug })).rejects.toMatchObject(
      refused('invalid_input'),
    );
    const due = { kind: 'workingHours', hours: 8 } as const;
    const { entries } = await author.api.acknowledgements.change({ slug, due });
    const of = (name: string) => entries.find(({ recipient }) => recipient.name === name);
    // Eight of Mia's working hours after it was due: it is no gift to who has answered.
    expect(Date.parse(of('Mia Member')?.dueAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(dueAt) + 8 * 3_600_000,
    );
    expect(of('Ben Beside')?.dueAt).toBe(dueAt);
    const changed = await author.api.acknowledgements.change({ slug, note: 'In short' });
    expect(changed.entries.map(({ note }) => note)).toEqual(['In short', null]);
    expect(await lastRecord()).toMatchObject({ kind: 'ask_changed', subject: { name: 'Mia Member' } });
    await ask({ recipientIds: [idOf(owner)] });
    const requestIds = [of('Mia Member')?.requestId as never];
    const left = await author.api.acknowledgements.withdrawOpen({ slug, requestIds });
    expect(names(left)).toEqual(['Olive Owner', 'Ben Beside']);
    expect(names(await author.api.acknowledgements.withdrawOpen({ slug }))).toEqual(['Ben Beside']);
    await expect(author.api.acknowledgements.withdrawOpen({ slug })).rejects.toMatchObject(
      refused('conflict'),
    );
    await expect(answer(mia, { kind: 'acknowledged', note: null })).rejects.toMatchObject(
      refused('conflict'),
    );
  });

  it('has one end, where it is withdrawn and answered at the same moment', async () => {
    await ask();
    const both = await Promise.allSettled([
      author.api.acknowledgements.withdrawOpen({ slug }),
      mia.api.acknowledgements.acknowledge({ slug }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [row] = await test.ctx.db
      .select()
      .from(acknowledgementRequests)
      .where(eq(acknowledgementRequests.videoId, videoId));
    expect([row?.acknowledgedAt, row?.withdrawnAt].filter(Boolean)).toHaveLength(1);
  });
});
