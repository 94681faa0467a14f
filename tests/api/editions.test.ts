import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { notifications, videos } from '#server/db/tables.ts';
import { deliverDue } from '#server/features/notifications/index.ts';
import { planEditions, runCycle } from '#server/features/series/index.ts';
import { saveTranscript } from '#server/features/transcripts/index.ts';
import { UserId, type EditionId, type VideoSlug } from '#shared/ids.ts';
import { mentionText } from '#shared/mentions.ts';
import type { Series } from '#shared/series.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { startSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const HOUR_MS = 3_600_000;
const [DONE, NEXT, MOOD] = [randomUUID(), randomUUID(), randomUUID()];

let test: TestApp;
let smtp: SmtpInbox;
let lead: TestPerson;
let mia: TestPerson;
let ben: TestPerson;
let series: Series;
let edition: EditionId;

beforeAll(async () => {
  smtp = await startSmtpInbox();
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '20', SMTP_URL: smtp.url });
  const owner = await setUpOwner(test);
  lead = await joinAs(test, owner, 'member', 'Lea Lead');
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  ben = await joinAs(test, owner, 'member', 'Ben Berlin');
});
afterAll(async () => {
  await test?.[Symbol.asyncDispose]();
  await smtp?.[Symbol.asyncDispose]();
});

const tick = async () => {
  await planEditions(test.ctx);
  await runCycle(test.ctx);
};
/** An edition that is open, due tomorrow. */
beforeEach(async () => {
  if (series) await lead.api.series.remove({ id: series.id });
  const at = (days: number) =>
    new Date(test.clock.now().getTime() + days * 24 * HOUR_MS).toISOString().slice(0, 10);
  series = await lead.api.series.create({
    title: 'Weekly',
    rule: 'FREQ=DAILY;COUNT=1',
    startsOn: at(1),
    dueTime: '12:00',
    timeZone: 'UTC',
    leadHours: 48,
    graceHours: 24,
    prompts: [
      { id: DONE, text: 'What is done?', kind: 'video' },
      { id: NEXT, text: 'What is next?', kind: 'video' },
      { id: MOOD, text: 'How is it going?', kind: 'light' },
    ],
    participantIds: [UserId.parse(mia.id), UserId.parse(ben.id)],
    observerIds: [UserId.parse(lead.id)],
  });
  await tick();
  const [first] = await lead.api.series.editions({ id: series.id });
  if (!first) throw new Error('no edition');
  edition = first.id;
});

async function goPastClosing(): Promise<void> {
  const { entries } = await lead.api.series.edition({ id: edition });
  const closesAt = Math.max(...entries.map((entry) => Date.parse(entry.closesAt)));
  test.clock.advance(closesAt + HOUR_MS - test.clock.now().getTime());
}

async function say(videoId: string, text: string): Promise<void> {
  const [row] = await test.ctx.db.select().from(videos).where(eq(videos.id, videoId));
  const words = text.split(' ').map((word, i) => ({ text: word, startMs: i * 500, endMs: i * 500 + 500 }));
  const segments = [{ text, words, startMs: 0, endMs: words.length * 500 }];
  await saveTranscript(
    test.ctx,
    { videoId, run: row?.processingRun ?? 0 },
    { driver: 'test', language: 'en', segments },
  );
}
const SAID = 'We shipped the login page. Tomorrow comes the export.';

async function miaAnswers(spaceId?: string): Promise<VideoSlug> {
  const { slug, id } = await makeReadyVideo(test, mia, spaceId === undefined ? {} : { spaceId });
  await say(id, SAID);
  await mia.api.series.answer({
    id: edition,
    video: slug,
    answers: [
      { promptId: DONE, atMs: 0 },
      { promptId: NEXT, atMs: 2500 },
      { promptId: MOOD, light: 'green' },
    ],
  });
  return slug;
}
const benAnswers = () =>
  ben.api.series.answer({
    id: edition,
    answers: [
      { promptId: DONE, text: '[The backup](https://evil.example) is tested now.' },
      { promptId: MOOD, light: 'red' },
    ],
  });

it('is rolled up from what is said and written, as far as it is known', async () => {
  const slug = await miaAnswers();
  await benAnswers();
  const { sections, transcribing } = await lead.api.editions.rollUp({ id: edition });
  expect(transcribing).toBe(0);
  expect(sections.map(({ prompt }) => prompt?.text)).toEqual([
    'What is done?',
    'What is next?',
    'How is it going?',
  ]);
  expect(sections[0]?.quotes).toMatchObject([
    { person: { name: 'Mia Member' }, text: 'We shipped the login page.', video: slug, atMs: 0 },
    { person: { name: 'Ben Berlin' }, video: null, atMs: null },
  ]);
  expect(sections[1]?.quotes).toMatchObject([{ text: 'Tomorrow comes the export.', atMs: 2500 }]);
  expect(sections[2]?.counts.map(({ value, people }) => [value, people.length])).toEqual([
    ['green', 1],
    ['red', 1],
  ]);
  const stranger = await makeStranger(test);
  await expect(stranger.api.editions.rollUp({ id: edition })).rejects.toMatchObject({ code: 'not_found' });
});

