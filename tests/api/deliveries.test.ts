import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deliveries, deliveryItems, notifications, users } from '#server/db/tables.ts';
import { freePort } from '#server/embedded/start-postgres.ts';
import { deliverDue, forgetOldNotices, notify, type Notice } from '#server/features/notifications/index.ts';
import { UserId } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { startSmtpInbox, type SmtpInbox, type SmtpManners } from '../support/smtp-inbox.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const ALL = [{ from: '00:00', to: '00:00' }];
const DAYS = { mon: ALL, tue: ALL, wed: ALL, thu: ALL, fri: ALL, sat: ALL, sun: ALL };

let test: TestApp;
let port: number;
let owner: TestPerson;
let mia: TestPerson;
beforeAll(async () => {
  port = await freePort();
  test = await makeTestApp({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  owner = await setUpOwner(test);
  await owner.api.peopleTime.updateDefaults({ days: DAYS });
});
afterAll(() => test[Symbol.asyncDispose]());
beforeEach(async () => {
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  const { slug } = await makeReadyVideo(test, owner, { title: 'The update' });
  await owner.api.acknowledgements.ask({ slug, recipientIds: [UserId.parse(mia.id)], note: 'please' });
});

const deliver = () => deliverDue(test.ctx, new AbortController().signal);
async function delivery() {
  const [row] = await test.ctx.db.select().from(deliveries).where(eq(deliveries.recipientId, mia.id));
  if (!row) throw new Error('nothing is planned');
  return row;
}
async function withServer<T>(manners: SmtpManners, work: (smtp: SmtpInbox) => Promise<T>): Promise<T> {
  await using smtp = await startSmtpInbox({ ...manners, port });
  // Awaited here: the server ends with this function.
  return await work(smtp);
}

it('tries again, later each time, while the server is out of reach; then it arrives once', async () => {
  const waits: number[] = [];
  for (let i = 0; i < 3; i++) {
    await deliver();
    const { state, sendAt, error, attempts } = await delivery();
    expect([state, attempts]).toEqual(['waiting', i + 1]);
    expect(error).toContain('ECONNREFUSED');
    waits.push(sendAt.getTime() - test.clock.now().getTime());
    test.clock.advance(waits.at(-1) ?? 0);
  }
  expect(waits).toEqual([30_000, 60_000, 120_000]);
  await withServer({}, async (smtp) => {
    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();
    expect(smtp.counts.get(mia.email)).toBe(1);
    const { id, state } = await delivery();
    expect(state).toBe('sent');
    const [mail] = smtp.mails.filter(({ to }) => to === mia.email);
    expect(mail?.text).toContain(`Message-ID: <${id}@localhost>`);
    expect(mail?.text).toContain('You get this because');
  });
});

it('fails after the last try, and at once where the server says never', async () => {
  await withServer({ refuses: () => 550 }, deliver);
  expect(await delivery()).toMatchObject({ state: 'failed', attempts: 1 });
  expect((await delivery()).error).toContain('no such mailbox');
  await owner.api.notifications.retry({ id: (await delivery()).id as never });
  await withServer({ refuses: () => 451 }, async () => {
    for (let tries = 0; tries < 12; tries++) {
      expect((await delivery()).state).toBe('waiting');
      await deliver();
      test.clock.advance(6 * 3_600_000);
    }
  });
  expect(await delivery()).toMatchObject({ state: 'failed', attempts: 12 });
});

it('is uncertain where the connection broke off in the middle, and is not sent again but by a person', async () => {
  const breaksOff = () => true;
  await withServer({ breaksOff }, async (smtp) => {
    await deliver();
    expect(smtp.counts.get(mia.email)).toBe(1);
  });
  expect(await delivery()).toMatchObject({ state: 'uncertain', sentAt: null });
  await withServer({}, async (smtp) => {
    test.clock.advance(24 * 3_600_000);
    await deliver();
    expect(smtp.counts.get(mia.email)).toBeUndefined();
    await owner.api.notifications.retry({ id: (await delivery()).id as never });
    await deliver();
    expect(smtp.counts.get(mia.email)).toBe(1);
  });
  expect(await delivery()).toMatchObject({ state: 'sent', error: null });
});

it('is uncertain where whoever sent it gives no sign any more', async () => {
  const { id } = await delivery();
  const claimedUntil = new Date(test.clock.now().getTime() + 15_000);
  await test.ctx.db
    .update(deliveries)
    .set({ state: 'sending', claimant: id, claimedUntil })
    .where(eq(deliveries.id, id));
  await deliver();
  expect((await delivery()).state).toBe('sending');
  test.clock.advance(16_000);
  await deliver();
  expect(await delivery()).toMatchObject({ state: 'uncertain' });
  const [entry] = (await mia.api.notifications.list({ part: 'asks' })).items;
  expect(entry).toMatchObject({ trouble: 'uncertain' });
});

it('is forgotten a year later, once it was sent and put away; what failed and what is asked stays', async () => {
  const inbox = () => test.ctx.db.select().from(notifications).where(eq(notifications.recipientId, mia.id));
  const { workspace } = await owner.api.accounts.me();
  const notice: Notice = {
    kind: 'replied',
    workspaceId: workspace.id,
    recipientIds: [mia.id],
    actorId: owner.id,
    videoId: null,
    threadId: null,
    key: randomUUID(),
    title: 'Read long ago',
    text: null,
    url: 'http://localhost/',
    dueAt: null,
    urgentReason: null,
  };
  await test.ctx.db.transaction((tx) => notify(tx, test.ctx, [notice]));
  await test.ctx.db
    .update(notifications)
    .set({ readAt: test.clock.now() })
    .where(eq(notifications.recipientId, mia.id));
  await withServer({}, deliver);
  test.clock.advance(366 * 86_400_000);
  await forgetOldNotices(test.ctx);
  expect((await inbox()).map(({ kind }) => kind)).toEqual(['asked']);
  const left = await test.ctx.db.select().from(deliveries).where(eq(deliveries.recipientId, mia.id));
  expect(left.map(({ state }) => state)).not.toContain('sent');
});

it('tells 1,200 people in two statements', async () => {
  const { id: workspaceId } = (await owner.api.accounts.me()).workspace;
  const people = await test.ctx.db
    .insert(users)
    .values(Array.from({ length: 1200 }, (_, i) => ({ name: `P ${i}`, email: `many${i}@example.com` })))
    .returning();
  const statements: string[] = [];
  const { options } = test.ctx.connection.sql;
  options.debug = (_connection, query) => statements.push(query);
  const told: Notice = {
    kind: 'mentioned',
    workspaceId,
    recipientIds: people.map(({ id }) => id),
    actorId: owner.id,
    videoId: null,
    threadId: null,
    key: 'many',
    title: 'A title',
    text: null,
    url: 'http://localhost/',
    dueAt: null,
    urgentReason: null,
  };
  await test.ctx.db.transaction((tx) => notify(tx, test.ctx, [told]));
  options.debug = false;
  const inserts = statements.filter((text) => /"(notifications|deliveries|delivery_items)"/.test(text));
  expect(inserts).toHaveLength(2);
  expect(statements.length - inserts.length).toBeLessThan(12);
  expect(await test.ctx.db.$count(deliveryItems)).toBeGreaterThanOrEqual(1200);
});
