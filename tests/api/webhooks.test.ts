import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { videos, webhooks } from '#server/db/tables.ts';
import { completeProcessing } from '#server/features/videos/index.ts';
import { enqueueWebhooks } from '#server/features/webhooks/index.ts';
import type { JobPayload, JobRun } from '#server/queue/queue.ts';
import { SpaceId, UserId } from '#shared/ids.ts';
import { WEBHOOK_EVENTS, type NewWebhook, type WebhookEvent } from '#shared/webhooks.ts';
import { postWebhook } from '../../worker/jobs/post-webhook.ts';
import { startChatServer, type ChatServer } from '../support/chat-server.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

type Payload = JobPayload<'post-webhook'>;

let chat: ChatServer;
let test: TestApp;
let owner: TestPerson;
let member: TestPerson;
let stranger: TestPerson;
let workspaceId: string;
beforeAll(async () => {
  chat = await startChatServer();
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '100', OUTGOING_PRIVATE_HOSTS: '127.0.0.1' });
  owner = await setUpOwner(test);
  member = await joinAs(test, owner, 'member', 'Mia Member');
  stranger = await makeStranger(test);
  workspaceId = (await owner.api.accounts.me()).workspace.id;
});
afterAll(async () => {
  await test?.[Symbol.asyncDispose]();
  await chat?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  chat.posts.length = 0;
  chat.answers.clear();
  await test.ctx.db.delete(webhooks);
  await forget();
});

const forget = () => test.ctx.connection.sql`delete from pgboss.job where name = 'post-webhook'`;
const add = (more: Partial<NewWebhook> = {}) =>
  owner.api.webhooks.create({
    name: 'Team chat',
    url: `${chat.origin}/services/T000/B000/secret-part-wxyz`,
    spaceId: null,
    events: [...WEBHOOK_EVENTS],
    ...more,
  });
const waiting = async () =>
  (
    await test.ctx.connection.sql<{ data: Payload }[]>`
      select data from pgboss.job where name = 'post-webhook' order by created_on`
  ).map(({ data }) => data);

/** Runs a job as the worker does. */
const run = (payload: Payload, isLastTry = false) =>
  postWebhook(test.ctx, {
    payload,
    isLastTry,
    signal: AbortSignal.timeout(30_000),
  } as JobRun<'post-webhook'>);
async function runAll(): Promise<void> {
  for (const payload of await waiting()) await run(payload);
  await forget();
}
const shown = async () => (await owner.api.webhooks.list())[0];
const words = () => chat.posts.map(({ body }) => body.text);

