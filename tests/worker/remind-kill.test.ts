import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
  acknowledgementRequests,
  askReminders,
  deliveries,
  deliveryItems,
  notifications,
  users,
} from '#server/db/tables.ts';
import { makeReadyVideo, setUpOwner } from '../support/factories.ts';
import { startInstallation } from '../support/installation.ts';
import { makeSleepless, seededNumbers, startThreeWorkers } from '../support/kill-workers.ts';
import { startSmtpInbox } from '../support/smtp-inbox.ts';
import { makeTestApp } from '../support/test-app.ts';

const PEOPLE = 100;
const KILLS = 6;
const HOUR_MS = 3_600_000;
/** Transfers that a process has under way at most: so many a kill can leave uncertain. */
const AT_A_TIME = 2;
const SEED = 20260303;

it(
  'three workers, killed at random points while they remind, remind everybody once',
  { timeout: 120_000 },
  async () => {
    const random = seededNumbers(SEED);
    await using smtp = await startSmtpInbox({ delayMs: () => 50 + random() * 150 });
    await using installation = await startInstallation({ SMTP_URL: smtp.url });
    await using test = await makeTestApp({}, { databaseUrl: installation.databaseUrl, systemClock: true });
    const { db } = test.ctx;
    const owner = await setUpOwner(test);
    const { workspace } = await owner.api.accounts.me();
    const { id: videoId } = await makeReadyVideo(test, owner);
    const people = await makeSleepless(test, workspace.id, PEOPLE);
    const workers = await startThreeWorkers(installation);
    // Half of the time until it is due has passed a while ago, and it is not due yet: one reminder, now.
    const now = Date.now();
    await db.insert(acknowledgementRequests).values(
      people.map(({ id }) => ({
        workspaceId: workspace.id,
        videoId,
        recipientId: id,
        requestedBy: owner.id,
        requestedAt: new Date(now - 2 * HOUR_MS),
        dueAt: new Date(now + HOUR_MS),
      })),
    );
    const remind = () => db.transaction((tx) => test.ctx.queue.enqueue(tx, 'remind-asks', {}));
    const told = () => db.$count(notifications, eq(notifications.kind, 'ask_reminder'));
    let kills = 0;
    while (kills < KILLS) {
      await remind();
      await new Promise((resolve) => setTimeout(resolve, random() * 400));
      if (await workers.kill(random())) kills++;
    }
    await workers.settled();
    await expect.poll(async () => (await remind(), told()), { timeout: 30_000, interval: 500 }).toBe(PEOPLE);
    const waiting = () =>
      db.$count(deliveries, and(eq(deliveries.kind, 'reminder'), eq(deliveries.state, 'waiting')));
    await expect.poll(waiting, { timeout: 40_000, interval: 200 }).toBe(0);
    const deliver = () => db.transaction((tx) => test.ctx.queue.enqueue(tx, 'deliver-notices', {}));
    await expect
      .poll(async () => (await deliver(), db.$count(deliveries, eq(deliveries.state, 'sending'))), {
        timeout: 40_000,
        interval: 1000,
      })
      .toBe(0);

    expect(await db.$count(askReminders)).toBe(PEOPLE);
    const rows = await db
      .select({ email: users.email, state: deliveries.state })
      .from(deliveries)
      .innerJoin(deliveryItems, eq(deliveryItems.deliveryId, deliveries.id))
      .innerJoin(users, eq(users.id, deliveries.recipientId));
    expect(rows).toHaveLength(PEOPLE);
    const wrong = rows.filter(({ email, state }) => {
      const count = smtp.counts.get(email) ?? 0;
      return state === 'sent' ? count !== 1 : state !== 'uncertain' || count > 1;
    });
    expect(wrong).toEqual([]);
    const uncertain = rows.filter(({ state }) => state === 'uncertain').length;
    expect(uncertain).toBeLessThanOrEqual(kills * AT_A_TIME);
    console.log(`${kills} kills: ${PEOPLE} reminded once, ${uncertain} of the mails uncertain`);
  },
);
