import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { execa } from 'execa';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerEntries, workspaces } from '#server/db/tables.ts';
import { forgetOldEntries } from '#server/features/ledger/index.ts';
import { findChainFault } from '#shared/ledger-chain.ts';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { comeIn, makeLink } from '../support/share.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';
import { watch } from '../support/watch.ts';

const DAY_MS = 86_400_000;

let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let member: TestPerson;
let slug: VideoSlug;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  member = await joinAs(test, owner, 'member', 'Mia Member');
  ({ slug } = await makeReadyVideo(test, author, { title: 'The update' }));
});
afterAll(() => test[Symbol.asyncDispose]());

const userId = async (person: TestPerson) => UserId.parse((await person.api.accounts.me()).user.id);
const all = async () => (await owner.api.ledger.list({ limit: 1000 })).records;

describe('the ledger', () => {
  it('has who asked and answered what, when and from where, in a chain', async () => {
    const [mia, art] = [await userId(member), await userId(author)];
    await author.api.acknowledgements.ask({ slug, recipientIds: [mia], note: 'please' });
    await author.api.acknowledgements.ask({ slug, recipientIds: [mia], note: 'by Friday' });
    await watch(test, member, slug, [0, 900]);
    await member.api.acknowledgements.acknowledge({ slug });
    await member.api.acknowledgements.acknowledge({ slug });
    await member.api.acknowledgements.takeBack({ slug });
    const { entries } = await author.api.acknowledgements.ledger({ slug });
    await author.api.acknowledgements.withdraw({ requestId: entries[0]?.requestId as never });
    const { token } = await makeLink(author, slug, { allows: { canApprove: true } });
    const guest = await comeIn(test, token);
    await guest.api.shareLinks.answer({ answer: 'approved', note: 'Fine' });
    const records = await all();
    expect(
      records.map(({ sequence, kind, actor, subject }) => [sequence, kind, actor.id, subject?.name]),
    ).toEqual([
      [1, 'asked', art, 'Mia Member'],
      [2, 'ask_changed', art, 'Mia Member'],
      [3, 'acknowledged', mia, undefined],
      [4, 'acknowledgement_taken_back', mia, undefined],
      [5, 'ask_withdrawn', art, 'Mia Member'],
      [6, 'guest_answered', guest.session.guest.id, undefined],
    ]);
    expect(records.map(({ details }) => details)).toEqual([
      { note: 'please', dueAt: null, version: 1, by: 'session' },
      { note: 'by Friday', dueAt: null, version: 1, by: 'session' },
      { watchedMs: 900, version: 1, by: 'session' },
      { version: 1, by: 'session' },
      { version: 1, by: 'session' },
      { answer: 'approved', note: 'Fine', isVerified: false, version: 1, by: 'share link' },
    ]);
    expect(await findChainFault(records)).toBeNull();
  });

  it('has one order and no gap, however many write at once', async () => {
    const people = await Promise.all(
      ['Ann', 'Ben', 'Cem', 'Dee'].map((name) => joinAs(test, owner, 'member', name)),
    );
    const ids = await Promise.all(people.map(userId));
    await author.api.acknowledgements.ask({ slug, recipientIds: ids });
    await Promise.all(
      people.flatMap((person) => [
        person.api.acknowledgements.acknowledge({ slug }),
        person.api.acknowledgements.acknowledge({ slug }),
      ]),
    );
    const records = await all();
    expect(await findChainFault(records)).toBeNull();
    expect(
      records.filter(({ kind, actor }) => kind === 'acknowledged' && ids.includes(actor.id)),
    ).toHaveLength(4);
    const { records: tail, last } = await owner.api.ledger.list({ after: records.length - 2 });
    expect(tail).toEqual(records.slice(-2));
    expect(last).toBe(records.length);
  });

  it('stays as it was when names and titles change, and when the video goes', async () => {
    const [first] = await all();
    await author.api.videos.update({ slug, title: 'Another title' });
    await author.api.videos.remove({ slug });
    expect((await all())[0]).toEqual(first);
    await author.api.videos.restore({ slug });
  });

  it('can’t be changed or emptied in the database, but goes with its workspace', async () => {
    const { db } = test.ctx;
    const refused = { cause: { message: 'the ledger only grows' } };
    await expect(db.update(ledgerEntries).set({ actorName: 'Mallory' })).rejects.toMatchObject(refused);
    await expect(db.delete(ledgerEntries)).rejects.toMatchObject(refused);
    await expect(test.ctx.connection.sql`truncate ledger_entries`).rejects.toThrow('the ledger only grows');
    const other = await makeTestApp();
    try {
      const boss = await setUpOwner(other);
      const one = await joinAs(other, boss, 'member', 'One');
      const video = await makeReadyVideo(other, boss);
      await boss.api.acknowledgements.ask({ slug: video.slug, recipientIds: [await userId(one)] });
      const { workspace } = await boss.api.accounts.me();
      await other.ctx.db.delete(workspaces).where(eq(workspaces.id, workspace.id));
      expect(await other.ctx.db.$count(ledgerEntries)).toBe(0);
    } finally {
      await other[Symbol.asyncDispose]();
    }
  });

  it('forgets what is older than its rule, and leaves a tombstone without which nothing goes', async () => {
    await using other = await makeTestApp();
    const boss = await setUpOwner(other);
    const one = await joinAs(other, boss, 'member', 'One');
    const id = await userId(one);
    const askAbout = async (title: string) => {
      const video = await makeReadyVideo(other, boss, { title });
      await boss.api.acknowledgements.ask({ slug: video.slug, recipientIds: [id] });
    };
    const list = async () => (await boss.api.ledger.list({})).records;
    await askAbout('Long ago');
    await askAbout('Long ago too');
    other.clock.advance(400 * DAY_MS);
    await askAbout('Now');
    expect(await forgetOldEntries(other.ctx)).toBe(0);
    await expect(one.api.ledger.setRetention({ keepMonths: 12 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await boss.api.ledger.setRetention({ keepMonths: 12 });
    expect(await boss.api.ledger.retention()).toEqual({ keepMonths: 12 });
    const [, second] = await list();
    expect(await forgetOldEntries(other.ctx)).toBe(2);
    expect(await forgetOldEntries(other.ctx)).toBe(0);
    const kept = await list();
    expect(kept.map(({ sequence, kind, actor }) => [sequence, kind, actor.name])).toEqual([
      [3, 'asked', 'Olive Owner'],
      [4, 'retention_set', 'Olive Owner'],
      [5, 'forgotten', 'Olive Owner'],
    ]);
    expect(kept[2]?.details).toEqual({ upTo: 2, hash: second?.hash, keepMonths: 12, by: 'retention' });
    expect(await findChainFault(kept)).toBeNull();
    expect(await findChainFault(kept.slice(0, 2))).toEqual({ sequence: 1, why: 'missing' });
    expect(await findChainFault(kept.slice(1))).toEqual({ sequence: 1, why: 'missing' });
    await expect(other.ctx.db.delete(ledgerEntries)).rejects.toMatchObject({
      cause: { message: 'the ledger only grows' },
    });
    // What comes after goes on from there.
    await askAbout('Later');
    expect(await findChainFault(await list())).toBeNull();
  });

  it('is shown to admins of the workspace alone', async () => {
    await expect(member.api.ledger.list({})).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = await makeStranger(test);
    expect((await stranger.api.ledger.list({})).records).toEqual([]);
  });
});

/** The app on a port of its own, for a process that is not this one. */
async function serve({ app }: TestApp): Promise<AsyncDisposable & { origin: string }> {
  const server = createAdaptorServer({ fetch: app.fetch }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it('is checked from the command line: whole, tampered with, and exchanged', async () => {
  const { secret } = await owner.api.apiKeys.create({ name: 'Auditor', scopes: ['read'] });
  await using server = await serve(test);
  const cli = (...words: string[]) =>
    execa(process.execPath, ['bin/playhead.ts', 'ledger', ...words], {
      env: { PLAYHEAD_URL: server.origin, PLAYHEAD_TOKEN: secret },
      reject: false,
    });
  const { stdout, exitCode } = await cli('verify', '--json');
  const { entries, head, fault } = JSON.parse(stdout) as { entries: number; head: string; fault: null };
  expect([exitCode, fault]).toEqual([0, null]);
  expect(entries).toBe((await all()).length);
  expect((await cli('verify', '--head', head)).stdout).toContain('unbroken');
  expect((await cli('verify', '--head', '0'.repeat(64))).exitCode).toBe(1);
  expect((await cli('export', '--csv')).stdout.split('\n')).toHaveLength(entries + 1);
  expect(JSON.parse((await cli('export')).stdout)).toEqual(await all());
  // Whoever owns the database can switch the trigger off; the chain tells all the same.
  const { sql } = test.ctx.connection;
  await sql`alter table ledger_entries disable trigger user`;
  await sql`update ledger_entries set details = '{"note": "forged"}' where sequence = 2`;
  const broken = await cli('verify');
  expect([broken.exitCode, broken.stdout]).toEqual([1, 'Broken at entry 2 (changed).']);
  await sql`delete from ledger_entries where sequence = 2`;
  expect((await cli('verify')).stdout).toBe('Broken at entry 2 (missing).');
});
