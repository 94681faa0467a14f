import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { videos } from '#server/db/tables.ts';
import type { Annotation } from '#shared/annotations.ts';
import { mentionText } from '#shared/mentions.ts';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let author: TestPerson;
let member: TestPerson;
let stranger: TestPerson;
let slug: VideoSlug;
let videoId: string;
beforeAll(async () => {
  test = await makeTestApp();
  const owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  member = await joinAs(test, owner, 'member', 'Mia Member');
  stranger = await makeStranger(test);
});
beforeEach(async () => {
  ({ slug, id: videoId } = await makeReadyVideo(test, author));
});
afterAll(() => test[Symbol.asyncDispose]());

const INK: Annotation = [
  {
    id: randomUUID(),
    tool: 'box',
    colour: 'red',
    width: 0.006,
    points: [
      [0.25, 0.25, 0.5],
      [0.75, 0.5, 0.5],
    ],
    text: '',
  },
];
const say = (
  person: TestPerson,
  more: Partial<Parameters<TestPerson['api']['comments']['create']>[0]> = {},
) => person.api.comments.create({ slug, body: 'Look here', atMs: 3000, ...more });

describe('where a thread is pinned', () => {
  it('may be a range with ink and words of the transcript', async () => {
    const made = await say(member, { endMs: 5000, quote: 'as I said', ink: INK, label: 'must_fix' });
    const [listed] = await author.api.comments.list({ slug });
    expect(listed).toEqual({ ...made, canEdit: false, canRemove: false });
    expect(listed).toMatchObject({
      atMs: 3000,
      endMs: 5000,
      quote: 'as I said',
      ink: INK,
      label: 'must_fix',
    });
  });

  it('may be a drawing without a word, but not nothing at all', async () => {
    const { id } = await say(member, { body: '', ink: INK });
    const update = (revision: number, more: { ink?: Annotation }) =>
      member.api.comments.update({ id, body: '', revision, ...more });
    expect(await update(1, {})).toMatchObject({ body: '', ink: INK });
    await expect(update(2, { ink: [] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(say(member, { body: ' ' })).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await author.api.comments.get({ id })).revision).toBe(2);
  });

  it('must make sense', async () => {
    await expect(say(member, { endMs: 2000 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(say(member, { endMs: 999_999 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(say(member, { atMs: null, ink: INK })).rejects.toMatchObject({ code: 'invalid_input' });
    const { id } = await say(member);
    await expect(say(member, { parentId: id, label: 'nit' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const far = [{ ...INK[0], points: [[9, 9, 0.5]] }] as Annotation;
    await expect(say(member, { ink: far })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('an edit', () => {
  it('keeps what was said before, and changes the ink', async () => {
    const first = await say(member, { ink: INK });
    test.clock.advance(60_000);
    const second = await member.api.comments.update({
      id: first.id,
      body: 'Look there',
      ink: [],
      revision: 1,
    });
    expect(second).toMatchObject({ revision: 2, ink: [] });
    await member.api.comments.update({ id: first.id, body: 'Nowhere', revision: 2 });
    const history = await author.api.comments.history({ id: first.id });
    expect(history.map(({ revision, body }) => [revision, body])).toEqual([
      [3, 'Nowhere'],
      [2, 'Look there'],
      [1, 'Look here'],
    ]);
    expect(history[2]?.writtenAt).toBe(first.createdAt);
    await expect(stranger.api.comments.history({ id: first.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('of two at the same time one is told, and neither is lost', async () => {
    const { id } = await say(member);
    const results = await Promise.allSettled(
      ['one', 'two', 'three'].map((body) => member.api.comments.update({ id, body, revision: 1 })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await member.api.comments.history({ id })).toHaveLength(2);
  });
});

describe('a thread', () => {
  it('is labelled, assigned and dated; what is left out stays', async () => {
    const { id } = await say(member);
    const assigneeId = UserId.parse(author.id);
    const dueAt = '2030-05-01T12:00:00.000Z';
    await author.api.comments.triage({ id, label: 'question', assigneeId });
    await member.api.comments.triage({ id, dueAt });
    expect((await author.api.comments.list({ slug }))[0]).toMatchObject({
      label: 'question',
      assignee: { id: author.id },
      dueAt,
    });
    expect(await member.api.comments.triage({ id, assigneeId: null })).toMatchObject({
      label: 'question',
      assignee: null,
      dueAt,
    });
  });

  it('is assigned to nobody who can’t see it', async () => {
    const { id } = await say(member);
    const assigneeId = UserId.parse(stranger.id);
    await expect(author.api.comments.triage({ id, assigneeId })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(stranger.api.comments.triage({ id, label: 'nit' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const reply = await author.api.comments.create({ slug, body: 'Yes', parentId: id });
    await expect(author.api.comments.triage({ id: reply.id, label: 'nit' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

it('a reaction is given once and taken back', async () => {
  const { id } = await say(member);
  const react = (person: TestPerson, isOn: boolean) => person.api.comments.react({ id, emoji: '🎉', isOn });
  await Promise.all([react(author, true), react(author, true), react(member, true)]);
  const [given] = await author.api.comments.list({ slug });
  expect(given?.reactions).toHaveLength(1);
  expect(given?.reactions[0]?.people.map((person) => person.id).toSorted()).toEqual(
    [author.id, member.id].toSorted(),
  );
  await react(author, false);
  expect((await react(member, false)).reactions).toEqual([]);
  await expect(react(stranger, true)).rejects.toMatchObject({ code: 'not_found' });
});

describe('naming somebody', () => {
  it('mails them once, and nobody who can’t see the video', async () => {
    const before = (await test.mails()).length;
    const body = `${mentionText({ id: author.id, name: 'Art Author' })} and ${mentionText({ id: stranger.id, name: 'Sam' })}`;
    const made = await say(member, { body });
    expect(made.mentions).toEqual([author.id, stranger.id]);
    await member.api.comments.update({ id: made.id, body: `${body}!`, revision: 1 });
    const sent = (await test.mails()).slice(before);
    expect(sent.map(({ to }) => to)).toEqual([author.email]);
    expect(sent[0]?.text).toContain('@Art Author and @Sam');
    expect(sent[0]?.text).toContain(`?comment=${made.id}`);
  });

  it('in a private space reaches its members alone', async () => {
    const space = await author.api.spaces.create({ name: `Private ${randomUUID()}`, visibility: 'private' });
    await test.ctx.db.update(videos).set({ spaceId: space.id }).where(eq(videos.id, videoId));
    const before = (await test.mails()).length;
    await say(author, { body: mentionText({ id: member.id, name: 'Mia Member' }) });
    expect((await test.mails()).slice(before)).toEqual([]);
  });
});
