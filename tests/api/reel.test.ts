import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { entries, transcripts, transcriptSegments, videos, videoSilences } from '#server/db/tables.ts';
import { planEditions, runCycle } from '#server/features/series/index.ts';
import { UserId } from '#shared/ids.ts';
import type { PromptAnswer, Series } from '#shared/series.ts';
import { makeCrowd, statementsOf } from '../support/crowd.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { watch } from '../support/watch.ts';

const HOUR_MS = 3_600_000;
const DONE = randomUUID();
const BLOCKED = randomUUID();

let test: TestApp;
let lead: TestPerson;
let mia: TestPerson;
let ben: TestPerson;
let series: Series;

beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20' });
  const owner = await setUpOwner(test);
  lead = await joinAs(test, owner, 'member', 'Lea Lead');
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  ben = await joinAs(test, owner, 'member', 'Ben Builder');
  series = await makeSeries('Weekly', [mia, ben]);
});
afterAll(() => test[Symbol.asyncDispose]());

/** Asks now: it is due tomorrow and opens two days before. */
async function makeSeries(title: string, participants: { id: string }[]): Promise<Series> {
  const made = await lead.api.series.create({
    title,
    rule: 'FREQ=DAILY',
    startsOn: new Date(test.clock.now().getTime() + 24 * HOUR_MS).toISOString().slice(0, 10),
    dueTime: '15:00',
    timeZone: 'UTC',
    leadHours: 48,
    graceHours: 72,
    prompts: [
      { id: DONE, text: 'Done?', kind: 'video', isRequired: false },
      { id: BLOCKED, text: 'Blocked?', kind: 'video', isRequired: false },
    ],
    participantIds: participants.map(({ id }) => UserId.parse(id)),
    observerIds: [UserId.parse(lead.id)],
  });
  await planEditions(test.ctx);
  await runCycle(test.ctx);
  return made;
}

async function answer(
  person: TestPerson,
  of: Series,
  video: Awaited<ReturnType<typeof makeReadyVideo>> | null,
  answers: ({ promptId: string } & Partial<PromptAnswer>)[],
): Promise<void> {
  const all = await lead.api.series.editions({ id: of.id });
  const first = all.at(-1);
  if (!first) throw new Error('no edition');
  test.clock.advance(60_000);
  await person.api.series.answer({ id: first.id, video: video?.slug ?? null, answers });
}
const day = async (of: Series) => (await lead.api.series.editions({ id: of.id })).at(-1)?.day;
const reelOf = async (person: TestPerson) =>
  person.api.reel.edition({ id: series.id, day: await day(series) });

