import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deliveries, notifications } from '#server/db/tables.ts';
import { deliverDue, notify, type Notice } from '#server/features/notifications/index.ts';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { mentionText } from '#shared/mentions.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { listen } from '../support/live-page.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const HOUR_MS = 3_600_000;
const OFFICE = [{ from: '09:00', to: '17:00' }];
const WEEK = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: [], sun: [] };

let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let mia: TestPerson;
let tokyo: TestPerson;
let workspaceId: string;
let slug: VideoSlug;
let videoId: string;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  ({
    workspace: { id: workspaceId },
  } = await owner.api.accounts.me());
});
afterAll(() => test[Symbol.asyncDispose]());
// Each has people of its own: it is Monday, 2 March 2026, 10:00 UTC (19:00 in Tokyo), or as much later as tests before have let it be.
beforeEach(async () => {
  const monday = Date.parse('2026-03-02T10:00:00Z');
  const week = 7 * 24 * HOUR_MS;
  const passed = test.clock.now().getTime() - monday;
  if (passed > 0) test.clock.advance(Math.ceil(passed / week) * week - passed);
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  tokyo = await joinAs(test, owner, 'member', 'Toshi Tokyo');
  await mia.api.peopleTime.update({ timeZone: 'UTC', days: WEEK });
  await tokyo.api.peopleTime.update({ timeZone: 'Asia/Tokyo', days: WEEK });
  ({ slug, id: videoId } = await makeReadyVideo(test, author, { title: 'The update' }));
});

const tell = (recipients: TestPerson[], more: Partial<Notice> = {}) =>
  test.ctx.db.transaction((tx) =>
    notify(tx, test.ctx, [
      {
        kind: 'replied',
        workspaceId,
        recipientIds: recipients.map(({ id }) => id),
        actorId: author.id,
        videoId,
        threadId: null,
        key: randomUUID(),
        title: 'Art Author replied on “The update”',
        text: 'words',
        url: `http://localhost/v/${slug}`,
        dueAt: null,
        urgentReason: null,
        ...more,
      },
    ]),
  );
const ask = (people: TestPerson[], more: { urgentReason?: string; note?: string } = {}) =>
  author.api.acknowledgements.ask({ slug, recipientIds: people.map(({ id }) => UserId.parse(id)), ...more });
const inbox = async (
  person: TestPerson,
  input: Partial<Parameters<TestPerson['api']['notifications']['list']>[0]> = {},
) => (await person.api.notifications.list(input)).items;
const sent = async (person: TestPerson) => (await person.api.notifications.sent({})).items;
const deliver = () => deliverDue(test.ctx, new AbortController().signal);
/** The hours of a working day at which messages go, or went. */
const times = async (person: TestPerson) => (await sent(person)).map(({ sendAt }) => sendAt.slice(11, 16));

it('reaches a person once by its key, and nobody of what they did themselves', async () => {
  const key = randomUUID();
  await Promise.all([1, 2, 3].map(() => tell([mia, tokyo, author], { key })));
  await tell([mia], { key });
  expect(await inbox(mia)).toHaveLength(1);
  const rows = await test.ctx.db.select().from(notifications).where(eq(notifications.key, key));
  expect(rows.map(({ recipientId }) => recipientId).toSorted()).toEqual([mia.id, tokyo.id].toSorted());
  expect((await sent(mia)).flatMap(({ items }) => items)).toHaveLength(1);
  expect((await inbox(mia))[0]?.why).toContain('You get this because you wrote in this thread');
});

