import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { endSilentSessions } from '#server/features/together/index.ts';
import type { LiveSession, PlayState } from '#shared/together.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { listen } from '../support/live-page.ts';
import { comeIn, makeLink } from '../support/share.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

let test: TestApp;
let owner: TestPerson;
let member: TestPerson;
let third: TestPerson;
let slug: Awaited<ReturnType<typeof makeReadyVideo>>['slug'];
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
  member = await joinAs(test, owner, 'member', 'Mia Member');
  third = await joinAs(test, owner, 'member', 'Theo Third');
});
beforeEach(async () => {
  ({ slug } = await makeReadyVideo(test, owner));
  test.clock.advance(120_000);
});
afterAll(() => test[Symbol.asyncDispose]());

type Joined = Awaited<ReturnType<TestPerson['api']['together']['join']>>;

/** The owner leads, the member and a third are in. */
async function three(): Promise<[Joined, Joined, Joined]> {
  const first = await owner.api.together.start({ slug, positionMs: 1500 });
  test.clock.advance(10);
  const second = await member.api.together.join({ sessionId: first.session.id });
  test.clock.advance(10);
  return [first, second, await third.api.together.join({ sessionId: first.session.id })];
}

async function now(): Promise<LiveSession> {
  const session = await owner.api.together.get({ slug });
  if (!session) throw new Error('no session runs');
  return session;
}

const state = (more: Partial<PlayState> = {}): PlayState => ({
  isPlaying: true,
  positionMs: 4000,
  rate: 1,
  atMs: Date.now(),
  ...more,
});
const streamOf = (person: Pick<TestPerson, 'fetch'>, { participantId }: Joined) =>
  listen(person, undefined, `/events/together?participant=${participantId}`);
const code = (error: string) => expect.objectContaining({ code: error });

describe('a live session', () => {
  it('is started, joined and left; with the last one it ends', async () => {
    expect(await owner.api.together.get({ slug })).toBeNull();
    const [first, second, last] = await three();
    expect(last.session).toMatchObject({
      leaderId: first.participantId,
      startedBy: owner.id,
      state: { isPlaying: false, positionMs: 1500, rate: 1 },
      participants: [{ id: first.participantId }, { id: second.participantId }, { id: last.participantId }],
    });
    expect(new Set(last.session.participants.map(({ colour }) => colour)).size).toBe(3);
    await owner.api.together.leave({ participantId: first.participantId });
    expect(await now()).toMatchObject({ leaderId: second.participantId });
    await member.api.together.leave({ participantId: second.participantId });
    await third.api.together.leave({ participantId: last.participantId });
    expect(await owner.api.together.get({ slug })).toBeNull();
    await expect(member.api.together.join({ sessionId: first.session.id })).rejects.toEqual(code('gone'));
    const kept = await test.ctx.db.execute(
      sql`select 1 from live_participants where session_id = ${first.session.id}`,
    );
    expect([...kept]).toEqual([]);
  });

  it('is one a video, however many start it at once', async () => {
    const people = [owner, member, third];
    const joined = await Promise.all(people.map(({ api }) => api.together.start({ slug })));
    expect(new Set(joined.map(({ session }) => session.id)).size).toBe(1);
    expect((await now()).participants).toHaveLength(3);
  });

  it('does not exist for other workspaces and for whoever may not see the video', async () => {
    const stranger = await makeStranger(test);
    const { session } = await owner.api.together.start({ slug });
    await expect(stranger.api.together.get({ slug })).rejects.toEqual(code('not_found'));
    await expect(stranger.api.together.start({ slug })).rejects.toEqual(code('not_found'));
    await expect(stranger.api.together.join({ sessionId: session.id })).rejects.toEqual(code('not_found'));
    const hidden = await owner.api.spaces.create({ name: 'Hidden', visibility: 'private', memberIds: [] });
    const secret = await makeReadyVideo(test, owner, { spaceId: hidden.id });
    const { session: other } = await owner.api.together.start({ slug: secret.slug });
    await expect(member.api.together.join({ sessionId: other.id })).rejects.toEqual(code('not_found'));
  });

  it('lets nobody speak as somebody else', async () => {
    const [first] = await three();
    const { participantId } = first;
    const as = member.api.together;
    await expect(as.beHere({ participantId, isFollowing: true })).rejects.toEqual(code('not_found'));
    await expect(as.report({ participantId, state: state() })).rejects.toEqual(code('not_found'));
    const message = { type: 'clear' } as const;
    await expect(as.send({ participantId, message })).rejects.toEqual(code('not_found'));
    await expect(as.takeLead({ participantId, from: participantId })).rejects.toEqual(code('not_found'));
    await expect(as.leave({ participantId })).rejects.toEqual(code('not_found'));
    expect((await member.fetch(`/events/together?participant=${participantId}`)).status).toBe(404);
  });

  it('is ended by who started it, and by nobody else', async () => {
    const [first, second] = await three();
    const page = streamOf(member, second);
    await page.opened;
    await expect.poll(page.text).toContain('event: session');
    const { id: sessionId } = first.session;
    await expect(member.api.together.end({ sessionId })).rejects.toEqual(code('not_found'));
    await owner.api.together.end({ sessionId });
    await expect.poll(page.text).toContain('event: ended');
    await expect.poll(page.isClosed).toBe(true);
    await expect(owner.api.together.end({ sessionId })).rejects.toEqual(code('gone'));
    const here = { participantId: second.participantId, isFollowing: true };
    await expect(member.api.together.beHere(here)).rejects.toEqual(code('not_found'));
  });

  it('has room for fifty', async () => {
    const { session } = await owner.api.together.start({ slug });
    const sessionId = session.id;
    await test.ctx.db
      .execute(sql`insert into live_participants (id, session_id, user_id, colour, last_seen_at)
      select gen_random_uuid(), ${sessionId}, ${third.id}, 'red', ${test.clock.now().toISOString()}::timestamptz
      from generate_series(1, 48)`);
    const last = await member.api.together.join({ sessionId });
    expect(last.session.participants).toHaveLength(50);
    await expect(third.api.together.join({ sessionId })).rejects.toEqual(code('conflict'));
  });

  it('is for guests whose link allows comments', async () => {
    const { session } = await owner.api.together.start({ slug });
    const talks = await comeIn(test, (await makeLink(owner, slug, { allows: { canComment: true } })).token);
    const looks = await comeIn(test, (await makeLink(owner, slug, { allows: { canComment: false } })).token, {
      name: 'Lou Looker',
    });
    test.clock.advance(10);
    const joined = await talks.api.together.join({ sessionId: session.id });
    expect(joined.session.participants[1]?.person).toMatchObject({ name: 'Gus Guest', isGuest: true });
    const { linkId } = talks.session;
    // A page can't set headers of a stream: it names its link in the address.
    const path = `/events/together?participant=${joined.participantId}&share=${linkId}`;
    const page = listen(talks.browser, undefined, path);
    await page.opened;
    await expect.poll(page.text).toContain('event: session');
    page.close();
    await expect(talks.api.together.start({ slug })).rejects.toEqual(code('forbidden'));
    await expect(looks.api.together.join({ sessionId: session.id })).rejects.toEqual(code('forbidden'));
    const elsewhere = await makeReadyVideo(test, owner);
    const other = await owner.api.together.start({ slug: elsewhere.slug });
    await expect(talks.api.together.join({ sessionId: other.session.id })).rejects.toEqual(code('not_found'));
  });
});