it('shows where something is said about a video, at the video', async () => {
  const slug = await miaAnswers();
  const { id } = await ben.api.comments.create({ slug, body: 'Which page?', atMs: 1000 });
  await mia.api.comments.create({ slug, body: 'The login.', parentId: id });
  expect((await lead.api.editions.comments({ id: edition })).spoken).toEqual([
    { personId: mia.id, slug, moments: [{ atMs: 1000, comments: 2 }] },
  ]);
  await ben.api.comments.remove({ id });
  expect((await lead.api.editions.comments({ id: edition })).spoken).toEqual([
    { personId: mia.id, slug, moments: [] },
  ]);
});

it('says what is still being transcribed', async () => {
  const { slug } = await makeReadyVideo(test, mia);
  await mia.api.series.answer({ id: edition, video: slug, answers: [{ promptId: MOOD, light: 'green' }] });
  expect(await lead.api.editions.rollUp({ id: edition })).toMatchObject({ transcribing: 1 });
});

it('quotes nothing of a video that its reader may not see', async () => {
  const space = await mia.api.spaces.create({ name: `Quiet ${randomUUID()}`, visibility: 'private' });
  await miaAnswers(space.id);
  const quotesFor = async (person: TestPerson) => {
    const { sections } = await person.api.editions.rollUp({ id: edition });
    return sections.flatMap(({ quotes }) => quotes).length;
  };
  expect(await quotesFor(mia)).toBe(2);
  expect(await quotesFor(ben)).toBe(0);
  await goPastClosing();
  await tick();
  const [notice] = await told(lead, 'edition_closed');
  expect(notice?.text).toContain('1 green: Mia Member');
  expect(notice?.text).not.toContain('login');
});

it('is exported as Markdown in which nothing that was written is more than text', async () => {
  const slug = await miaAnswers();
  await benAnswers();
  await lead.api.series.update({ id: series.id, title: 'Week/ly "a"\r\n' });
  const answer = await lead.fetch(`/api/editions/${edition}/export.md`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="Week-ly _a_ \d{4}-\d\d-\d\d\.md"/,
  );
  const markdown = await answer.text();
  expect(markdown).toContain(`[0:02](<http://localhost/v/${slug}?t=2.5>)`);
  expect(markdown).toContain(String.raw`\[The backup\]\(https\:\/\/evil\.example\) is tested now\.`);
  const stranger = await makeStranger(test);
  expect((await stranger.fetch(`/api/editions/${edition}/export.md`)).status).toBe(404);
  // Programs find it in the document of the API.
  const { paths } = (await (await lead.fetch('/api/openapi.json')).json()) as {
    paths: Record<string, unknown>;
  };
  expect(paths).toHaveProperty(['/editions/{id}/export.md']);
});

const told = (person: TestPerson, kind: string) =>
  test.ctx.db
    .select()
    .from(notifications)
    .where(eq(notifications.recipientId, person.id))
    .then((rows) => rows.filter((row) => row.kind === kind && row.url.includes(series.id)));

it('is told once when it closes: in short, with who is missing', async () => {
  await miaAnswers();
  await goPastClosing();
  await tick();
  await tick();
  for (const person of [lead, mia, ben]) expect(await told(person, 'edition_closed')).toHaveLength(1);
  const [notice] = await told(lead, 'edition_closed');
  expect(notice?.title).toContain('1 of 2 answered');
  expect(notice?.text).toBe(
    [
      'What is done?\n• Mia Member (0:00): We shipped the login page.',
      'What is next?\n• Mia Member (0:02): Tomorrow comes the export.',
      'How is it going?\n1 green: Mia Member',
      'Missing: Ben Berlin',
    ].join('\n\n'),
  );
});

/** Quoted-printable as it was before. */
const unfolded = (mail: string) =>
  mail
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)));

it('reaches each by one mail in their working hours, with the same in plain text and HTML', async () => {
  await miaAnswers();
  await benAnswers();
  await goPastClosing();
  // Nobody's bundle is due at once; at Lea's it is night.
  await lead.api.peopleTime.update({ timeZone: 'America/Los_Angeles' });
  await tick();
  await tick();
  const deliver = () => deliverDue(test.ctx, new AbortController().signal);
  const told = () =>
    smtp.mails
      .map(({ to, text }) => ({ to, text: unfolded(text) }))
      .filter(({ text }) => text.includes(series.id) && text.includes('We shipped'));
  await deliver();
  expect(told()).toEqual([]);
  const hours: string[] = [];
  for (let step = 0; step < 4 * 96; step++) {
    test.clock.advance(HOUR_MS / 4);
    const before = told().filter(({ to }) => to === lead.email).length;
    await Promise.all([deliver(), deliver()]);
    const isNew = told().filter(({ to }) => to === lead.email).length > before;
    if (isNew)
      hours.push(
        new Intl.DateTimeFormat('en-GB', {
          timeZone: 'America/Los_Angeles',
          hour: '2-digit',
          hourCycle: 'h23',
        }).format(test.clock.now()),
      );
  }
  expect(hours).toHaveLength(1);
  expect(Number(hours[0])).toBeGreaterThanOrEqual(8);
  expect(Number(hours[0])).toBeLessThan(18);
  const mails = told();
  expect(mails.map(({ to }) => to).toSorted()).toEqual([lead.email, mia.email, ben.email].toSorted());
  for (const { text } of mails) {
    expect(text).toContain('multipart/alternative');
    expect(text.split('We shipped the login page.').length).toBeGreaterThanOrEqual(3);
    expect(text).not.toContain('href="https://evil.example');
    expect(text).toContain('Watch the updates');
  }
});

