import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shareGuests, shareLinks, users } from '#server/db/tables.ts';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import {
  joinAs,
  makeReadyVideo,
  makeStranger,
  PASSWORD,
  setUpOwner,
  type TestPerson,
} from '../support/factories.ts';
import { comeIn, mailedCode, makeLink } from '../support/share.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const MINUTE = 60_000;
const SECRET = 'the blue door';

let test: TestApp;
/** The same, where mail can be sent. */
let mailing: TestApp;
let owner: TestPerson;
let author: TestPerson;
let member: TestPerson;
let stranger: TestPerson;
let slug: VideoSlug;
beforeAll(async () => {
  test = await makeTestApp({ RATE_LIMIT_FACTOR: '10' });
  mailing = await makeTestApp({ SMTP_URL: 'smtp://127.0.0.1:9' }, { databaseUrl: test.databaseUrl });
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  member = await joinAs(test, owner, 'member', 'Mia Member');
  stranger = await makeStranger(test);
});
beforeEach(async () => {
  ({ slug } = await makeReadyVideo(test, author, { title: 'The update' }));
});
afterAll(async () => {
  await mailing[Symbol.asyncDispose]();
  await test[Symbol.asyncDispose]();
});

describe('a share link', () => {
  it('is made by those who may edit the video, shown once, and stored as a hash', async () => {
    const { link, token, url } = await makeLink(author, slug);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(url).toBe(`http://localhost/s/${token}`);
    const [row] = await test.ctx.db.select().from(shareLinks).where(eq(shareLinks.id, link.id));
    expect(row?.tokenHash).toBe(createHash('sha256').update(token).digest('hex'));
    expect(JSON.stringify([row, await owner.api.shareLinks.list({ slug })])).not.toContain(token);
    for (const [person, code] of [
      [member, 'forbidden'],
      [stranger, 'not_found'],
    ] as const) {
      await expect(makeLink(person, slug)).rejects.toMatchObject({ code });
      await expect(person.api.shareLinks.list({ slug })).rejects.toMatchObject({ code });
      for (const call of ['revoke', 'guests'] as const)
        await expect(person.api.shareLinks[call]({ id: link.id })).rejects.toMatchObject({ code });
      await expect(person.api.shareLinks.update({ id: link.id, label: 'x' })).rejects.toMatchObject({ code });
    }
    const past = new Date(test.clock.now().getTime() - 1).toISOString();
    await expect(makeLink(author, slug, { expiresAt: past })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('lets a guest in by name, and a browser that comes again is the same guest', async () => {
    const { token, link } = await makeLink(author, slug);
    const browser = test.browser();
    expect(await browser.api.shareLinks.preview({ token })).toEqual({
      workspaceName: 'Studio',
      title: 'The update',
      needs: { password: false, name: true, email: false, code: false },
      guest: null,
    });
    for (const name of [undefined, '  ', 'x'.repeat(81)])
      await expect(browser.api.shareLinks.open({ token, name })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    const answer = await browser.fetch('/api/share/open', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, name: '  Gus Guest ' }),
    });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`playhead_guest_${link.id.replaceAll('-', '').slice(0, 12)}=`);
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
    const first = (await answer.json()) as { guest: { id: string } };
    expect(first.guest).toMatchObject({ name: 'Gus Guest', isGuest: true, isVerified: false });
    const again = await comeIn(test, token, {}, browser);
    expect(again.session.guest.id).toBe(first.guest.id);
    expect((await browser.api.shareLinks.preview({ token })).guest?.id).toBe(first.guest.id);
    expect((await comeIn(test, token)).session.guest.id).not.toBe(first.guest.id);
    expect(await author.api.shareLinks.list({ slug })).toMatchObject([
      { state: 'open', guestCount: 2, openCount: 3, hasPassword: false },
    ]);
    const secret = /=([^;]+)/.exec(cookie)?.[1] ?? '';
    expect(JSON.stringify(await test.ctx.db.select().from(shareGuests))).not.toContain(secret);
  });

  it('asks for its password, and for a new one those who came before too', async () => {
    const { token, link } = await makeLink(author, slug, { password: SECRET });
    const browser = test.browser();
    expect(await browser.api.shareLinks.preview({ token })).toMatchObject({
      title: null,
      needs: { password: true },
    });
    for (const password of [undefined, 'the red door'])
      await expect(browser.api.shareLinks.open({ token, name: 'Gus', password })).rejects.toMatchObject({
        code: 'wrong_password',
      });
    const guest = await comeIn(test, token, { name: 'Gus', password: SECRET }, browser);
    await guest.api.videos.get({ slug });
    const { mediaToken } = await guest.api.playback.get({ slug });
    await author.api.shareLinks.update({ id: link.id, password: 'the green door' });
    await expect(guest.api.videos.get({ slug })).rejects.toMatchObject({ code: 'unauthenticated' });
    test.clock.advance(10_000);
    expect((await guest.fetch(`/media/${mediaToken}/poster.jpg`)).status).toBe(401);
    await expect(comeIn(test, token, {}, browser)).rejects.toMatchObject({ code: 'wrong_password' });
    const again = await comeIn(test, token, { password: 'the green door' }, browser);
    expect(again.session.guest.id).toBe(guest.session.guest.id);
    await author.api.shareLinks.update({ id: link.id, password: null });
    expect((await author.api.shareLinks.list({ slug }))[0]?.hasPassword).toBe(false);
    await guest.api.videos.get({ slug });
    const [row] = await test.ctx.db.select().from(shareLinks).where(eq(shareLinks.id, link.id));
    expect(row?.passwordHash).toBeNull();
  });

  it('ends at its time, for those who are in too, until that is moved', async () => {
    const end = new Date(test.clock.now().getTime() + 60 * MINUTE).toISOString();
    const { token, link } = await makeLink(author, slug, { expiresAt: end });
    const guest = await comeIn(test, token);
    const { mediaToken } = await guest.api.playback.get({ slug });
    test.clock.advance(60 * MINUTE);
    const gone = { code: 'gone' };
    await expect(guest.api.videos.get({ slug })).rejects.toMatchObject(gone);
    await expect(guest.browser.api.shareLinks.preview({ token })).rejects.toMatchObject(gone);
    await expect(guest.browser.api.shareLinks.open({ token, name: 'Gus' })).rejects.toMatchObject(gone);
    expect((await guest.fetch(`/media/${mediaToken}/poster.jpg`)).status).toBe(410);
    expect((await author.api.shareLinks.list({ slug }))[0]?.state).toBe('expired');
    await author.api.shareLinks.update({ id: link.id, expiresAt: null });
    await guest.api.videos.get({ slug });
  });

  it('is for addresses of some domains, as far as they say so, where no mail is sent', async () => {
    const { token } = await makeLink(author, slug, { allowedDomains: ['Example.com'] });
    expect((await test.browser().api.shareLinks.preview({ token })).needs).toMatchObject({
      email: true,
      code: false,
    });
    const come = (email?: string) => comeIn(test, token, { name: 'Gus', email });
    await expect(come()).rejects.toMatchObject({ code: 'invalid_input' });
    for (const email of ['gus@evil.com', 'gus@sub.example.com', 'gus@example.com.evil.com'])
      await expect(come(email)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await come('GUS@example.com')).session.guest.isVerified).toBe(false);
    const [link] = await author.api.shareLinks.list({ slug });
    if (!link) throw new Error('no link');
    expect(await author.api.shareLinks.guests({ id: link.id })).toMatchObject([
      { email: 'gus@example.com', isVerified: false },
    ]);
    await expect(makeLink(author, slug, { requiresEmailCode: true })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(makeLink(author, slug, { allowedDomains: ['@example'] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('asks for a code by mail, which holds ten minutes, five tries, and once', async () => {
    const { api } = mailing.browser(author.cookies);
    const { token, link } = await api.shareLinks.create({
      slug,
      label: 'Code',
      allows: { canApprove: true },
      allowedDomains: ['example.com'],
    });
    const email = 'vera@example.com';
    const visitor = mailing.browser();
    expect((await visitor.api.shareLinks.preview({ token })).needs).toMatchObject({
      email: true,
      code: true,
    });
    const come = (code?: string) => comeIn(mailing, token, { name: 'Vera', email, code }, visitor);
    const refused = { code: 'invalid_input' };
    await expect(come()).rejects.toMatchObject(refused);
    await expect(visitor.api.shareLinks.requestCode({ token, email: 'x@evil.com' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(test.browser().api.shareLinks.requestCode({ token, email })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const ask = async () => {
      await visitor.api.shareLinks.requestCode({ token, email });
      return mailedCode(mailing, email);
    };
    const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
    let code = await ask();
    for (let left = 4; left >= 0; left--)
      await expect(come(wrong(code))).rejects.toMatchObject({ body: { details: { triesLeft: left } } });
    await expect(come(code)).rejects.toMatchObject(refused);
    mailing.clock.advance(15 * MINUTE);
    code = await ask();
    mailing.clock.advance(10 * MINUTE);
    await expect(come(code)).rejects.toMatchObject(refused);
    mailing.clock.advance(15 * MINUTE);
    const before = await ask();
    mailing.clock.advance(1000);
    code = await ask();
    await expect(come(before)).rejects.toMatchObject(refused);
    const guest = await come(code);
    expect(guest.session.guest.isVerified).toBe(true);
    await expect(comeIn(mailing, token, { name: 'Eve', email, code })).rejects.toMatchObject(refused);
    expect((await come()).session.guest.id).toBe(guest.session.guest.id);
    expect(await author.api.shareLinks.guests({ id: link.id })).toMatchObject([{ email, isVerified: true }]);
    expect((await guest.api.shareLinks.answer({ answer: 'approved' })).isVerified).toBe(true);
    const comment = await guest.api.comments.create({ slug, body: 'Fine' });
    expect(comment.author).toMatchObject({ name: 'Vera', isGuest: true, isVerified: true });
  });
});

describe('a guest', () => {
  it('is one of one link: neither its cookie nor its secret opens another', async () => {
    const [a, b] = [await makeLink(author, slug), await makeLink(author, slug)];
    const guest = await comeIn(test, a.token);
    const [name = '', secret = ''] = [...guest.cookies][0] ?? [];
    const nameOfB = `playhead_guest_${b.link.id.replaceAll('-', '').slice(0, 12)}`;
    const refused = { code: 'unauthenticated' };
    await expect(guest.browser.under(b.link.id).api.videos.get({ slug })).rejects.toMatchObject(refused);
    guest.cookies.set(nameOfB, secret);
    await expect(guest.browser.under(b.link.id).api.videos.get({ slug })).rejects.toMatchObject(refused);
    await expect(comeIn(test, b.token, {}, guest.browser)).rejects.toMatchObject({ code: 'invalid_input' });
    guest.cookies.set(name, `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`);
    await expect(guest.api.videos.get({ slug })).rejects.toMatchObject(refused);
    for (const id of ['', 'x', `${a.link.id}' or 1=1`])
      await expect(guest.browser.under(id).api.videos.get({ slug })).rejects.toMatchObject(refused);
  });

  it('is never the member who is signed in besides', async () => {
    const { token, link } = await makeLink(author, slug);
    await expect(owner.under(link.id).api.accounts.me()).rejects.toMatchObject({ code: 'unauthenticated' });
    const guest = await comeIn(test, token, { name: 'Olive as a guest' }, owner);
    expect(guest.session.guest.id).not.toBe(owner.id);
    await expect(guest.api.videos.list({})).rejects.toMatchObject({ code: 'forbidden' });
    expect((await guest.fetch('/api/auth/get-session')).status).toBe(403);
    expect((await guest.api.videos.get({ slug })).canEdit).toBe(false);
    expect((await owner.api.videos.get({ slug })).canEdit).toBe(true);
  });

  it('has no account: it can’t be signed in to, invited, listed or asked', async () => {
    const { token } = await makeLink(author, slug);
    const id = UserId.parse((await comeIn(test, token)).session.guest.id);
    const [row] = await test.ctx.db.select().from(users).where(eq(users.id, id));
    expect(row).toMatchObject({ isGuest: true });
    expect(row?.email).toMatch(/^guest-[0-9a-f-]{36}@guests\.invalid$/);
    const email = row?.email ?? '';
    const signIn = await test.browser().fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    expect(signIn.status).toBe(401);
    const refused = { code: 'invalid_input' };
    await expect(owner.api.invitations.create({ email, role: 'member' })).rejects.toMatchObject(refused);
    await expect(author.api.acknowledgements.ask({ slug, recipientIds: [id] })).rejects.toMatchObject(
      refused,
    );
    await expect(
      owner.api.spaces.create({ name: 'S', visibility: 'private', memberIds: [id] }),
    ).rejects.toMatchObject(refused);
    expect((await owner.api.members.list()).map((person) => person.id)).not.toContain(id);
    await expect(owner.api.members.changeRole({ userId: id, role: 'admin' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
