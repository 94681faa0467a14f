import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remindRequests } from '#server/features/video-requests/index.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { recordTake } from '../support/video-requests.ts';

const HOUR_MS = 3_600_000;
const HOSTILE = '<img src=x onerror=alert(1)> [a](javascript:alert(1)) \u202Egnp.exe';

let test: TestApp;
let sender: TestPerson;
let mia: TestPerson;
let max: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
  sender = await setUpOwner(test);
  mia = await joinAs(test, sender, 'member', 'Mia Member');
  max = await joinAs(test, sender, 'member', 'Max Member');
});
afterAll(() => test[Symbol.asyncDispose]());

const later = (hours: number) => new Date(test.clock.now().getTime() + hours * HOUR_MS).toISOString();
async function ask(...people: TestPerson[]) {
  const { request } = await sender.api.videoRequests.create({
    title: 'Show us the new flow',
    note: 'Two minutes are enough.',
    recipientIds: people.map(({ id }) => id as never),
    dueAt: later(4),
  });
  return request;
}
/** What lies in an inbox, open or done. */
async function entries(person: TestPerson, view: 'all' | 'done' = 'all') {
  const parts = await Promise.all(
    (['asks', 'updates'] as const).map((part) => person.api.notifications.list({ view, part })),
  );
  return parts.flatMap(({ items }) => items);
}
const inbox = async (person: TestPerson, view: 'all' | 'done' = 'all') =>
  (await entries(person, view)).map(({ kind, title }) => `${kind}: ${title}`);
const refused = (code: string) => expect.objectContaining({ code });

describe('a request to members', () => {
  it('is seen by who is asked and who asks, each what is theirs', async () => {
    const request = await ask(mia, max);
    expect(request.lines.map(({ person, state }) => [person?.name, state])).toEqual([
      ['Max Member', 'asked'],
      ['Mia Member', 'asked'],
    ]);
    const [mine] = await mia.api.videoRequests.mine();
    expect(mine).toMatchObject({ id: request.id, isMine: false, link: null });
    expect(mine?.lines.map(({ person }) => person?.id)).toEqual([mia.id]);
    expect(await inbox(mia)).toContain(
      'video_requested: Olive Owner asks you for a video: “Show us the new flow”',
    );
    const mails = (await test.mails()).filter(({ to }) => to === mia.email);
    expect(mails.map(({ subject }) => subject)).toContain(
      'Olive Owner asks you for a video: “Show us the new flow”',
    );
    const other = await joinAs(test, sender, 'member', 'Nora Nobody');
    const stranger = await makeStranger(test);
    for (const { api } of [other, stranger])
      await expect(api.videoRequests.get({ id: request.id })).rejects.toEqual(refused('not_found'));
    await expect(mia.api.videoRequests.withdraw({ id: request.id })).rejects.toEqual(refused('forbidden'));
  });

  it('is answered by a video of one’s own, once; who asks is told', async () => {
    const { id } = await ask(mia);
    const { slug } = await makeReadyVideo(test, mia, { title: 'The flow' });
    const foreign = await makeReadyVideo(test, max);
    const answer = mia.api.videoRequests.answer;
    await expect(answer({ id, video: foreign.slug })).rejects.toEqual(refused('invalid_input'));
    const done = await answer({ id, video: slug, word: 'Here it is' });
    expect(done.lines[0]).toMatchObject({ state: 'answered', word: 'Here it is', video: { slug } });
    expect(await inbox(sender)).toContain(
      'video_request_answered: Mia Member answered “Show us the new flow”',
    );
    expect(await inbox(mia, 'done')).toContain(
      'video_requested: Olive Owner asks you for a video: “Show us the new flow”',
    );
    // Another tab knows nothing of it.
    const second = await makeReadyVideo(test, mia);
    await expect(answer({ id, video: second.slug })).rejects.toEqual(refused('conflict'));
    await answer({ id, video: second.slug, replaces: slug });
    const seen = await sender.api.videoRequests.get({ id });
    expect(seen.lines[0]?.video?.slug).toBe(second.slug);
  });

  it('takes one of two answers at once', async () => {
    const { id } = await ask(mia);
    const videos = await Promise.all([makeReadyVideo(test, mia), makeReadyVideo(test, mia)]);
    const tried = await Promise.allSettled(
      videos.map(({ slug }) => mia.api.videoRequests.answer({ id, video: slug })),
    );
    expect(tried.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(tried.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
  });

  it('can be declined with a word, and answered after all', async () => {
    const { id } = await ask(mia);
    const declined = await mia.api.videoRequests.answer({ id, word: HOSTILE });
    expect(declined.lines[0]).toMatchObject({ state: 'declined', word: HOSTILE });
    const { slug } = await makeReadyVideo(test, mia);
    expect((await mia.api.videoRequests.answer({ id, video: slug })).lines[0]?.state).toBe('answered');
  });

  it('is not answered by what is still being recorded, nor by what who asks can’t see', async () => {
    const { id } = await ask(mia);
    const growing = await mia.api.recordings.create({ title: 'Growing' });
    const answer = mia.api.videoRequests.answer;
    await expect(answer({ id, video: growing.slug })).rejects.toEqual(refused('conflict'));
    const space = await mia.api.spaces.create({ name: 'Mine alone', visibility: 'private' });
    const hidden = await makeReadyVideo(test, mia, { spaceId: space.id });
    await expect(answer({ id, video: hidden.slug })).rejects.toEqual(refused('invalid_input'));
    const whole = await recordTake(mia);
    expect((await answer({ id, video: whole.slug })).lines[0]?.state).toBe('answered');
  });

  it('is withdrawn once, and can’t be answered then', async () => {
    const { id } = await ask(mia);
    const { slug } = await makeReadyVideo(test, mia);
    const both = await Promise.allSettled([
      sender.api.videoRequests.withdraw({ id }),
      sender.api.videoRequests.withdraw({ id }),
    ]);
    expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { code: 'conflict' } },
    ]);
    await expect(mia.api.videoRequests.answer({ id, video: slug })).rejects.toEqual(refused('conflict'));
    expect((await mia.api.videoRequests.get({ id })).lines[0]?.state).toBe('withdrawn');
  });

  it('needs somebody who is no stranger, and a due time to come', async () => {
    const stranger = await makeStranger(test);
    const create = (more: object) => sender.api.videoRequests.create({ title: 'x', ...more });
    for (const more of [
      {},
      { recipientIds: [stranger.id] },
      { recipientIds: [sender.id] },
      { recipientIds: [mia.id], hasGuestLink: true },
      { recipientIds: [mia.id], dueAt: later(-1) },
      { recipientIds: [mia.id], dueAt: later(1), due: { kind: 'endOfWorkingDay' } },
    ])
      await expect(create(more)).rejects.toEqual(refused('invalid_input'));
  });

  it('is about a video that all of them can see', async () => {
    const { slug } = await makeReadyVideo(test, sender, { title: HOSTILE });
    const about = { title: HOSTILE, note: HOSTILE, about: slug, recipientIds: [mia.id as never] };
    const { request } = await sender.api.videoRequests.create(about);
    const seen = await mia.api.videoRequests.get({ id: request.id });
    expect(seen).toMatchObject({ title: HOSTILE, note: HOSTILE, about: { slug, title: HOSTILE } });
    const space = await sender.api.spaces.create({ name: 'Owners', visibility: 'private' });
    const hidden = await makeReadyVideo(test, sender, { spaceId: space.id });
    await expect(sender.api.videoRequests.create({ ...about, about: hidden.slug })).rejects.toEqual(
      refused('invalid_input'),
    );
  });

  it('is due in working hours of whoever is asked, and can be extended', async () => {
    const input = { title: 'In time', recipientIds: [mia.id as never] };
    const { request } = await sender.api.videoRequests.create({
      ...input,
      due: { kind: 'workingHours', hours: 4 },
    });
    const dueAt = request.lines[0]?.dueAt ?? '';
    expect(Date.parse(dueAt)).toBeGreaterThan(test.clock.now().getTime());
    const more = await sender.api.videoRequests.changeDue({
      id: request.id,
      due: { kind: 'workingHours', hours: 1 },
    });
    expect(Date.parse(more.lines[0]?.dueAt ?? '')).toBeGreaterThanOrEqual(Date.parse(dueAt) + HOUR_MS);
    expect(await inbox(mia)).toContain(
      'video_requested: Olive Owner changed until when you are to answer “In time”',
    );
    await mia.api.videoRequests.answer({ id: request.id });
    await expect(sender.api.videoRequests.changeDue({ id: request.id, dueAt: later(9) })).rejects.toEqual(
      refused('conflict'),
    );
  });
});

