import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publish } from '#server/events/publish.ts';
import { liveEvents } from '#server/events/tables.ts';
import type { HeardEvent } from '#shared/events.ts';
import { SpaceId } from '#shared/ids.ts';
import { listen } from '../support/live-page.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let one: TestApp;
let two: TestApp;
let owner: TestPerson;
beforeAll(async () => {
  one = await makeTestApp();
  two = await makeTestApp({}, { databaseUrl: one.databaseUrl, systemClock: true });
  owner = await setUpOwner(one);
});
afterAll(async () => {
  await two[Symbol.asyncDispose]();
  await one[Symbol.asyncDispose]();
});

it('reaches pages of other server processes, catches up after a gap, and keeps to who may see it', async () => {
  const member = await joinAs(one, owner, 'member');
  const stranger = await makeStranger(one);
  const hidden = await owner.api.spaces.create({ name: 'Private', visibility: 'private', memberIds: [] });
  const { slug } = await makeReadyVideo(one, owner);
  const secret = await makeReadyVideo(one, owner, { spaceId: hidden.id });

  // The member's page is open on the second process, with the cookie of the first.
  const cookieFetch: TestPerson['fetch'] = async (path, init) => {
    const seen = await member.fetch('/healthz');
    expect(seen.ok).toBe(true);
    return two.app.request(
      new Request(`http://localhost${path}`, {
        ...init,
        headers: { ...(init?.headers as Record<string, string>), cookie: await cookieOf(member) },
      }),
    );
  };
  const page = listen({ fetch: cookieFetch });
  const foreign = listen(stranger);
  await Promise.all([page.opened, foreign.opened]);
  await owner.api.comments.create({ slug, body: 'live', atMs: 1000 });
  await expect.poll(() => page.text(), { timeout: 5000 }).toContain('"type":"comment.changed"');
  await owner.api.comments.create({ slug: secret.slug, body: 'hidden', atMs: 1000 });
  await owner.api.comments.create({ slug, body: 'marker', atMs: 2000 });
  await expect.poll(() => page.text().match(/comment\.changed/g)?.length, { timeout: 5000 }).toBe(2);
  expect(page.text()).not.toContain(secret.slug);
  expect(foreign.text()).not.toContain('comment.changed');

  const last = page.events().at(-1) ?? '';
  page.close();
  await owner.api.comments.create({ slug, body: 'missed', atMs: 3000 });
  const again = listen(member, last);
  await again.opened;
  await expect
    .poll(() => again.events().some((id) => Number(id) > Number(last)), { timeout: 5000 })
    .toBe(true);
  again.close();
  foreign.close();
});

it('brings the comment as its viewer sees it', async () => {
  const member = await joinAs(one, owner, 'member');
  const { slug } = await makeReadyVideo(one, owner);
  const [mine, other] = [listen(owner), listen(member)];
  await Promise.all([mine.opened, other.opened]);
  const { id } = await owner.api.comments.create({ slug, body: 'All in one', atMs: 1000 });
  await expect.poll(() => heard(mine.text()), { timeout: 5000 }).toHaveLength(1);
  await expect.poll(() => heard(other.text()), { timeout: 5000 }).toHaveLength(1);
  const asListed = await member.api.comments.get({ id });
  expect(heard(other.text())).toMatchObject([{ commentId: id, comment: asListed }]);
  expect(heard(mine.text())).toMatchObject([{ comment: { body: 'All in one', canEdit: true } }]);
  expect(asListed.canEdit).toBe(false);
  await owner.api.comments.remove({ id });
  await expect.poll(() => heard(other.text()), { timeout: 5000 }).toHaveLength(2);
  expect(heard(other.text())[1]?.comment).toBeUndefined();
  mine.close();
  other.close();
});

it('tells every event of a burst once, and none of a transaction that is rolled back', async () => {
  const { slug } = await makeReadyVideo(one, owner);
  const page = listen(owner);
  await page.opened;
  const failing = one.ctx.db.transaction(async (tx) => {
    await publish(tx, await workspaceOf(owner), { type: 'members.changed' });
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  const ids = await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      return (await owner.api.comments.create({ slug, body: `Burst ${i} ${'x'.repeat(500)}`, atMs: i })).id;
    }),
  );
  await expect.poll(() => heard(page.text()).length, { timeout: 5000 }).toBeGreaterThanOrEqual(60);
  expect(
    heard(page.text())
      .map((event) => event.commentId)
      .toSorted(),
  ).toEqual(ids.toSorted());
  expect(page.text()).not.toContain('members.changed');
  page.close();
});

it('tells a page what has happened since it began to ask, before its stream stood', async () => {
  const { slug } = await makeReadyVideo(one, owner);
  const page = listen(owner);
  await page.opened;
  const { id } = await owner.api.comments.create({ slug, body: 'In between', atMs: 0 });
  // Whoever listens now has heard it.
  await expect.poll(() => page.text(), { timeout: 5000 }).toContain(id);
  const [late, early] = [listen(owner, undefined, '/events'), listen(owner, undefined, '/events?age=500')];
  await expect.poll(() => early.text(), { timeout: 5000 }).toContain(id);
  expect(late.text()).not.toContain(id);
  for (const one of [page, late, early]) one.close();
});

it('finds events whose writer ended before it could announce them', async () => {
  const page = listen(owner);
  await page.opened;
  const workspaceId = await workspaceOf(owner);
  const spaceId = SpaceId.parse(randomUUID());
  await one.ctx.db.insert(liveEvents).values({ workspaceId, event: { type: 'space.changed', spaceId } });
  await expect.poll(() => page.text(), { timeout: 8000 }).toContain(spaceId);
  page.close();
});

const workspaceOf = async (person: TestPerson) => (await person.api.accounts.me()).workspace.id;

/** The events about comments in the text of a stream. */
function heard(text: string): Extract<HeardEvent, { type: 'comment.changed' }>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)) as HeardEvent)
    .filter((event) => event.type === 'comment.changed');
}

it('needs a sign-in', async () => {
  expect((await one.browser().fetch('/events')).status).toBe(401);
});

/** The session cookie of a test browser, read back by signing a request through a probe route. */
async function cookieOf(person: TestPerson): Promise<string> {
  let cookie = '';
  await person.api.accounts.me();
  const original = one.app.request.bind(one.app);
  one.app.request = (async (input: Request) => {
    cookie = input.headers.get('cookie') ?? '';
    return original(input);
  }) as typeof one.app.request;
  await person.fetch('/healthz');
  one.app.request = original;
  return cookie;
}
