import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carryAsks } from '#server/features/acknowledgements/index.ts';
import { SpaceId, UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { makeVersion } from '../support/versions.ts';

const HOUR = 3_600_000;
const HOURS = [{ from: '09:00', to: '17:00' }];
const WEEK = { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS, sat: [], sun: [] };

let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let mia: TestPerson;
let ben: TestPerson;
const idOf = (person: TestPerson) => UserId.parse(person.id);
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  ben = await joinAs(test, owner, 'member', 'Ben Beside');
  for (const person of [author, mia, ben])
    await person.api.peopleTime.update({ timeZone: 'UTC', days: WEEK });
});
afterAll(() => test[Symbol.asyncDispose]());

const inHours = (hours: number) => new Date(test.clock.now().getTime() + hours * HOUR).toISOString();
const makeAsk = async (title: string, people: TestPerson[], dueAt: string | null = null) => {
  const { slug } = await makeReadyVideo(test, author, { title });
  const recipientIds = people.map(idOf);
  const { entries } = await author.api.acknowledgements.ask({ slug, recipientIds, dueAt });
  return { slug, entries };
};
/** Opens it: nothing counts yet, but it was there. */
const play = (person: TestPerson, slug: VideoSlug) =>
  person.api.playback.reportWatched({
    slug,
    session: randomUUID(),
    sequence: 0,
    rate: 1,
    ranges: [{ startMs: 0, endMs: 3000 }],
    positionMs: 3000,
  });
const titles = async (person: TestPerson) => (await person.api.asks.mine()).map(({ video }) => video.title);

describe('what I owe', () => {
  it('has what is open, by when it is due or promised, and counts it', async () => {
    const later = await makeAsk('Later', [mia], inHours(48));
    const soon = await makeAsk('Soon', [mia], inHours(2));
    await makeAsk('Whenever', [mia]);
    const gone = await makeAsk('Gone', [mia, ben], inHours(1));
    expect(await titles(mia)).toEqual(['Gone', 'Soon', 'Later', 'Whenever']);
    await author.api.videos.remove({ slug: gone.slug });
    await mia.api.acknowledgements.answer({
      slug: soon.slug,
      answer: { kind: 'will_follow_up', by: inHours(72), note: null },
    });
    await mia.api.acknowledgements.answer({ slug: later.slug, answer: { kind: 'cannot', note: 'On leave' } });
    expect(await titles(mia)).toEqual(['Soon', 'Whenever']);
    expect(await mia.api.asks.count()).toEqual({ owed: 2, overdue: 0 });
    test.clock.advance(73 * HOUR);
    expect(await mia.api.asks.count()).toEqual({ owed: 2, overdue: 1 });
    expect(await ben.api.asks.mine()).toEqual([]);
    await mia.api.acknowledgements.acknowledge({ slug: soon.slug });
    const [whenever] = await mia.api.asks.mine();
    if (whenever) await mia.api.acknowledgements.acknowledge({ slug: whenever.video.slug });
    expect(await mia.api.asks.count()).toEqual({ owed: 0, overdue: 0 });
  });

  it('is acknowledged several at once, where each was opened', async () => {
    const opened = await makeAsk('Opened', [mia]);
    const also = await makeAsk('Also opened', [mia]);
    const unopened = await makeAsk('Unopened', [mia]);
    const others = await makeAsk('Of Ben', [ben]);
    const approve = await makeReadyVideo(test, author, { title: 'To approve' });
    const { entries } = await author.api.acknowledgements.ask({
      slug: approve.slug,
      recipientIds: [idOf(mia)],
      kind: 'approve',
    });
    for (const { slug } of [opened, also, others, approve]) await play(mia, slug);
    // That somebody else has opened it is nothing.
    await play(ben, unopened.slug);
    const ask = ({ entries: [first] }: typeof opened) => first?.requestId as never;
    const requestIds = [opened, also, unopened, others, { ...approve, entries }].map(ask);
    const before = (await owner.api.ledger.list({ limit: 1000 })).last;
    const outcome = await mia.api.acknowledgements.acknowledgeMany({ requestIds });
    expect(outcome).toEqual({
      acknowledged: [ask(opened), ask(also)],
      refused: [
        { requestId: ask(unopened), why: 'not_opened' },
        { requestId: ask(others), why: 'not_found' },
        { requestId: requestIds[4], why: 'not_acknowledge' },
      ],
    });
    expect((await owner.api.ledger.list({ after: before, limit: 10 })).records).toMatchObject([
      { kind: 'acknowledged', videoTitle: 'Opened', details: { watchedMs: 0, together: true } },
      { kind: 'acknowledged', videoTitle: 'Also opened' },
    ]);
    expect(await titles(mia)).toEqual(['Unopened', 'To approve']);
    // At the same moment, each is acknowledged once.
    await play(mia, unopened.slug);
    const twice = await Promise.all(
      [1, 2].map(() => mia.api.acknowledgements.acknowledgeMany({ requestIds: [ask(unopened)] })),
    );
    expect(twice.flatMap(({ acknowledged }) => acknowledged)).toHaveLength(1);
    expect(twice.flatMap(({ refused }) => refused)).toMatchObject([{ why: 'answered' }]);
  });
});