it('who has not answered is reminded once, in their working time, whoever looks', async () => {
  // What was asked before is over.
  for (const { id, lines } of await max.api.videoRequests.mine())
    if (lines[0]?.state === 'asked') await max.api.videoRequests.answer({ id });
  for (const { id, lines } of await mia.api.videoRequests.mine())
    if (lines[0]?.state === 'asked') await mia.api.videoRequests.answer({ id });
  const request = await ask(max);
  const answered = await ask(max);
  await max.api.videoRequests.answer({ id: answered.id });
  await remindRequests(test.ctx);
  let told = 0;
  // Two days, hour by hour, by two workers at a time.
  for (let hour = 0; hour < 48; hour++) {
    test.clock.advance(HOUR_MS);
    const counts = await Promise.all([remindRequests(test.ctx), remindRequests(test.ctx)]);
    told += counts.reduce((sum, count) => sum + count, 0);
  }
  const reminded = (await entries(max)).filter(({ kind }) => kind === 'video_request_reminder');
  expect(reminded.map(({ url }) => url.split('/').at(-1))).toEqual([request.id]);
  expect(told).toBe(1);
  expect((await max.api.videoRequests.get({ id: request.id })).lines[0]?.state).toBe('overdue');
  await max.api.videoRequests.answer({ id: request.id });
  expect((await entries(max)).some(({ url }) => url.endsWith(request.id))).toBe(false);
});

it('who is away when they would be reminded is reminded when they are back', async () => {
  const nina = await joinAs(test, sender, 'member', 'Nina Nomad');
  const { id } = await ask(nina);
  const from = new Date(test.clock.now().getTime() - 24 * HOUR_MS).toISOString().slice(0, 10);
  const to = new Date(test.clock.now().getTime() + 5 * 24 * HOUR_MS).toISOString().slice(0, 10);
  await nina.api.peopleTime.addAway({ kind: 'days', firstDay: from, lastDay: to });
  const reminded = async () =>
    (await entries(nina)).filter(({ kind, url }) => kind === 'video_request_reminder' && url.endsWith(id))
      .length;
  for (let hour = 0; hour < 4 * 24; hour++) {
    test.clock.advance(HOUR_MS);
    await remindRequests(test.ctx);
  }
  expect(await reminded()).toBe(0);
  for (let hour = 0; hour < 6 * 24; hour++) {
    test.clock.advance(HOUR_MS);
    await remindRequests(test.ctx);
  }
  expect(await reminded()).toBe(1);
});
