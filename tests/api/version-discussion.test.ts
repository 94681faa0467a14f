import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { carryAsks } from '#server/features/acknowledgements/index.ts';
import { UserId, VideoId, type VideoSlug } from '#shared/ids.ts';
import { findChainFault } from '#shared/ledger-chain.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { listen } from '../support/live-page.ts';
import { watch } from '../support/watch.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { makeVersion } from '../support/versions.ts';

let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let mia: TestPerson;
let ben: TestPerson;
let slug: VideoSlug;
let firstId: VideoId;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  ben = await joinAs(test, owner, 'member', 'Ben Berlin');
});
beforeEach(async () => {
  const video = await makeReadyVideo(test, author, { title: 'Launch film' });
  slug = video.slug;
  firstId = VideoId.parse(video.id);
});
afterAll(() => test[Symbol.asyncDispose]());

const at = (n: number) => `${slug}.${n}` as VideoSlug;
const seenOn = async (of: VideoSlug) =>
  (await mia.api.comments.list({ slug: of })).map(({ body, version }) => [body, version]);

describe('comments', () => {
  it('belong to a version; threads that are open are shown on later ones, with where they come from', async () => {
    const open = await mia.api.comments.create({ slug, body: 'Too dark', atMs: 1000 });
    await author.api.comments.create({ slug, body: 'Which lamp?', parentId: open.id });
    const done = await mia.api.comments.create({ slug, body: 'A typo', atMs: 2000 });
    const gone = await mia.api.comments.create({ slug, body: 'Never mind', atMs: 3000 });
    await mia.api.comments.create({ slug, body: 'An answer to what is done', parentId: done.id });
    await mia.api.comments.resolve({ id: done.id });
    await mia.api.comments.remove({ id: gone.id });
    await makeVersion(test, author, slug);
    await mia.api.comments.create({ slug, body: 'Better', atMs: 500 });
    expect(await seenOn(slug)).toEqual([['Which lamp?', 1], ['Better', 2], ['Too dark', 1]]); // oxfmt-ignore
    expect(new Set((await seenOn(at(1))).map(([body]) => body))).toEqual(
      new Set(['A typo', 'An answer to what is done', 'Too dark', 'Which lamp?']),
    );
    // Counts are of the version alone.
    expect((await mia.api.videos.get({ slug })).commentCount).toBe(1);
    await makeVersion(test, author, slug);
    expect(await seenOn(slug)).toEqual([['Which lamp?', 1], ['Better', 2], ['Too dark', 1]]); // oxfmt-ignore
  });

  it('are answered and resolved from a later version, and stay what they are', async () => {
    const open = await mia.api.comments.create({ slug, body: 'Too dark', atMs: 1000 });
    await makeVersion(test, author, slug);
    const answer = await author.api.comments.create({ slug, body: 'Lighter now', parentId: open.id });
    expect(answer).toMatchObject({ videoId: firstId, version: 1 });
    await author.api.comments.resolve({ id: open.id });
    expect(await seenOn(slug)).toEqual([]);
    expect((await seenOn(at(1))).length).toBe(2);
    await mia.api.comments.reopen({ id: open.id });
    expect((await seenOn(slug)).length).toBe(2);
    // Not a thread of another video.
    const other = await makeReadyVideo(test, author);
    await expect(
      mia.api.comments.create({ slug: other.slug, body: 'Hm', parentId: open.id }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('go out of sight with a version that is deleted', async () => {
    await mia.api.comments.create({ slug, body: 'Too dark', atMs: 1000 });
    await makeVersion(test, author, slug);
    await author.api.videos.removeVersion({ slug: at(1) });
    expect(await seenOn(slug)).toEqual([]);
  });

  it('are told to pages of the link, whichever version they show', async () => {
    await makeVersion(test, author, slug);
    const page = listen(mia);
    await page.opened;
    const { id } = await author.api.comments.create({ slug: at(1), body: 'Still dark', atMs: 0 });
    await expect.poll(() => page.text(), { timeout: 10_000 }).toContain(id);
    const [, data = ''] = /^data: (\{"type":"comment.changed".*)$/m.exec(page.text()) ?? [];
    expect(JSON.parse(data)).toMatchObject({ slug, commentId: id, comment: { version: 1 } });
    page.close();
  });
});

describe('evidence', () => {
  it('is of the version that was watched', async () => {
    await watch(test, mia, slug, [0, 9000]);
    await makeVersion(test, author, slug);
    await watch(test, mia, at(1), [9000, 12_000]);
    expect(await mia.api.playback.viewers({ slug })).toEqual([]);
    const [seen] = await mia.api.playback.viewers({ slug: at(1) });
    expect(seen?.watchedMs).toBe(12_000);
  });
});

describe('asks', () => {
  const ask = (people: TestPerson[]) =>
    author.api.acknowledgements.ask({
      slug,
      recipientIds: people.map(({ id }) => UserId.parse(id)),
      note: 'Before Friday',
      due: { kind: 'workingHours', hours: 4 },
    });
  const carry = (fromId = firstId) => carryAsks(test.ctx, { fromId });
  const about = async () =>
    (await test.mails()).filter(
      ({ subject }) => subject.includes('of “Launch film”') && subject.includes('version'),
    );

  it('are carried over exactly once, acknowledged ones as stale', async () => {
    await ask([mia, ben]);
    await mia.api.acknowledgements.acknowledge({ slug });
    const mailsBefore = (await about()).length;
    test.clock.advance(60_000);
    await makeVersion(test, author, slug);
    // Three workers, and once more.
    await Promise.all([carry(), carry(), carry()]);
    await carry();
    const { entries } = await author.api.acknowledgements.ledger({ slug });
    const of = (person: TestPerson) =>
      entries.filter(({ recipient }) => recipient.id === UserId.parse(person.id));
    expect(entries).toHaveLength(2);
    expect(of(mia)).toMatchObject([{ staleVersion: 1, acknowledgedAt: null, note: 'Before Friday' }]);
    expect(of(ben)).toMatchObject([{ staleVersion: null, acknowledgedAt: null, note: 'Before Friday' }]);
    // 24 working hours of 8 a day, from Monday 10:01.
    expect(of(ben)[0]?.dueAt).toMatch(/^2026-03-05T10:01:/);
    const before = await author.api.acknowledgements.ledger({ slug: at(1) });
    expect(before.entries.map(({ recipient }) => recipient.name)).toEqual(['Mia Member']);
    expect((await about()).length - mailsBefore).toBe(2);

    expect((await mia.api.videos.get({ slug })).myAcknowledgement).toBe('asked');
    expect((await mia.api.acknowledgements.acknowledge({ slug })).mine?.acknowledgedAt).not.toBeNull();
    const { records } = await owner.api.ledger.list({ limit: 1000 });
    expect(await findChainFault(records)).toBeNull();
    const kinds = records.slice(-4).map(({ kind, subject }) => [kind, subject?.name ?? null]);
    expect(kinds).toEqual([
      ['superseded', 'Ben Berlin'],
      ['asked', 'Mia Member'],
      ['asked', 'Ben Berlin'],
      ['acknowledged', null],
    ]);
  });

  it('reach the version that is current when two came in a row, and come back with the one before', async () => {
    await ask([ben]);
    const second = await makeVersion(test, author, slug);
    await makeVersion(test, author, slug);
    await carry(second.id);
    await carry();
    const asked = async (of: VideoSlug) =>
      (await author.api.acknowledgements.ledger({ slug: of })).entries.length;
    expect([await asked(at(1)), await asked(at(2)), await asked(at(3))]).toEqual([0, 0, 1]);
    await author.api.videos.makeCurrent({ slug: at(1) });
    const { id } = await author.api.videos.get({ slug: at(3) });
    await carry(id);
    expect([await asked(at(1)), await asked(at(3))]).toEqual([1, 0]);
  });

  it('of who said that they can’t are not repeated', async () => {
    await ask([ben]);
    await ben.api.acknowledgements.answer({ slug, answer: { kind: 'cannot', note: 'On leave' } });
    await makeVersion(test, author, slug);
    await carry();
    expect((await author.api.acknowledgements.ledger({ slug })).entries).toEqual([]);
  });

  it('are of one version: acknowledging an old one leaves the new ask open', async () => {
    await ask([mia]);
    await makeVersion(test, author, slug);
    await carry();
    await expect(mia.api.acknowledgements.acknowledge({ slug: at(1) })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await mia.api.acknowledgements.ledger({ slug })).mine?.acknowledgedAt).toBeNull();
  });
});