it('is discussed: each thread is about one answer, and tells whom it concerns once', async () => {
  await benAnswers();
  const commentId = randomUUID();
  const place = { id: edition, personId: UserId.parse(ben.id), promptId: DONE };
  const body = `How long does it take, ${mentionText({ id: lead.id, name: 'Lea Lead' })}?`;
  const sent = await mia.api.editions.comment({ ...place, commentId, body });
  expect(await mia.api.editions.comment({ ...place, commentId, body })).toEqual(sent);
  expect((await ben.api.editions.comments({ id: edition })).comments).toMatchObject([
    { id: commentId, personId: ben.id, promptId: DONE, body, author: { name: 'Mia Member' }, canEdit: false },
  ]);
  expect(await told(lead, 'mentioned')).toMatchObject([{ text: 'How long does it take, @Lea Lead?' }]);
  expect(await told(ben, 'replied')).toMatchObject([
    { title: 'Mia Member commented on your answer in “Weekly”' },
  ]);
  await ben.api.editions.comment({ ...place, body: 'Ten minutes.' });
  expect(await told(mia, 'replied')).toHaveLength(1);
  expect(await told(ben, 'replied')).toHaveLength(1);
});

it('keeps comments to who may write, change and delete them', async () => {
  await benAnswers();
  const place = { id: edition, personId: UserId.parse(ben.id), promptId: DONE };
  await expect(
    mia.api.editions.comment({ ...place, promptId: randomUUID(), body: 'x' }),
  ).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(
    mia.api.editions.comment({ ...place, personId: UserId.parse(mia.id), body: 'x' }),
  ).rejects.toMatchObject({ code: 'not_found' });
  const { id } = await mia.api.editions.comment({ ...place, body: 'One' });
  await expect(ben.api.editions.updateComment({ id, body: 'Mine', revision: 1 })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(ben.api.editions.removeComment({ id })).rejects.toMatchObject({ code: 'forbidden' });
  const stranger = await makeStranger(test);
  await expect(stranger.api.editions.comment({ ...place, body: 'x' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(stranger.api.editions.removeComment({ id })).rejects.toMatchObject({ code: 'not_found' });
  expect(await mia.api.editions.updateComment({ id, body: 'Two', revision: 1 })).toMatchObject({
    body: 'Two',
    revision: 2,
  });
  await expect(mia.api.editions.updateComment({ id, body: 'Three', revision: 1 })).rejects.toMatchObject({
    code: 'conflict',
  });
  await mia.api.editions.removeComment({ id });
  expect((await mia.api.editions.comments({ id: edition })).comments).toEqual([]);
  await expect(mia.api.editions.removeComment({ id })).rejects.toMatchObject({ code: 'not_found' });
  await mia.api.editions.restoreComment({ id });
  await expect(mia.api.editions.restoreComment({ id })).rejects.toMatchObject({ code: 'conflict' });
  expect((await mia.api.editions.comments({ id: edition })).comments).toHaveLength(1);
});

it('keeps a private series, and what is said in it, among those who see it', async () => {
  const space = await lead.api.spaces.create({ name: `Own ${randomUUID()}`, visibility: 'private' });
  const { id: _, rotation: __, ...rest } = series;
  const hidden = await lead.api.series.create({
    ...rest,
    spaceId: space.id,
    participantIds: [UserId.parse(mia.id)],
    observerIds: [],
  });
  await tick();
  const [first] = await lead.api.series.editions({ id: hidden.id });
  const id = first?.id ?? edition;
  await mia.api.series.answer({
    id,
    answers: [
      { promptId: DONE, text: 'All.' },
      { promptId: MOOD, light: 'red' },
    ],
  });
  const place = { id, personId: UserId.parse(mia.id), promptId: DONE };
  const body = `${mentionText({ id: ben.id, name: 'Ben Berlin' })} look`;
  const comment = await lead.api.editions.comment({ ...place, body });
  const refused = [
    () => ben.api.editions.comments({ id }),
    () => ben.api.editions.rollUp({ id }),
    () => ben.api.editions.comment({ ...place, body: 'x' }),
    () => ben.api.editions.restoreComment({ id: comment.id }),
  ];
  for (const call of refused) await expect(call()).rejects.toMatchObject({ code: 'not_found' });
  const rows = await test.ctx.db.select().from(notifications).where(eq(notifications.recipientId, ben.id));
  expect(rows.some(({ url }) => url.includes(hidden.id))).toBe(false);
});
