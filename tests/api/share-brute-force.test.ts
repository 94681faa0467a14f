import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { VideoSlug } from '#shared/ids.ts';
import { makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { comeIn, mailedCode, makeLink } from '../support/share.ts';
import { ApiError, makeTestApp, type TestApp } from '../support/test-app.ts';

const SECRET = 'the blue door';

/** Two server processes over one database. */
let one: TestApp;
let two: TestApp;
let owner: TestPerson;
let slug: VideoSlug;
beforeAll(async () => {
  const environment = { SMTP_URL: 'smtp://127.0.0.1:9' };
  one = await makeTestApp(environment);
  two = await makeTestApp(environment, { databaseUrl: one.databaseUrl });
  owner = await setUpOwner(one);
  ({ slug } = await makeReadyVideo(one, owner));
});
beforeEach(() => {
  for (const { clock } of [one, two]) clock.advance(3_600_000);
});
afterAll(async () => {
  await two[Symbol.asyncDispose]();
  await one[Symbol.asyncDispose]();
});

/** The error codes of tries that go to both processes in turn, many at a time. */
async function tryAtBoth(count: number, attempt: (test: TestApp, index: number) => Promise<unknown>) {
  const codes: string[] = [];
  for (let from = 0; from < count; from += 10) {
    const batch = Array.from({ length: Math.min(10, count - from) }, (_, i) => from + i);
    const tried = await Promise.allSettled(batch.map((index) => attempt(index % 2 ? two : one, index)));
    codes.push(
      ...tried.map((result) =>
        result.status === 'rejected' && result.reason instanceof ApiError ? result.reason.code : 'came in',
      ),
    );
  }
  return Map.groupBy(codes, (code) => code);
}

it('of passwords is stopped across processes, also for the right one, until the wait is over', async () => {
  const { token } = await makeLink(owner, slug, { password: SECRET });
  const come = (test: TestApp, password: string) => comeIn(test, token, { name: 'Eve', password });
  const codes = await tryAtBoth(40, (test, index) => come(test, `guess number ${index}`));
  expect(codes.get('wrong_password')).toHaveLength(10);
  expect(codes.get('rate_limited')).toHaveLength(30);
  const refused = await come(two, SECRET).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'rate_limited', body: { details: { retryAfterSeconds: 900 } } });
  for (const { clock } of [one, two]) clock.advance(900_000);
  await come(one, SECRET);
});

it('of passwords does not count those who know it', async () => {
  const { token } = await makeLink(owner, slug, { password: SECRET });
  for (let guest = 0; guest < 15; guest++)
    await comeIn(guest % 2 ? two : one, token, { name: `Guest ${guest}`, password: SECRET });
  const [link] = await owner.api.shareLinks.list({ slug });
  expect(link?.guestCount).toBe(15);
});

it('of tokens is stopped across processes', async () => {
  const guess = (index: number) => `${index}`.padStart(43, 'x');
  const codes = await tryAtBoth(330, (test, index) =>
    index % 3 === 0
      ? test.browser().api.shareLinks.open({ token: guess(index), name: 'Eve' })
      : test.browser().api.shareLinks.preview({ token: guess(index) }),
  );
  expect(codes.get('not_found')).toHaveLength(300);
  expect(codes.get('rate_limited')).toHaveLength(30);
});

it('of tokens of video requests is stopped by the same count', async () => {
  const guess = (index: number) => `${index}`.padStart(43, 'y');
  const codes = await tryAtBoth(330, (test, index) => {
    const { api } = test.browser();
    if (index % 3 === 0) return api.videoRequests.open({ token: guess(index), name: 'Eve' });
    if (index % 3 === 1) return api.shareLinks.preview({ token: guess(index) });
    return api.videoRequests.preview({ token: guess(index) });
  });
  expect(codes.get('not_found')).toHaveLength(300);
  expect(codes.get('rate_limited')).toHaveLength(30);
});

it('of codes is stopped across processes: five tries a code, few codes an hour', async () => {
  const { token } = await makeLink(owner, slug, { requiresEmailCode: true });
  const email = 'vera@example.com';
  await one.browser().api.shareLinks.requestCode({ token, email });
  const code = await mailedCode(one, email);
  const wrong = code === '000000' ? '000001' : '000000';
  const come = (test: TestApp, given: string) => comeIn(test, token, { name: 'Eve', email, code: given });
  const codes = await tryAtBoth(30, (test) => come(test, wrong));
  expect(codes.get('invalid_input')).toHaveLength(10);
  expect(codes.get('rate_limited')).toHaveLength(20);
  for (const { clock } of [one, two]) clock.advance(1000);
  const mails = await tryAtBoth(10, async (test) => {
    await test.browser().api.shareLinks.requestCode({ token, email });
  });
  expect(mails.get('came in')).toHaveLength(4);
  expect(mails.get('rate_limited')).toHaveLength(6);
});
