import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverMail } from '#server/features/notifications/index.ts';
import { SpaceId } from '#shared/ids.ts';
import {
  joinAs,
  makeReadyVideo,
  makeStranger,
  PASSWORD,
  setUpOwner,
  type TestPerson,
} from '../support/factories.ts';
import { makeClient, makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
let admin: TestPerson;
let member: TestPerson;
let stranger: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  admin = await joinAs(test, owner, 'admin', 'Ada Admin');
  member = await joinAs(test, owner, 'member', 'Mia Member');
  stranger = await makeStranger(test);
});
afterAll(() => test[Symbol.asyncDispose]());

const idOf = async (person: TestPerson) => (await person.api.accounts.me()).user.id;

describe('invitations', () => {
  it('are single use: of two at once, one joins', async () => {
    const invitation = await owner.api.invitations.create({ email: 'twice@example.com', role: 'member' });
    expect(invitation.url).toMatch(/^http:\/\/localhost\/invite\//);
    const accept = () =>
      test.browser().api.invitations.accept({ id: invitation.id, name: 'Twice', password: PASSWORD });
    const results = await Promise.allSettled([accept(), accept()]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await expect(accept()).rejects.toMatchObject({ code: 'gone' });
  });

  it('say what they are for, expire, and can be withdrawn once', async () => {
    const { id } = await admin.api.invitations.create({ email: 'late@example.com', role: 'member' });
    const visitor = test.browser().api.invitations;
    expect(await visitor.preview({ id })).toMatchObject({
      workspaceName: 'Studio',
      email: 'late@example.com',
      hasAccount: false,
    });
    await expect(stranger.api.invitations.revoke({ id })).rejects.toMatchObject({ code: 'not_found' });
    await admin.api.invitations.revoke({ id });
    await expect(admin.api.invitations.revoke({ id })).rejects.toMatchObject({ code: 'conflict' });
    await expect(visitor.preview({ id })).rejects.toMatchObject({ code: 'gone' });
    const old = await owner.api.invitations.create({ email: 'old@example.com', role: 'member' });
    test.clock.advance(15 * 86_400_000);
    await expect(visitor.accept({ id: old.id, name: 'Old', password: PASSWORD })).rejects.toMatchObject({
      code: 'gone',
    });
  });

  it('bring somebody with an account into another workspace only when signed in', async () => {
    const invitation = await owner.api.invitations.create({ email: stranger.email, role: 'member' });
    const accept = (person: Pick<TestPerson, 'api'>) => person.api.invitations.accept({ id: invitation.id });
    await expect(accept(test.browser())).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(accept(member)).rejects.toMatchObject({ code: 'unauthenticated' });
    await accept(stranger);
    const me = await stranger.api.accounts.me();
    expect(me.workspaces.map((workspace) => workspace.name)).toEqual(['Elsewhere', 'Studio']);
    const studio = me.workspaces.find((workspace) => workspace.name === 'Studio');
    if (!studio) throw new Error('not joined');
    expect((await stranger.api.accounts.switchWorkspace({ workspaceId: studio.id })).workspace.name).toBe(
      'Studio',
    );
    expect((await stranger.api.accounts.me()).workspace.name).toBe('Studio');
    await owner.api.members.remove({ userId: await idOf(stranger) });
    expect((await stranger.api.accounts.me()).workspace.name).toBe('Elsewhere');
  });

  it('are written to the outbox without SMTP', async () => {
    await deliverMail(test.ctx, {
      to: 'a@example.com',
      subject: 'Hello\nBcc: evil@example.com',
      text: 'Join',
    });
    const outbox = join(test.ctx.config.dataDir, 'outbox');
    const name = (await readdir(outbox)).find((file) => file.endsWith('.txt')) ?? '';
    const mail = await readFile(join(outbox, name), 'utf8');
    expect(mail).toContain('To: a@example.com\nSubject: Hello Bcc: evil@example.com\n');
  });
});

describe('members', () => {
  it('are managed by rank; nobody touches themselves or an owner above', async () => {
    const other = await joinAs(test, owner, 'member', 'Otto Other');
    const userId = await idOf(other);
    await expect(member.api.members.changeRole({ userId, role: 'admin' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await admin.api.members.changeRole({ userId, role: 'admin' })).role).toBe('admin');
    await expect(
      admin.api.members.changeRole({ userId: await idOf(owner), role: 'member' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(admin.api.members.changeRole({ userId, role: 'owner' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      owner.api.members.changeRole({ userId: await idOf(owner), role: 'admin' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(stranger.api.members.remove({ userId })).rejects.toMatchObject({ code: 'not_found' });
    await admin.api.members.remove({ userId });
    await expect(admin.api.members.remove({ userId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(other.api.accounts.me()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('never leave the workspace without an owner, not even when two owners go at once', async () => {
    const second = await joinAs(test, owner, 'admin', 'Second Owner');
    const [a, b] = [await idOf(owner), await idOf(second)];
    await owner.api.members.changeRole({ userId: b, role: 'owner' });
    const results = await Promise.allSettled([
      owner.api.members.changeRole({ userId: b, role: 'member' }),
      second.api.members.changeRole({ userId: a, role: 'member' }),
    ]);
    const owners = (await admin.api.members.list()).filter((person) => person.role === 'owner');
    expect(owners).toHaveLength(1);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    if (owners[0]?.id !== a) await second.api.members.changeRole({ userId: a, role: 'owner' });
  });

  it('rename the workspace and set its limits as admins', async () => {
    await admin.api.members.updateWorkspace({ name: 'Studio' });
    await admin.api.members.updateWorkspace({ maxRecordingMinutes: 45 });
    expect((await member.api.accounts.me()).workspace).toMatchObject({
      name: 'Studio',
      maxRecordingMinutes: 45,
    });
    await expect(member.api.members.updateWorkspace({ name: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('API keys', () => {
  const withKey = (token: string) => makeClient(async (request) => test.app.request(request), { token });

  it('do what their scopes say, in their workspace, until revoked', async () => {
    const { secret, key } = await member.api.apiKeys.create({ name: 'CI', scopes: ['read'] });
    expect(secret).toMatch(/^ph_[\w-]{43}$/);
    const api = withKey(secret);
    expect((await api.accounts.me()).user.id).toBe(await idOf(member));
    await expect(api.recordings.create({})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(api.apiKeys.list()).rejects.toMatchObject({ code: 'forbidden' });
    expect(
      (await member.api.apiKeys.list()).map(({ name, lastUsedAt }) => [name, lastUsedAt !== null]),
    ).toEqual([['CI', true]]);
    await expect(owner.api.apiKeys.revoke({ id: key.id })).rejects.toMatchObject({ code: 'not_found' });
    await member.api.apiKeys.revoke({ id: key.id });
    await expect(member.api.apiKeys.revoke({ id: key.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(api.accounts.me()).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(withKey('ph_guess').accounts.me()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('expire', async () => {
    const { secret } = await member.api.apiKeys.create({ name: 'short', scopes: ['read'], expiresInDays: 1 });
    const api = withKey(secret);
    await api.accounts.me();
    test.clock.advance(86_400_001);
    await expect(api.accounts.me()).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('spaces', () => {
  it('are open to all or shown to members alone, with their videos', async () => {
    const space = await member.api.spaces.create({ name: 'Secret', visibility: 'private', memberIds: [] });
    const video = await makeReadyVideo(test, member, { title: 'Hidden', spaceId: space.id });
    for (const person of [owner, admin, stranger]) {
      await expect(person.api.spaces.get({ id: space.id })).rejects.toMatchObject({ code: 'not_found' });
      await expect(person.api.videos.get({ slug: video.slug })).rejects.toMatchObject({ code: 'not_found' });
      expect((await person.api.videos.list({ limit: 100 })).items.map(({ title }) => title)).not.toContain(
        'Hidden',
      );
    }
    const adminId = await idOf(admin);
    await member.api.spaces.update({ id: space.id, memberIds: [adminId] });
    expect((await admin.api.videos.get({ slug: video.slug })).title).toBe('Hidden');
    expect((await admin.api.spaces.get({ id: space.id })).members.map(({ id }) => id)).toContain(adminId);
    await expect(owner.api.spaces.update({ id: space.id, name: 'x' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      member.api.spaces.update({ id: space.id, memberIds: [await idOf(stranger)] }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('are changed by who made them or admins, and removed when empty, once', async () => {
    const space = await owner.api.spaces.create({ name: 'Shelf' });
    await expect(member.api.spaces.update({ id: space.id, name: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await admin.api.spaces.update({ id: space.id, name: 'Ours' })).name).toBe('Ours');
    const video = await makeReadyVideo(test, owner, { spaceId: space.id });
    await expect(owner.api.spaces.remove({ id: space.id })).rejects.toMatchObject({ code: 'conflict' });
    await owner.api.videos.update({ slug: video.slug, spaceId: null });
    const results = await Promise.allSettled([
      owner.api.spaces.remove({ id: space.id }),
      admin.api.spaces.remove({ id: space.id }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await expect(
      owner.api.videos.update({ slug: video.slug, spaceId: SpaceId.parse(space.id) }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
