import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { acknowledgementRequests, askReminders, notifications, users } from '#server/db/tables.ts';
import { remindAsks } from '#server/features/reminders/index.ts';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const HOUR = 3_600_000;
/** Monday, 2 March 2026, 10:00 UTC; people work from 9 to 17, UTC. */
let test: TestApp;
let owner: TestPerson;
let author: TestPerson;
let mia: TestPerson;
let ben: TestPerson;
beforeEach(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  author = await joinAs(test, owner, 'member', 'Art Author');
  mia = await joinAs(test, owner, 'member', 'Mia Member');
  ben = await joinAs(test, owner, 'member', 'Ben Beside');
  return () => test[Symbol.asyncDispose]();
});

const id = (person: TestPerson) => UserId.parse(person.id);
async function ask(people: TestPerson[], hours: number, title = 'The update'): Promise<VideoSlug> {
  const { slug } = await makeReadyVideo(test, author, { title });
  const dueAt = new Date(test.clock.now().getTime() + hours * HOUR).toISOString();
  await author.api.acknowledgements.ask({ slug, recipientIds: people.map(id), dueAt });
  return slug;
}
/** What everybody was told, in order. */
const told = () =>
  test.ctx.db
    .select({ to: users.email, title: notifications.title, text: notifications.text })
    .from(notifications)
    .innerJoin(users, eq(users.id, notifications.recipientId))
    .orderBy(notifications.id);
/** Lets the job run every half hour; what came, as “day hour: whom: subject”. */
async function run(hours: number): Promise<string[]> {
  const came: string[] = [];
  for (let i = 0; i < hours * 2; i++) {
    test.clock.advance(HOUR / 2);
    const before = (await told()).length;
    await remindAsks(test.ctx);
    for (const { to, title } of (await told()).slice(before))
      came.push(`${test.clock.now().toISOString().slice(8, 16)} ${to.split('.')[0]}: ${title}`);
  }
  return came;
}

describe('reminders', () => {
  it('come at half time and the morning after, then who asked hears, then the manager who was chosen', async () => {
    await mia.api.reminders.chooseManager({ managerId: id(owner) });
    await ask([mia], 6);
    expect(await run(24 * 7)).toEqual([
      '02T13:00 mia: “The update” waits for your answer',
      '03T09:00 mia: “The update” waits for your answer',
      '04T09:00 art: Mia Member has not answered “The update”',
      '05T09:00 olive@example: Mia Member left “The update” unanswered',
    ]);
  });

  it('are one for all asks of a person in a run, and one report a day for all who are missing', async () => {
    await ask([mia, ben], 6, 'First');
    await ask([mia], 6, 'Second');
    const came = await run(24 * 4);
    expect(came.filter((line) => line.includes('mia'))).toEqual([
      '02T13:00 mia: 2 videos wait for your answer',
      '03T09:00 mia: 2 videos wait for your answer',
    ]);
    expect(came.filter((line) => line.includes('art'))).toEqual(['04T09:00 art: 2 people have not answered']);
    const text = (await told()).at(-1)?.text ?? '';
    for (const line of ['Mia Member: “First”', 'Ben Beside: “First”', 'Mia Member: “Second”'])
      expect(text).toContain(line);
  });

  it('stop at once: answered, can’t, withdrawn, handed over', async () => {
    const slugs = [
      await ask([mia], 6),
      await ask([mia], 6),
      await ask([mia], 6),
      await ask([mia], 6),
    ] as const;
    await mia.api.acknowledgements.acknowledge({ slug: slugs[0] });
    await mia.api.acknowledgements.answer({ slug: slugs[1], answer: { kind: 'cannot', note: 'no' } });
    const { entries } = await author.api.acknowledgements.ledger({ slug: slugs[2] });
    await author.api.acknowledgements.withdraw({ requestId: entries[0]?.requestId as never });
    await mia.api.acknowledgements.answer({ slug: slugs[3], answer: { kind: 'not_me', toId: id(ben) } });
    const came = await run(24 * 3);
    expect(came.filter((line) => line.includes('mia'))).toEqual([]);
    expect(came[0]).toContain('ben: “The update” waits');
  });

  it('wait for the time that they have given themselves', async () => {
    const slug = await ask([mia], 6);
    const by = new Date(test.clock.now().getTime() + 72 * HOUR).toISOString();
    await mia.api.acknowledgements.answer({ slug, answer: { kind: 'will_follow_up', by } });
    expect((await run(24 * 3))[0]).toBe('05T09:00 mia: “The update” waits for your answer');
  });

  it('wait for who is away', async () => {
    await mia.api.peopleTime.addAway({ kind: 'days', firstDay: '2026-03-02', lastDay: '2026-03-04' });
    await ask([mia], 6);
    expect((await run(24 * 4))[0]).toContain('05T09:00 mia: “The update” waits');
  });

  it('are one after downtime, and what is old waits for the morning', async () => {
    await ask([mia], 6);
    test.clock.advance(53 * HOUR);
    // Wednesday, 15:30: neither Monday's nor Tuesday's comes now.
    expect(await run(24)).toEqual(['05T09:00 mia: “The update” waits for your answer']);
  });

  it('are as many as admins say, none if they wish; the panel says what was and what comes', async () => {
    const slug = await ask([mia], 6);
    expect(await author.api.reminders.ofVideo({ slug })).toMatchObject([
      {
        reminded: 0,
        lastAt: null,
        next: { kind: 'remind', at: '2026-03-02T13:00:00.000Z' },
        timeZone: 'UTC',
      },
    ]);
    await run(4);
    expect(await author.api.reminders.ofVideo({ slug })).toMatchObject([
      { reminded: 1, next: { kind: 'remind', at: '2026-03-03T09:00:00.000Z' } },
    ]);
    await owner.api.reminders.updatePolicy({ most: 0 });
    expect(await mia.api.reminders.policy()).toEqual({ most: 0 });
    const came = await run(48);
    expect(came.every((line) => line.includes('art:'))).toBe(true);
    for (const person of [mia, await makeStranger(test)])
      await expect(person.api.reminders.ofVideo({ slug })).rejects.toMatchObject({
        code: person === mia ? 'forbidden' : 'not_found',
      });
    await expect(author.api.reminders.updatePolicy({ most: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    for (const managerId of [id(mia), id(await makeStranger(test))])
      await expect(mia.api.reminders.chooseManager({ managerId })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    await mia.api.reminders.chooseManager({ managerId: id(ben) });
    expect(await mia.api.reminders.myManager()).toEqual({ managerId: ben.id });
    expect(await mia.api.reminders.chooseManager({ managerId: null })).toEqual({ managerId: null });
  });

  it('are one, however many run at the same moment, and never to who has answered in it', async () => {
    const slugs: VideoSlug[] = [];
    for (let i = 0; i < 5; i++) slugs.push(await ask([mia, ben], 6));
    test.clock.advance(3 * HOUR);
    const [slug] = slugs;
    if (!slug) throw new Error('no video');
    const before = (await told()).length;
    await Promise.all([
      mia.api.acknowledgements.acknowledge({ slug }),
      ...Array.from({ length: 6 }, () => remindAsks(test.ctx)),
    ]);
    // Two are reminded, and who asked hears of the answer.
    expect((await told()).slice(before)).toHaveLength(3);
    const answered = (await test.ctx.db.select().from(acknowledgementRequests)).filter(
      ({ acknowledgedAt }) => acknowledgedAt,
    );
    expect(answered).toHaveLength(1);
    expect(await test.ctx.db.$count(askReminders)).toBeGreaterThanOrEqual(9);
  });
});