describe('the lead', () => {
  it('is what makes a report count', async () => {
    const [first, second] = await three();
    await expect(
      member.api.together.report({ participantId: second.participantId, state: state() }),
    ).rejects.toEqual(code('conflict'));
    const page = streamOf(member, second);
    await page.opened;
    const { nowMs } = await owner.api.together.report({
      participantId: first.participantId,
      state: state({ atMs: Date.now() + 3_600_000 }),
    });
    await expect.poll(page.text).toContain('"type":"state"');
    const { state: kept } = await now();
    expect(kept).toMatchObject({ isPlaying: true, positionMs: 4000 });
    // A wrong clock of the leader's does not move the others.
    expect(kept.atMs).toBe(nowMs);
    page.close();
  });

  it('is taken by one of two who want it at once', async () => {
    const [first, second, last] = await three();
    const from = first.participantId;
    const taken = await Promise.allSettled([
      member.api.together.takeLead({ participantId: second.participantId, from }),
      third.api.together.takeLead({ participantId: last.participantId, from }),
    ]);
    expect(taken.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = taken.find(({ status }) => status === 'rejected');
    expect(lost).toMatchObject({ reason: { body: { code: 'conflict' } } });
    const winner = taken[0]?.status === 'fulfilled' ? second : last;
    expect((await now()).leaderId).toBe(winner.participantId);
    await expect(owner.api.together.report({ participantId: from, state: state() })).rejects.toEqual(
      code('conflict'),
    );
  });

  it('goes to whoever was there longest when the leader falls silent', async () => {
    const [, second, last] = await three();
    const say = async () => {
      await third.api.together.beHere({ participantId: last.participantId, isFollowing: false });
      await member.api.together.beHere({ participantId: second.participantId, isFollowing: true });
    };
    test.clock.advance(15_000);
    await say();
    expect((await now()).participants).toHaveLength(3);
    test.clock.advance(6000);
    await say();
    const session = await now();
    expect(session.leaderId).toBe(second.participantId);
    expect(session.participants.map(({ isFollowing }) => isFollowing)).toEqual([true, false]);
  });
});

describe('what is said', () => {
  it('reaches the pages of the others on another server, not one’s own, and is kept nowhere', async () => {
    const two = await makeTestApp({}, { databaseUrl: test.databaseUrl });
    const [first, second] = await three();
    const elsewhere = two.browser(member.cookies);
    const page = streamOf(elsewhere, second);
    const mine = streamOf(owner, first);
    await Promise.all([page.opened, mine.opened]);
    await expect.poll(page.text).toContain('event: session');
    await expect.poll(mine.text).toContain('event: session');
    const points: [number, number, number][] = [[0.25, 0.5, 0]];
    await owner.api.together.send({
      participantId: first.participantId,
      message: { type: 'laser', points },
    });
    await expect.poll(page.text, { timeout: 5000 }).toContain('"type":"laser"');
    expect(page.text()).toContain(first.participantId);
    expect(mine.text()).not.toContain('laser');
    const tables = await test.ctx.db.execute<{ n: number }>(
      sql`select count(*)::int as n from live_events where event::text like '%laser%'`,
    );
    expect(tables[0]?.n).toBe(0);
    page.close();
    mine.close();
    await two[Symbol.asyncDispose]();
  });

  it('has bounds', async () => {
    const { participantId } = await owner.api.together.start({ slug });
    const send = (points: [number, number, number][]) =>
      owner.api.together.send({ participantId, message: { type: 'laser', points } });
    await expect(send([[1.2, 0, 0]])).rejects.toEqual(code('invalid_input'));
    await expect(send(Array.from({ length: 25 }, () => [0, 0, 0]))).rejects.toEqual(code('invalid_input'));
    const object = {
      id: crypto.randomUUID(),
      tool: 'pen' as const,
      colour: 'red' as const,
      width: 0.006,
      text: '' as const,
      points: Array.from({ length: 250 }, (): [number, number, number] => [1 / 3, 1 / 7, 1 / 9]),
    };
    await expect(
      owner.api.together.send({ participantId, message: { type: 'ink', object } }),
    ).rejects.toEqual(code('payload_too_large'));
    const sent = await Promise.allSettled(Array.from({ length: 70 }, () => send([[0.5, 0.5, 0]])));
    const refused = sent.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(15);
    expect(refused[0]).toMatchObject({ reason: { body: { code: 'rate_limited' } } });
    test.clock.advance(2000);
    await send([[0.5, 0.5, 0]]);
  });
});

describe('presence', () => {
  it('is gone with the session, also where all fell silent and nobody looks', async () => {
    const [{ session }] = await three();
    test.clock.advance(60_000);
    await endSilentSessions(test.ctx);
    const rows = await test.ctx.db.execute<{ ended: boolean; n: number }>(
      sql`select ended_at is not null as ended,
        (select count(*)::int from live_participants p where p.session_id = s.id) as n
        from live_sessions s where id = ${session.id}`,
    );
    expect(rows[0]).toEqual({ ended: true, n: 0 });
    test.clock.advance(25 * 3_600_000);
    await endSilentSessions(test.ctx);
    const kept = await test.ctx.db.execute(sql`select 1 from live_sessions where id = ${session.id}`);
    expect([...kept]).toEqual([]);
  });

  it('ends for whoever may not see the video any more', async () => {
    const [first, second] = await three();
    const page = streamOf(member, second);
    await page.opened;
    await expect.poll(page.text).toContain('event: session');
    const hidden = await owner.api.spaces.create({ name: 'Hidden', visibility: 'private', memberIds: [] });
    await owner.api.videos.update({ slug, spaceId: hidden.id });
    const here = (person: TestPerson, { participantId }: Joined) =>
      person.api.together.beHere({ participantId, isFollowing: true });
    await expect(here(member, second)).rejects.toEqual(code('not_found'));
    test.clock.advance(15_000);
    await here(owner, first);
    test.clock.advance(6000);
    await here(owner, first);
    await expect.poll(page.text).toContain('event: gone');
    await expect.poll(page.isClosed).toBe(true);
    expect((await now()).participants).toHaveLength(1);
  });

  it('tells other pages of the video that a session began and ended, not who comes and goes', async () => {
    const page = listen(third);
    await page.opened;
    const seen = () => page.text().match(/together\.changed/g)?.length ?? 0;
    const first = await owner.api.together.start({ slug });
    await expect.poll(seen).toBe(1);
    const second = await member.api.together.join({ sessionId: first.session.id });
    await member.api.together.leave({ participantId: second.participantId });
    await owner.api.together.leave({ participantId: first.participantId });
    await expect.poll(seen).toBe(2);
    page.close();
  });
});
