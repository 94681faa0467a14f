import { afterAll, beforeAll, expect, it } from 'vitest';
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
