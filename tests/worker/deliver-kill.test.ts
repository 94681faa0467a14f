import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { deliveries, deliveryItems, notifications, users } from '#server/db/tables.ts';
import { notify, type Notice } from '#server/features/notifications/index.ts';
import { makeReadyVideo, setUpOwner } from '../support/factories.ts';
import { startInstallation } from '../support/installation.ts';
import { makeSleepless, seededNumbers, startThreeWorkers } from '../support/kill-workers.ts';
import { startSmtpInbox } from '../support/smtp-inbox.ts';
import { makeTestApp } from '../support/test-app.ts';

const PEOPLE = 120;
const KILLS = 6;
/** Transfers that a process has under way at most: so many a kill can leave uncertain. */
const AT_A_TIME = 2;
const SEED = 20260302;

it(
  'three workers, killed at random points while they deliver, tell everybody once or say that they don’t know',
  { timeout: 90_000 },
  async () => {
    const random = seededNumbers(SEED);
    await using smtp = await startSmtpInbox({ delayMs: () => 150 + random() * 250 });
    await using installation = await startInstallation({ SMTP_URL: smtp.url });
    await using test = await makeTestApp({}, { databaseUrl: installation.databaseUrl, systemClock: true });
    const owner = await setUpOwner(test);
    const { workspace } = await owner.api.accounts.me();
    const { id: videoId } = await makeReadyVideo(test, owner);
    const people = await makeSleepless(test, workspace.id, PEOPLE);
    const workers = await startThreeWorkers(installation);
    const told: Notice = {
      kind: 'new_version',
      workspaceId: workspace.id,
      recipientIds: people.map(({ id }) => id),
      actorId: owner.id,
      videoId,
      threadId: null,
      key: 'v2',
      title: 'A new version',
      text: null,
      url: `${installation.origin}/v/x`,
      dueAt: null,
      urgentReason: null,
    };
    await test.ctx.db.transaction((tx) => notify(tx, test.ctx, [told]));
    const inState = (state: 'waiting' | 'sending') =>
      test.ctx.db.$count(deliveries, eq(deliveries.state, state));
    let kills = 0;
    while (kills < KILLS && (await inState('waiting')) > 0) {
      // Random in when and whom; the seed makes the same choices each time, as far as a machine is the same each time.
      await new Promise((resolve) => setTimeout(resolve, random() * 400));
      if (await workers.kill(random())) kills++;
    }
    await workers.settled();
    expect(kills).toBe(KILLS);
    await expect.poll(() => inState('waiting'), { timeout: 30_000, interval: 100 }).toBe(0);
    // Whoever was killed in a transfer gives no sign any more: a worker that starts later finds that.
    await expect
      .poll(
        async () => {
          await test.ctx.db.transaction((tx) => test.ctx.queue.enqueue(tx, 'deliver-notices', {}));
          return inState('sending');
        },
        { timeout: 40_000, interval: 1000 },
      )
      .toBe(0);

    const rows = await test.ctx.db
      .select({ email: users.email, state: deliveries.state })
      .from(deliveries)
      .innerJoin(deliveryItems, eq(deliveryItems.deliveryId, deliveries.id))
      .innerJoin(notifications, eq(notifications.id, deliveryItems.notificationId))
      .innerJoin(users, eq(users.id, deliveries.recipientId));
    expect(rows).toHaveLength(PEOPLE);
    const uncertain = rows.filter(({ state }) => state === 'uncertain');
    const wrong = rows.filter(({ email, state }) => {
      const count = smtp.counts.get(email) ?? 0;
      return state === 'sent' ? count !== 1 : state !== 'uncertain' || count > 1;
    });
    expect(wrong).toEqual([]);
    expect(uncertain.length).toBeLessThanOrEqual(kills * AT_A_TIME);
    console.log(
      `${kills} kills: ${rows.length - uncertain.length} sent, ${uncertain.length} uncertain, of which ${uncertain.filter(({ email }) => smtp.counts.has(email)).length} arrived`,
    );
  },
);
