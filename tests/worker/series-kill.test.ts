import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
  deliveries,
  deliveryItems,
  editions,
  entries,
  notifications,
  personZones,
  users,
} from '#server/db/tables.ts';
import { UserId } from '#shared/ids.ts';
import { setUpOwner } from '../support/factories.ts';
import { startInstallation } from '../support/installation.ts';
import { makeSleepless, seededNumbers, startThreeWorkers } from '../support/kill-workers.ts';
import { startSmtpInbox } from '../support/smtp-inbox.ts';
import { makeTestApp } from '../support/test-app.ts';

const SERIES = 6;
const PEOPLE = 96;
const HOUR_MS = 3_600_000;
/** Transfers that a process has under way at most: so many a kill can leave uncertain. */
const AT_A_TIME = 2;
const SEED = 20260304;
const STEPS = ['entry_opened', 'entry_reminder'] as const;

/** `Etc/GMT-9` is nine hours ahead of UTC. */
const zoneAt = (hours: number) => `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;

it(
  'three workers, killed at random points while they open, remind and close, ask everybody once',
  { timeout: 240_000 },
  async () => {
    const random = seededNumbers(SEED);
    await using smtp = await startSmtpInbox({ delayMs: () => 20 + random() * 60 });
    await using installation = await startInstallation({ SMTP_URL: smtp.url });
    await using test = await makeTestApp({}, { databaseUrl: installation.databaseUrl, systemClock: true });
    const { db } = test.ctx;
    const owner = await setUpOwner(test);
    const { workspace } = await owner.api.accounts.me();
    const people = await makeSleepless(test, workspace.id, PEOPLE);
    // Processes have the clock of the machine. What is due is chosen so that it opens in the last hours for people in three zones; to
    // go on to reminding and closing, it is moved into the past. The zones are such that all this is on one day.
    const due = new Date(Date.now() + 7 * HOUR_MS);
    const ahead = Math.min(Math.max(20 - due.getUTCHours(), -8), 12);
    const wall = new Date(due.getTime() + ahead * HOUR_MS);
    const zones = [ahead, ahead - 2, ahead - 4].map(zoneAt);
    await db
      .insert(personZones)
      .values(
        people.map(({ id }, i) => ({ userId: id, since: new Date(0), timeZone: zones[i % 3] ?? 'UTC' })),
      );
    const workers = await startThreeWorkers(installation);
    let [kills, atWork] = [0, 0];
    const work = () =>
      db.transaction(async (tx) => {
        await test.ctx.queue.enqueue(tx, 'plan-editions', {});
        await test.ctx.queue.enqueue(tx, 'run-cycle', {});
      });
    /** Transactions of workers that are under way. */
    const busy = async () => {
      const [row] = await db.execute<{ n: number }>(sql`
        select count(*)::int n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and application_name = 'playhead' and xact_start is not null and query ~ 'entries|editions|notifications|series'`);
      return row?.n ?? 0;
    };
    /** Makes work, and kills somebody a random moment after. */
    const killOne = async () => {
      await work();
      await new Promise((resolve) => setTimeout(resolve, random() * 120));
      const before = await busy();
      // Those that were killed may not have their successors yet.
      while (!(await workers.kill(random()))) await workers.settled();
      kills++;
      if (before > 0) atWork++;
    };
    /** All of them die in the very middle of a step, as nobody is let tell anybody. */
    const killInTheMiddle = () =>
      test.ctx.connection.sql.begin(async (lock) => {
        await lock`lock table notifications in share row exclusive mode`;
        const held = async () => {
          await work();
          const [row] = await db.execute<{ n: number }>(sql`select count(*)::int n from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into "notifications"%'`);
          return row?.n ?? 0;
        };
        await expect.poll(held, { timeout: 20_000, interval: 100 }).toBeGreaterThan(0);
        while (await workers.kill(random())) kills++;
      });
    const disturb = (i: number) => (i % SERIES === 2 ? killInTheMiddle() : killOne());
    const all = (ids: string[]) => inArray(editions.seriesId, ids);
    const count = (condition: ReturnType<typeof and>) => db.$count(entries, condition);
    const until = (step: () => Promise<number>, wanted: number) =>
      expect.poll(async () => (await work(), step()), { timeout: 40_000, interval: 300 }).toBe(wanted);

    // Opening.
    const ids: string[] = [];
    for (let i = 0; i < SERIES; i++) {
      const own = people.filter((_, n) => n % SERIES === i).map(({ id }) => UserId.parse(id));
      const series = await owner.api.series.create({
        title: `Team ${i}`,
        rule: 'FREQ=DAILY;COUNT=1',
        startsOn: wall.toISOString().slice(0, 10),
        dueTime: wall.toISOString().slice(11, 16),
        timeZone: null,
        leadHours: 12,
        graceHours: 72,
        prompts: [{ id: crypto.randomUUID(), text: 'Done?', kind: 'text' }],
        participantIds: own,
      });
      ids.push(series.id);
      await disturb(i);
    }
    await workers.settled();
    await until(() => count(isNotNull(entries.openedAt)), PEOPLE);

    // Every second has answered when it is due; the others are reminded.
    await db.execute(sql`update ${entries} set answered_at = now()
      where ${entries.userId} in (select id from ${users} where right(${users.name}, 1) in ('1', '3', '5', '7', '9'))`);
    const missing = await count(isNull(entries.answeredAt));
    const earlier = new Date(wall.getTime() - 12 * HOUR_MS).toISOString().slice(11, 16);
    for (const [i, id] of ids.entries()) {
      await db
        .update(editions)
        // It closes before the next morning: they are reminded at once.
        .set({ rhythm: { dueTime: earlier, timeZone: null, leadHours: 12, graceHours: 12 } })
        .where(eq(editions.seriesId, id));
      await disturb(i);
    }
    await workers.settled();
    await until(() => count(isNotNull(entries.remindedAt)), missing);

    // Closing.
    for (const [i, id] of ids.entries()) {
      await db.execute(sql`update ${entries} set closes_at = now() - interval '1 minute'
        where ${entries.editionId} in (select id from ${editions} where ${editions.seriesId} = ${id})`);
      await disturb(i);
    }
    await workers.settled();
    await until(() => db.$count(editions, and(all(ids), isNotNull(editions.closedAt))), SERIES);

    expect(await db.$count(editions)).toBe(SERIES);
    expect(await count(undefined)).toBe(PEOPLE);
    expect(await count(isNotNull(entries.closedAt))).toBe(PEOPLE);
    expect(await count(and(isNotNull(entries.remindedAt), isNotNull(entries.answeredAt)))).toBe(0);
    const told = await db
      .select({ kind: notifications.kind, userId: notifications.recipientId, n: sql<number>`count(*)::int` })
      .from(notifications)
      .groupBy(notifications.kind, notifications.recipientId);
    expect(told.filter(({ n }) => n !== 1)).toEqual([]);
    const ofKind = (kind: string) => told.filter((one) => one.kind === kind).length;
    expect(['entry_opened', 'entry_reminder', 'edition_closed'].map(ofKind)).toEqual([
      PEOPLE,
      missing,
      PEOPLE,
    ]);

    // What was put away at the end is not sent any more; of the rest each mail has come once.
    const deliver = () => db.transaction((tx) => test.ctx.queue.enqueue(tx, 'deliver-notices', {}));
    const isMoving = sql`(${deliveries.state} = 'sending' or (${deliveries.state} = 'waiting' and ${deliveries.sendAt} <= now()))`;
    await expect
      .poll(async () => (await deliver(), db.$count(deliveries, isMoving)), {
        timeout: 60_000,
        interval: 1000,
      })
      .toBe(0);
    const rows = await db
      .select({ email: users.email, state: deliveries.state })
      .from(deliveries)
      .innerJoin(deliveryItems, eq(deliveryItems.deliveryId, deliveries.id))
      .innerJoin(notifications, eq(notifications.id, deliveryItems.notificationId))
      .innerJoin(users, eq(users.id, deliveries.recipientId))
      .where(and(inArray(notifications.kind, [...STEPS]), eq(deliveries.channel, 'email')));
    const of = (email: string, state: string) =>
      rows.filter((row) => row.email === email && row.state === state).length;
    const wrong = people.filter(({ email }) => {
      const [came, sent, uncertain] = [
        smtp.counts.get(email) ?? 0,
        of(email, 'sent'),
        of(email, 'uncertain'),
      ];
      return came < sent || came > sent + uncertain;
    });
    expect(wrong.map(({ email }) => [email, smtp.counts.get(email), of(email, 'sent')])).toEqual([]);
    const uncertain = rows.filter(({ state }) => state === 'uncertain').length;
    expect(uncertain).toBeLessThanOrEqual(kills * AT_A_TIME);
    expect(kills).toBeGreaterThanOrEqual(SERIES * 3);
    console.log(
      `${kills} kills, ${atWork} while somebody opened, reminded or closed: ${rows.length} messages, ${uncertain} uncertain`,
    );
  },
);
