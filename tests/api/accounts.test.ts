import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinAs, PASSWORD, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
});
afterAll(() => test[Symbol.asyncDispose]());

describe('setting up', () => {
  const input = {
    name: 'Olive Owner',
    email: 'olive@example.com',
    password: PASSWORD,
    workspaceName: 'Studio',
  };

  it('refuses short, common and personal passwords with a sentence', async () => {
    const { api } = test.browser();
    await expect(api.accounts.setUp({ ...input, password: 'short' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(api.accounts.setUp({ ...input, password: 'password123' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect((await api.accounts.system()).needsSetup).toBe(true);
  });

  it('lets one of two first visitors in, and signs them in', async () => {
    const [a, b] = [test.browser(), test.browser()];
    const results = await Promise.allSettled([
      a.api.accounts.setUp(input),
      b.api.accounts.setUp({ ...input, email: 'second@example.com' }),
    ]);
    const failed = results.filter((result) => result.status === 'rejected');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.reason).toMatchObject({ code: 'already_set_up' });
    const winner = results[0]?.status === 'fulfilled' ? a : b;
    const me = await winner.api.accounts.me();
    expect(me).toMatchObject({ role: 'owner', workspace: { name: 'Studio' } });
    owner = { ...winner, id: me.user.id, email: me.user.email };
  });

  it('has no other way to sign up', async () => {
    const answer = await test.browser().fetch('/api/auth/sign-up/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Eve', email: 'eve@example.com', password: PASSWORD }),
    });
    expect(answer.status).toBe(404);
  });
});

describe('sessions', () => {
  const signIn = (browser: ReturnType<TestApp['browser']>, email: string, password: string) =>
    browser.fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });

  it('signs in and out', async () => {
    const browser = test.browser();
    await expect(browser.api.accounts.me()).rejects.toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await signIn(browser, owner.email, 'not the password')).status).toBe(401);
    expect((await signIn(browser, owner.email, PASSWORD)).status).toBe(200);
    expect((await browser.api.accounts.me()).user.email).toBe(owner.email);
    await browser.fetch('/api/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await expect(browser.api.accounts.me()).rejects.toMatchObject({ status: 401 });
  });

  it('lists sessions and ends one at once', async () => {
    const phone = test.browser();
    await signIn(phone, owner.email, PASSWORD);
    const sessions = (await (await owner.fetch('/api/auth/list-sessions')).json()) as { token: string }[];
    const mine = (await (await phone.fetch('/api/auth/get-session')).json()) as {
      session: { token: string };
    };
    expect(sessions.map((session) => session.token)).toContain(mine.session.token);
    const revoked = await owner.fetch('/api/auth/revoke-session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: mine.session.token }),
    });
    expect(revoked.status).toBe(200);
    await expect(phone.api.accounts.me()).rejects.toMatchObject({ status: 401 });
  });

  it('stops guessing of a password across processes', async () => {
    const victim = await joinAs(test, owner, 'member', 'Vic Tim');
    const second = await makeTestApp({}, { databaseUrl: test.databaseUrl });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      const browser = (i % 2 === 0 ? test : second).browser();
      statuses.push((await signIn(browser, victim.email, `guess number ${i}`)).status);
    }
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(statuses.slice(10)).toEqual([429, 429]);
    expect((await signIn(test.browser(), victim.email, PASSWORD)).status).toBe(429);
    test.clock.advance(301_000);
    expect((await signIn(test.browser(), victim.email, PASSWORD)).status).toBe(200);
    await second[Symbol.asyncDispose]();
  });

  it('holds a changed password to the same rules', async () => {
    const member = await joinAs(test, owner, 'member', 'Chan Ger');
    const change = (newPassword: string) =>
      member.fetch('/api/auth/change-password', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ currentPassword: PASSWORD, newPassword, revokeOtherSessions: true }),
      });
    expect((await change('password123')).status).toBe(422);
    expect((await change('rather a long new one')).status).toBe(200);
    expect((await signIn(test.browser(), member.email, 'rather a long new one')).status).toBe(200);
  });
});

describe('me', () => {
  it('changes my name', async () => {
    const me = await owner.api.accounts.updateMe({ name: 'Olive O.' });
    expect(me.user.name).toBe('Olive O.');
  });
});