describe('what I am owed', () => {
  it('is who is missing of each video, and when they work next, never why not now', async () => {
    const { slug } = await makeAsk('Owed', [mia, ben, owner], inHours(1));
    await ben.api.acknowledgements.acknowledge({ slug });
    await mia.api.peopleTime.addAway({
      kind: 'days',
      firstDay: '2026-03-01',
      lastDay: '2026-03-20',
      note: 'Surgery',
    });
    const made = await author.api.asks.made();
    const owed = made.find(({ video }) => video.title === 'Owed');
    expect(owed).toMatchObject({ asked: 3, answered: 1, declined: 0, missingCount: 2 });
    const missing = owed?.missing.find(({ person }) => person.name === 'Mia Member');
    expect(missing?.worksFrom).toBe('2026-03-23T09:00:00.000Z');
    expect(JSON.stringify(made)).not.toContain('Surgery');
    // Closed ones come last; those of others are not mine.
    expect(made.findIndex(({ missingCount }) => missingCount === 0)).toBeGreaterThan(
      made.indexOf(owed as never),
    );
    expect(await mia.api.asks.made()).toEqual([]);
  });
});

describe('the matrix of a video', () => {
  it('says where each person stands, and what only some may see to them alone', async () => {
    const { slug } = await makeAsk('Matrix', [mia, ben]);
    await play(mia, slug);
    await mia.api.acknowledgements.answer({ slug, answer: { kind: 'acknowledged', note: '=1+1' } });
    await ben.api.acknowledgements.answer({
      slug,
      answer: { kind: 'not_me', toId: idOf(owner), note: null },
    });
    const cells = async (person: TestPerson) =>
      (await person.api.asks.matrix({ slug })).rows.map(({ person: of, cells: [cell] }) => [
        of.name,
        cell?.status,
        cell?.watchedPercent,
      ]);
    expect(await cells(author)).toEqual([
      ['Ben Beside', 'handed_over', 0],
      ['Mia Member', 'acknowledged', 0],
      ['Olive Owner', 'asked', 0],
    ]);
    expect((await cells(ben))[1]).toEqual(['Mia Member', 'acknowledged', null]);
    const stranger = await makeStranger(test);
    await expect(stranger.api.asks.matrix({ slug })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has a column for each version that somebody was asked about', async () => {
    const { slug } = await makeAsk('Versions', [mia, ben]);
    await mia.api.acknowledgements.acknowledge({ slug });
    const first = await author.api.videos.get({ slug });
    const second = await makeVersion(test, author, slug);
    await carryAsks(test.ctx, { fromId: first.id });
    await ben.api.acknowledgements.acknowledge({ slug });
    const { columns, rows } = await author.api.asks.matrix({ slug });
    expect(columns.map(({ version, videoId }) => [version, videoId])).toEqual([
      [1, first.id],
      [2, second.id],
    ]);
    expect(rows.map(({ person, cells }) => [person.name, ...cells.map((cell) => cell?.status)])).toEqual([
      ['Ben Beside', 'superseded', 'acknowledged'],
      ['Mia Member', 'acknowledged', 'asked'],
    ]);
  });
});

describe('figures of the team', () => {
  it('are totals of each person by name, for admins', async () => {
    await expect(mia.api.asks.load()).rejects.toMatchObject({ code: 'forbidden' });
    const load = await owner.api.asks.load();
    expect(load.map(({ person }) => person.name)).toEqual([
      'Art Author',
      'Ben Beside',
      'Mia Member',
      'Olive Owner',
    ]);
    const mine = await mia.api.asks.count();
    expect(load.find(({ person }) => person.name === 'Mia Member')).toMatchObject({
      open: mine.owed,
      overdue: mine.overdue,
    });
  });

  it('are medians in working time, hidden below five people', async () => {
    const space = await owner.api.spaces.create({ name: 'Newsroom' });
    const { slug } = await makeReadyVideo(test, author, { title: 'News', spaceId: SpaceId.parse(space.id) });
    const people = await Promise.all(
      ['Ann', 'Bob', 'Cas', 'Dee', 'Eve'].map((name) => joinAs(test, owner, 'member', name)),
    );
    for (const person of people) await person.api.peopleTime.update({ timeZone: 'UTC', days: WEEK });
    // Thursday, 11:00: they work until 17:00, and from 9:00 on Friday.
    expect(test.clock.now().toISOString()).toBe('2026-03-05T11:00:00.000Z');
    await author.api.acknowledgements.ask({ slug, recipientIds: people.map(idOf) });
    const newsroom = async (person: TestPerson = author) =>
      (await person.api.asks.responseTimes()).find(({ name }) => name === 'Newsroom');
    const acknowledge = async (person: TestPerson | undefined, hours: number) => {
      test.clock.advance(hours * HOUR);
      await person?.api.acknowledgements.acknowledge({ slug });
    };
    for (const [i, hours] of [1, 1, 22, 1].entries()) await acknowledge(people[i], hours);
    expect(await newsroom()).toEqual({
      spaceId: space.id,
      name: 'Newsroom',
      people: null,
      answers: null,
      medianWorkingMs: null,
      hidden: 'too_few_people',
    });
    await acknowledge(people[4], 1);
    // 1 h, 2 h, 8 h (two until 13:00, four until 17:00, and two of Friday), 9 h, 10 h.
    expect(await newsroom()).toMatchObject({
      people: 5,
      answers: 5,
      medianWorkingMs: 8 * HOUR,
      hidden: null,
    });
    await owner.api.spaces.update({ id: space.id, visibility: 'private', memberIds: [idOf(author)] });
    expect(await newsroom(mia)).toBeUndefined();
  });
});