it('is empty before anybody answers, and is for who sees the series', async () => {
  expect(await reelOf(lead)).toMatchObject({ entries: [], left: 0 });
  const stranger = await makeStranger(test);
  await expect(stranger.api.reel.edition({ id: series.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(lead.api.reel.edition({ id: series.id, day: '2001-01-01' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('has all that is needed to play it, in one answer', async () => {
  const video = await makeReadyVideo(test, mia, { title: 'My week' });
  const other = await makeReadyVideo(test, mia);
  await test.ctx.db.insert(videoSilences).values({ videoId: video.id, ranges: [[10_000, 14_000]] });
  const [row] = await test.ctx.db.select().from(videos).where(eq(videos.id, video.id));
  await test.ctx.db.insert(transcripts).values({ videoId: video.id, state: 'ready', language: 'en' });
  await test.ctx.db.insert(transcriptSegments).values(
    ['It is done.', 'And then', 'there is more!'].map((text, index) => ({
      videoId: video.id,
      workspaceId: row?.workspaceId ?? '',
      index,
      startMs: index * 4000,
      endMs: index * 4000 + 3900,
      text,
      words: [],
    })),
  );
  await mia.api.acknowledgements.ask({
    slug: video.slug,
    recipientIds: [UserId.parse(lead.id)],
    kind: 'approve',
    note: 'Please',
  });
  await mia.api.acknowledgements.ask({ slug: other.slug, recipientIds: [UserId.parse(lead.id)] });
  await answer(mia, series, video, [
    { promptId: DONE, atMs: 0 },
    { promptId: BLOCKED, atMs: 40_000 },
  ]);
  const named = `Waiting for @[Lea Lead](user:${lead.id})`;
  await answer(ben, series, null, [{ promptId: BLOCKED, text: named }]);
  const reel = await reelOf(lead);
  expect(reel).toMatchObject({
    editions: [{ title: 'Weekly', prompts: [{ id: DONE }, { id: BLOCKED }] }],
    entries: [
      {
        person: { name: 'Mia Member' },
        isMine: false,
        isSeen: false,
        video: {
          slug: `${video.slug}.1`,
          durationMs: 60_000,
          silences: [[10_000, 14_000]],
          sentenceEnds: [3900, 11_900],
          playback: { videoId: video.id, captions: { language: 'en' } },
        },
        asks: [{ kind: 'approve', note: 'Please', requestedBy: { name: 'Mia Member' } }],
        mentions: [],
      },
      { person: { name: 'Ben Builder' }, video: null, asks: [], mentions: [BLOCKED] },
    ],
    left: 0,
  });
  // What is asked of others is no ask to them.
  expect((await reelOf(ben)).entries).toMatchObject([
    { asks: [], isSeen: false },
    { mentions: [], isMine: true, isSeen: true },
  ]);
});

it('calls a video seen once enough of it was watched, silences left out, and a text once it was shown', async () => {
  const [first, text] = (await reelOf(lead)).entries;
  if (!first?.video || !text) throw new Error('no entries');
  await watch(test, lead, first.video.slug, [0, 10_000], [14_000, 50_000]);
  expect((await reelOf(lead)).entries.map(({ isSeen }) => isSeen)).toEqual([false, false]);
  await watch(test, lead, first.video.slug, [50_000, 55_000]);
  await lead.api.reel.shown({ entryIds: [text.id] });
  await lead.api.reel.shown({ entryIds: [text.id] });
  expect((await reelOf(lead)).entries.map(({ isSeen }) => isSeen)).toEqual([true, true]);
  expect((await reelOf(mia)).entries.map(({ isSeen }) => isSeen)).toEqual([true, false]);
});

it('notes nothing for who does not see the series', async () => {
  const stranger = await makeStranger(test);
  const [, text] = (await reelOf(mia)).entries;
  if (!text) throw new Error('no entry');
  await stranger.api.reel.shown({ entryIds: [text.id] });
  expect((await reelOf(mia)).entries[1]?.isSeen).toBe(false);
});

it('says who answered, but plays no video that is not shared', async () => {
  const space = await mia.api.spaces.create({ name: 'Quiet', visibility: 'private' });
  const hidden = await makeReadyVideo(test, mia, { spaceId: space.id });
  const other = await makeSeries('Other', [mia]);
  await answer(mia, other, hidden, []);
  const of = async (person: TestPerson) =>
    (await person.api.reel.edition({ id: other.id, day: await day(other) })).entries;
  expect(await of(lead)).toMatchObject([{ person: { name: 'Mia Member' }, video: null }]);
  expect(await of(mia)).toMatchObject([{ video: { slug: `${hidden.slug}.1` } }]);
  await lead.api.series.remove({ id: other.id });
});

it('catches up with what is new and unseen, by series, until it was played', async () => {
  const zebra = await makeSeries('Zebra', [mia, ben]);
  await answer(ben, zebra, null, [{ promptId: DONE, text: 'The roof' }]);
  const fresh = await makeSeries('Alpha', [mia, ben]);
  await answer(mia, fresh, await makeReadyVideo(test, mia), []);
  const all = await lead.api.reel.catchUp();
  // What was watched and read of “Weekly” is not in it.
  expect(all.editions.map(({ title }) => title)).toEqual(['Alpha', 'Zebra']);
  expect(all.entries.map(({ person }) => person.name)).toEqual(['Mia Member', 'Ben Builder']);
  // Mine is nothing new to me.
  expect((await ben.api.reel.catchUp()).entries.map(({ isMine }) => isMine)).not.toContain(true);
  await answer(mia, zebra, null, [{ promptId: DONE, text: 'Came meanwhile' }]);
  await lead.api.reel.caughtUp({ until: all.until });
  expect((await lead.api.reel.catchUp()).entries).toMatchObject([{ person: { name: 'Mia Member' } }]);
  const { until } = await lead.api.reel.catchUp();
  await lead.api.reel.caughtUp({ until });
  // An older page says less, and takes nothing back.
  await lead.api.reel.caughtUp({ until: all.until });
  expect(await lead.api.reel.catchUp()).toMatchObject({ entries: [], editions: [], left: 0, since: until });
  const later = new Date(test.clock.now().getTime() + HOUR_MS).toISOString();
  await expect(lead.api.reel.caughtUp({ until: later })).rejects.toMatchObject({ code: 'invalid_input' });
});

it('asks the database no more often for fifty entries than for one', async () => {
  const { workspace } = await lead.api.accounts.me();
  const crowd = await makeCrowd(test.ctx, workspace.id, 50);
  const { id: videoId } = await makeReadyVideo(test, mia);
  const readOf = async (people: UserId[]) => {
    const made = await makeSeries(
      `Of ${people.length}`,
      people.map((id) => ({ id })),
    );
    const edition = (await lead.api.series.editions({ id: made.id })).at(-1);
    await test.ctx.db
      .update(entries)
      .set({ answeredAt: test.clock.now(), videoId })
      .where(eq(entries.editionId, edition?.id ?? ''));
    let count = 0;
    const ask = async () => {
      count = (await lead.api.reel.edition({ id: made.id, day: edition?.day })).entries.length;
    };
    // What is prepared or remembered once is no matter of this.
    await ask();
    const statements = await statementsOf(test.ctx, ask);
    return { count, statements: statements.length };
  };
  const one = await readOf(crowd.slice(0, 1));
  const fifty = await readOf(crowd);
  expect([one.count, fifty.count]).toEqual([1, 50]);
  // What goes on besides, such as looking for events, may fall into either.
  expect(fifty.statements).toBeLessThan(one.statements + 5);
});