it('tells of nothing that was rolled back', async () => {
  const failed = test.ctx.db.transaction(async (tx) => {
    await notify(tx, test.ctx, [{ ...(await notice()), recipientIds: [mia.id] }]);
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await inbox(mia)).toEqual([]);
  expect(await sent(mia)).toEqual([]);
});
const notice = async (): Promise<Notice> => ({
  kind: 'commented',
  workspaceId,
  recipientIds: [],
  actorId: author.id,
  videoId,
  threadId: null,
  key: randomUUID(),
  title: 'A title',
  text: null,
  url: `http://localhost/v/${slug}`,
  dueAt: null,
  urgentReason: null,
});

describe('when it is sent', () => {
  it('makes one bundle of 50 events in an hour, before the block ends, and lets a direct ask go at once', async () => {
    for (let i = 0; i < 50; i++) {
      await tell([mia]);
      test.clock.advance(HOUR_MS / 50);
    }
    await ask([mia]);
    await deliver();
    const [alone, bundle, ...rest] = await sent(mia);
    expect(rest).toEqual([]);
    expect(alone).toMatchObject({ state: 'sent', sentAt: test.clock.now().toISOString() });
    expect(bundle).toMatchObject({ state: 'waiting' });
    expect(bundle?.items).toHaveLength(50);
    expect(bundle?.sendAt.slice(11, 16)).toBe('16:45');
    test.clock.advance(5.8 * HOUR_MS);
    await deliver();
    expect((await sent(mia)).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('shows an ask at once, sends it when working hours begin, and shows all else then', async () => {
    await ask([tokyo]);
    await tell([tokyo]);
    expect(await inbox(tokyo, { part: 'asks' })).toHaveLength(1);
    expect(await inbox(tokyo)).toEqual([]);
    const { unread, nextAt } = await tokyo.api.notifications.counts();
    expect([unread, nextAt?.slice(11, 16)]).toEqual([1, '00:00']);
    expect(await times(tokyo)).toEqual(['00:00', '00:00']);
    await deliver();
    expect((await sent(tokyo)).map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    test.clock.advance(14 * HOUR_MS);
    await deliver();
    expect((await sent(tokyo)).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(await inbox(tokyo)).toHaveLength(1);
    expect(await tokyo.api.notifications.counts()).toMatchObject({ unread: 2, nextAt: null });
  });

  it('sends what is urgent at once, but in quiet hours or away', async () => {
    await tokyo.api.peopleTime.update({ quietHours: { from: '18:00', to: '20:00' } });
    await ask([tokyo, mia], { urgentReason: 'The site is down' });
    expect(await times(tokyo)).toEqual(['11:00']);
    await deliver();
    expect((await sent(mia))[0]).toMatchObject({ state: 'sent' });
    expect((await sent(mia))[0]?.items[0]?.why).toContain('The site is down');
    test.clock.advance(2 * HOUR_MS);
    await deliver();
    expect((await sent(tokyo))[0]).toMatchObject({ state: 'sent' });
  });

  it('lets one person send three urgent asks a day, and says so', async () => {
    const other = await joinAs(test, owner, 'member', 'Uma Urgent');
    const mine = await makeReadyVideo(test, other);
    const again = () =>
      other.api.acknowledgements.ask({
        slug: mine.slug,
        recipientIds: [UserId.parse(mia.id)],
        urgentReason: 'now',
      });
    for (let i = 0; i < 3; i++) {
      await again();
      test.clock.advance(1);
    }
    await expect(again()).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(again()).rejects.toThrow('3 urgent asks');
    test.clock.advance(24 * HOUR_MS);
    await again();
  });

  it('waits for the next working time where it is late, or hours have changed since', async () => {
    await tell([mia]);
    test.clock.advance(8 * HOUR_MS);
    await deliver();
    await tell([mia]);
    const [late, ...others] = await sent(mia);
    expect(others).toEqual([]);
    expect(late).toMatchObject({ state: 'waiting', items: [{}, {}] });
    expect(late?.sendAt.slice(11, 16)).toBe('09:00');
  });

  it('joins what is late to the bundle of the next block', async () => {
    await tell([mia]);
    test.clock.advance(8 * HOUR_MS);
    await tell([mia]);
    expect(await times(mia)).toEqual(['09:00', '16:45']);
    await deliver();
    const [bundle, ...others] = await sent(mia);
    expect(others).toEqual([]);
    expect(bundle).toMatchObject({ state: 'waiting', items: [{}, {}] });
  });
});

describe('what is answered, read or silenced meanwhile', () => {
  it('is not sent any more', async () => {
    await ask([tokyo, mia]);
    await tokyo.api.acknowledgements.acknowledge({ slug });
    expect(await inbox(tokyo, { part: 'asks' })).toEqual([]);
    test.clock.advance(20 * HOUR_MS);
    await deliver();
    expect((await sent(tokyo))[0]).toMatchObject({ state: 'answered' });
    expect((await inbox(author)).map(({ kind }) => kind)).toContain('ask_answered');
    test.clock.advance(4 * HOUR_MS);
    await tell([mia]);
    const [entry] = await inbox(mia);
    await mia.api.notifications.markRead({ ids: entry ? [entry.id] : [] });
    test.clock.advance(6.8 * HOUR_MS);
    await deliver();
    expect((await sent(mia))[0]).toMatchObject({ state: 'answered' });
  });

  it('comes back to the inbox where an acknowledgement is taken back; goes where the ask is withdrawn', async () => {
    await ask([mia]);
    await mia.api.acknowledgements.acknowledge({ slug });
    await mia.api.acknowledgements.takeBack({ slug });
    expect(await inbox(mia, { part: 'asks' })).toHaveLength(1);
    const { entries } = await author.api.acknowledgements.ledger({ slug });
    for (const { requestId } of entries) await author.api.acknowledgements.withdraw({ requestId });
    expect(await inbox(mia, { part: 'asks' })).toEqual([]);
  });

  it('is what people choose: everywhere, of a space, by channel; asks stay in the inbox', async () => {
    await tell([mia]);
    expect(await mia.api.notifications.setPreferences({ level: 'asks' })).toMatchObject({ level: 'asks' });
    await tell([mia]);
    await ask([mia]);
    expect(await inbox(mia)).toHaveLength(1);
    expect(await sent(mia)).toHaveLength(2);
    await mia.api.notifications.setPreferences({ level: 'muted' });
    await ask([mia], { note: 'changed' });
    expect(await inbox(mia, { part: 'asks' })).toHaveLength(2);
    test.clock.advance(6.8 * HOUR_MS);
    await deliver();
    expect((await sent(mia)).map(({ state }) => state)).toEqual(['silenced', 'silenced']);

    const space = await author.api.spaces.create({ name: `Loud ${randomUUID()}`, visibility: 'open' });
    await author.api.videos.update({ slug, spaceId: space.id });
    await mia.api.notifications.setPreferences({ level: 'all' });
    await mia.api.channels.update({ email: { updates: false, asks: false } });
    await mia.api.notifications.setSpaceLevel({ spaceId: space.id, level: 'muted' });
    await tell([mia]);
    expect(await inbox(mia)).toHaveLength(1);
    const { spaces } = await mia.api.notifications.setSpaceLevel({ spaceId: space.id, level: null });
    expect(spaces).toEqual([]);
    await tell([mia]);
    expect(await inbox(mia)).toHaveLength(2);
    expect(await sent(mia)).toHaveLength(2);
    const hidden = await author.api.spaces.create({ name: `Hidden ${randomUUID()}`, visibility: 'private' });
    const choice = { spaceId: hidden.id, level: 'muted' } as const;
    await expect(mia.api.notifications.setSpaceLevel(choice)).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('is heard by the pages of whom it concerns alone, and not whom else it does', async () => {
  const [hers, his] = [listen(mia), listen(tokyo)];
  await Promise.all([hers.opened, his.opened]);
  await tell([mia]);
  await tell([tokyo, mia]);
  const heard = (page: typeof hers) => page.text().match(/inbox\.changed/g)?.length;
  await expect.poll(() => heard(hers), { timeout: 5000 }).toBe(2);
  await expect.poll(() => heard(his), { timeout: 5000 }).toBe(1);
  expect(`${hers.text()}${his.text()}`).not.toMatch(new RegExp(`${mia.id}|${tokyo.id}`));
  hers.close();
  his.close();
});

it('is not sent to who may not see the video any more', async () => {
  await ask([mia]);
  const hidden = await author.api.spaces.create({ name: `Hidden ${randomUUID()}`, visibility: 'private' });
  await author.api.videos.update({ slug, spaceId: hidden.id });
  await deliver();
  expect((await sent(mia))[0]).toMatchObject({ state: 'answered' });
});

it('tells of comments: once each, by what concerns them most', async () => {
  const first = await mia.api.comments.create({ slug, body: 'A remark', atMs: 0 });
  await tokyo.api.comments.create({ slug, body: 'Indeed', atMs: null, parentId: first.id });
  const body = `${mentionText({ id: tokyo.id, name: 'Toshi' })} look`;
  await author.api.comments.create({ slug, body, atMs: null, parentId: first.id });
  await author.api.comments.triage({ id: first.id, assigneeId: UserId.parse(mia.id) });
  test.clock.advance(15 * HOUR_MS);
  const kinds = async (person: TestPerson) =>
    (await inbox(person))
      .filter(({ video }) => video?.slug === slug)
      .map(({ kind }) => kind)
      .toSorted();
  test.clock.advance(9 * HOUR_MS);
  expect(await kinds(author)).toEqual(['commented', 'replied']);
  expect(await kinds(mia)).toEqual(['assigned', 'replied', 'replied']);
  expect(await kinds(tokyo)).toEqual(['mentioned']);
  expect(new Set((await inbox(mia)).map(({ threadId }) => threadId))).toEqual(new Set([first.id]));
});

describe('the inbox', () => {
  it('is paged in order, each entry once; asks by their due time', async () => {
    for (let i = 0; i < 7; i++) {
      await tell([mia], { title: `n${i}` });
      if (i % 2 === 0) test.clock.advance(1000);
    }
    const titles: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await mia.api.notifications.list({ limit: 3, ...(cursor ? { cursor } : {}) });
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(titles).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1', 'n0']);
    const due = (hours: number) => new Date(test.clock.now().getTime() + hours * HOUR_MS);
    for (const [title, dueAt] of [
      ['late', due(9)],
      ['never', null],
      ['soon', due(1)],
    ] as const)
      await tell([mia], { kind: 'asked', title, dueAt });
    const one = await mia.api.notifications.list({ part: 'asks', limit: 2 });
    const two = await mia.api.notifications.list({ part: 'asks', limit: 2, cursor: one.nextCursor ?? '' });
    expect([...one.items, ...two.items].map(({ title }) => title)).toEqual(['soon', 'late', 'never']);
    await expect(mia.api.notifications.list({ cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('is read, done, snoozed and undone; nobody else’s', async () => {
    await tell([mia]);
    const [{ id } = { id: '' as never }] = await inbox(mia);
    const ids = [id];
    const stranger = await makeStranger(test);
    for (const other of [tokyo, stranger]) {
      await other.api.notifications.markDone({ ids });
      await other.api.notifications.markRead({ ids });
      await other.api.notifications.snooze({
        ids,
        until: new Date(test.clock.now().getTime() + 1).toISOString(),
      });
    }
    expect(await inbox(mia, { view: 'unread' })).toHaveLength(1);
    await mia.api.notifications.markRead({ ids });
    expect(await inbox(mia, { view: 'unread' })).toEqual([]);
    await mia.api.notifications.markRead({ ids, isRead: false });
    expect((await mia.api.notifications.counts()).unread).toBe(1);
    await mia.api.notifications.markDone({ ids });
    expect([await inbox(mia), await inbox(mia, { view: 'done' })].map((list) => list.length)).toEqual([0, 1]);
    await mia.api.notifications.undo({ ids });
    const until = new Date(test.clock.now().getTime() + HOUR_MS).toISOString();
    await mia.api.notifications.snooze({ ids, until });
    expect([await inbox(mia), await inbox(mia, { view: 'snoozed' })].map((list) => list.length)).toEqual([
      0, 1,
    ]);
    expect(await mia.api.notifications.counts()).toMatchObject({ unread: 0, nextAt: until });
    test.clock.advance(HOUR_MS);
    expect((await inbox(mia, { view: 'unread' }))[0]).toMatchObject({ visibleAt: until });
    await expect(mia.api.notifications.snooze({ ids, until })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

it('shows what failed to its recipient and to admins, who can send it once more', async () => {
  await ask([mia]);
  await test.ctx.db
    .update(deliveries)
    .set({ state: 'failed', error: '550 no such mailbox' })
    .where(eq(deliveries.recipientId, mia.id));
  expect((await inbox(mia, { part: 'asks' }))[0]).toMatchObject({ trouble: 'failed' });
  const [troubled] = (await owner.api.notifications.troubled({})).items;
  if (!troubled) throw new Error('nothing is troubled');
  expect(troubled).toMatchObject({ recipient: { id: mia.id }, error: '550 no such mailbox', count: 1 });
  await expect(mia.api.notifications.troubled({})).rejects.toMatchObject({ code: 'forbidden' });
  const stranger = await makeStranger(test);
  await expect(stranger.api.notifications.retry(troubled)).rejects.toMatchObject({ code: 'not_found' });
  await owner.api.notifications.retry(troubled);
  await expect(owner.api.notifications.retry(troubled)).rejects.toMatchObject({ code: 'conflict' });
  await deliver();
  expect((await sent(mia))[0]).toMatchObject({ state: 'sent', error: null });
  expect((await owner.api.notifications.troubled({})).items).toEqual([]);
});