describe('what happens', () => {
  it('is posted: a video that is ready, a comment, a reply, an answer to an ask', async () => {
    await add();
    const { slug, id } = await makeReadyVideo(test, owner, { title: 'Launch film' });
    await test.ctx.db.update(videos).set({ status: 'processing' }).where(eq(videos.id, id));
    await completeProcessing(
      test.ctx,
      { videoId: id, run: 0 },
      { renditions: [rendition], downloadKey: 'x' },
    );
    const thread = await member.api.comments.create({ slug, body: 'Too **loud** here', atMs: 12_000 });
    await owner.api.comments.create({
      slug,
      body: `Yes @[Mia Member](user:${member.id})`,
      parentId: thread.id,
    });
    await owner.api.acknowledgements.ask({ slug, recipientIds: [UserId.parse(member.id)] });
    await member.api.acknowledgements.answer({ slug, answer: { kind: 'cannot', note: 'I am away' } });
    await member.api.acknowledgements.acknowledge({ slug });
    await runAll();
    const video = `http://localhost/v/${slug}`;
    expect(words()).toEqual([
      `Olive Owner posted “Launch film”. <${video}|Open>`,
      `Mia Member commented on “Launch film” at 0:12: Too loud here <${video}?comment=${thread.id}|Open>`,
      expect.stringContaining('Olive Owner replied on “Launch film”: Yes @Mia Member <'),
      `Mia Member can’t answer about “Launch film”: I am away <${video}|Open>`,
      `Mia Member has acknowledged “Launch film”. <${video}|Open>`,
    ]);
    expect(chat.posts[0]).toMatchObject({
      path: '/services/T000/B000/secret-part-wxyz',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: {
        blocks: [
          {
            type: 'section',
            text: { type: 'mrkdwn', text: 'Olive Owner posted “Launch film”.', verbatim: true },
          },
          { type: 'actions', elements: [{ type: 'button', url: video }] },
        ],
      },
    });
  });

  it('is posted where it is wanted, and only if it happened', async () => {
    await add({ events: ['comment'] });
    const { slug } = await makeReadyVideo(test, owner);
    await owner.api.acknowledgements.ask({ slug, recipientIds: [UserId.parse(member.id)] });
    await member.api.acknowledgements.acknowledge({ slug });
    expect(await waiting()).toEqual([]);
    await expect(
      test.ctx.db.transaction(async (tx) => {
        await enqueueWebhooks(tx, test.ctx, {
          workspaceId,
          spaceId: null,
          kind: 'comment',
          text: 'x',
          url: 'http://x',
        });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await waiting()).toEqual([]);
    // Sent twice, it is one comment.
    const id = crypto.randomUUID();
    for (let i = 0; i < 2; i++) await member.api.comments.create({ slug, id, body: 'Once', atMs: 0 });
    expect(await waiting()).toHaveLength(1);
  });

  it('in a private space is told there alone, and nothing is told to another workspace', async () => {
    const make = (name: string, visibility: 'open' | 'private') =>
      owner.api.spaces.create({ name, visibility, memberIds: [] });
    const [secret, open] = [await make('Secret', 'private'), await make('Open', 'open')];
    const all = await add({ name: 'all' });
    const ofSecret = await add({ name: 'secret', spaceId: secret.id });
    const ofOpen = await add({ name: 'open', spaceId: open.id });
    await stranger.api.webhooks.create({
      name: 'x',
      url: 'https://hooks.example.com/x',
      spaceId: null,
      events: ['comment'],
    });
    const told = async (spaceId: string | null) => {
      const message = { workspaceId, spaceId, kind: 'comment' as WebhookEvent, text: 'x', url: 'http://x' };
      await test.ctx.db.transaction((tx) => enqueueWebhooks(tx, test.ctx, message));
      const ids = (await waiting()).map(({ webhookId }) => webhookId);
      await forget();
      return ids.toSorted();
    };
    expect(await told(secret.id)).toEqual([ofSecret.id]);
    expect(await told(open.id)).toEqual([all.id, ofOpen.id].toSorted());
    expect(await told(null)).toEqual([all.id]);
  });

  it('calls nobody and makes no links of its own', async () => {
    await add();
    const { slug } = await makeReadyVideo(test, owner, {
      title: '<!channel> & <https://evil.example|our site>',
    });
    await member.api.comments.create({ slug, body: '<@U123> <!here|x> a & b', atMs: null });
    await runAll();
    const [post] = chat.posts;
    const text = post?.body.text ?? '';
    expect(text).toContain('“&lt;!channel&gt; &amp; &lt;https://evil.example|our site&gt;”');
    expect(text).toContain('&lt;@U123&gt; &lt;!here|x&gt; a &amp; b');
    expect(text.match(/<[^>]*>/g)).toEqual([
      expect.stringMatching(/^<http:\/\/localhost\/v\/[^|>]*\|Open>$/),
    ]);
    expect(JSON.stringify(post?.body.blocks)).not.toMatch(/<[!@h]/);
  });
});

describe('a chat that does not take it', () => {
  const message = { text: 'x', url: 'http://localhost/v/x' };

  it('is asked again, and the failure shown; after the last try as lost, until one arrives', async () => {
    const { id } = await add({ url: `${chat.origin}/busy` });
    for (const status of [500, 503, 429, 408]) {
      chat.answers.set('/busy', status);
      await expect(run({ webhookId: id, ...message })).rejects.toThrow(String(status));
    }
    expect(await shown()).toMatchObject({
      lostCount: 0,
      lastSuccessAt: null,
      lastError: expect.stringContaining('408'),
    });
    await run({ webhookId: id, ...message }, true);
    await run({ webhookId: id, ...message }, true);
    expect(await shown()).toMatchObject({ lostCount: 2, lastFailureAt: '2026-03-02T10:00:00.000Z' });
    chat.answers.clear();
    await run({ webhookId: id, ...message });
    expect(await shown()).toMatchObject({ lostCount: 0, lastSuccessAt: '2026-03-02T10:00:00.000Z' });
  });

  it.each([400, 401, 403, 404, 410, 302, 307])('for good (%i) is not asked again', async (status) => {
    const { id } = await add({ url: `${chat.origin}/gone` });
    chat.answers.set('/gone', status);
    await run({ webhookId: id, ...message });
    expect(await shown()).toMatchObject({ lostCount: 1, lastError: expect.stringContaining(`(${status})`) });
    expect(chat.posts.map(({ path }) => path)).toEqual(['/gone']);
  });

  it('any more is left alone', async () => {
    const { id } = await add();
    await owner.api.webhooks.remove({ id });
    await run({ webhookId: id, ...message });
    expect(chat.posts).toEqual([]);
  });
});

describe('the list', () => {
  it('hides the secret, and tests at once', async () => {
    const { id } = await add();
    const text = await (await owner.fetch('/api/webhooks')).text();
    expect(text).toContain(`"address":"${chat.origin}/…wxyz"`);
    expect(text).not.toContain('B000');
    expect(await owner.api.webhooks.test({ id })).toMatchObject({
      lastSuccessAt: '2026-03-02T10:00:00.000Z',
    });
    expect(words()[0]).toContain('Olive Owner sends a test');
    chat.answers.set('/services/T000/B000/secret-part-wxyz', 404);
    expect((await owner.api.webhooks.test({ id })).lastError).toContain('does not exist any more');
  });

  it.each([
    'http://hooks.example.com/x',
    'https://10.1.2.3/x',
    'https://localhost/x',
    'https://[::ffff:127.0.0.1]/x',
    'ftp://hooks.example.com/x',
  ])('takes no %s', async (url) => {
    await expect(add({ url })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('reaches nothing inside by a name that leads there', async () => {
    const strict = await makeTestApp({}, { databaseUrl: test.databaseUrl });
    const { id } = await add();
    await expect(
      postWebhook(strict.ctx, {
        payload: { webhookId: id, text: 'x', url: 'http://x' },
        isLastTry: false,
        signal: AbortSignal.timeout(30_000),
      } as JobRun<'post-webhook'>),
    ).rejects.toThrow('not on the public internet');
    expect(chat.posts).toEqual([]);
    await strict[Symbol.asyncDispose]();
  });

  it('is the workspace’s own, and its admins’', async () => {
    const { id } = await add();
    expect(await stranger.api.webhooks.list()).toEqual([]);
    for (const call of [stranger.api.webhooks.test, stranger.api.webhooks.remove])
      await expect(call({ id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(member.api.webhooks.list()).rejects.toMatchObject({ code: 'forbidden' });
    const privateSpace = await member.api.spaces.create({
      name: 'Mine',
      visibility: 'private',
      memberIds: [],
    });
    await expect(add({ spaceId: SpaceId.parse(privateSpace.id) })).rejects.toMatchObject({
      code: 'not_found',
    });
    const removed = await Promise.allSettled([1, 2].map(() => owner.api.webhooks.remove({ id })));
    expect(removed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

const rendition = {
  name: '720p',
  key: 'x',
  width: 1280,
  height: 720,
  bitrate: 1,
  codecs: 'avc1',
  sizeBytes: 1,
  initLength: 1,
  segments: [],
};
