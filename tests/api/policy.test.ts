import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isContractProcedure } from '@orpc/contract';
import { contract } from '#shared/contract.ts';
import { grantAllows, hasRole, mayUseRoute } from '#shared/permissions.ts';
import { ROUTE_POLICY, type RoutePolicy } from '#shared/route-policy.ts';
import type { Role } from '#shared/people.ts';
import { joinAs, makeReadyVideo, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { comeIn, makeLink, type TestGuest } from '../support/share.ts';
import { makeTestApp, type TestApp, type TestBrowser } from '../support/test-app.ts';
import { askByLink, beAsked } from '../support/video-requests.ts';

/** Every procedure of the contract with its method and path. */
function procedures(): { name: string; method: string; path: string }[] {
  const found: { name: string; method: string; path: string }[] = [];
  for (const [feature, group] of Object.entries(contract)) {
    for (const [key, procedure] of Object.entries(group)) {
      if (!isContractProcedure(procedure)) continue;
      const { method = 'POST', path = '' } = procedure['~orpc'].route;
      found.push({ name: `${feature}.${key}`, method, path });
    }
  }
  return found;
}

const ID = '00000000-0000-4000-8000-000000000001';
const fill = (path: string) => path.replace('{slug}', 'abcdefghijkl').replaceAll(/\{\w+\}/g, ID);

let test: TestApp;
let people: Record<Role | 'nobody' | 'stranger', Pick<TestPerson, 'fetch'>>;
let keys: Record<'read' | 'write', string>;
/** One for every combination of what a link allows. */
let guests: TestGuest[];
/** Somebody who was asked for a video by a link, on its page and on none. */
let respondent: TestBrowser;
let respondentBrowser: TestBrowser;
beforeAll(async () => {
  test = await makeTestApp();
  const owner = await setUpOwner(test);
  const [admin, member, stranger] = [
    await joinAs(test, owner, 'admin'),
    await joinAs(test, owner, 'member'),
    await makeStranger(test),
  ];
  people = { owner, admin, member, stranger, nobody: test.browser() };
  const make = async (scopes: ('read' | 'write')[]) =>
    (await owner.api.apiKeys.create({ name: 'walk', scopes })).secret;
  keys = { read: await make(['read']), write: await make(['read', 'write']) };
  respondentBrowser = test.browser();
  respondent = await beAsked(await askByLink(owner), respondentBrowser);
  const { slug } = await makeReadyVideo(test, owner);
  guests = [];
  for (let bits = 0; bits < 32; bits++) {
    const has = (bit: number) => (bits & (1 << bit)) !== 0;
    const allows = {
      canComment: has(0),
      canApprove: has(1),
      canDownload: has(2),
      canSeeTranscript: has(3),
      hasWatermark: has(4),
    };
    const { token } = await makeLink(owner, slug, { allows });
    guests.push(await comeIn(test, token));
  }
});
afterAll(() => test[Symbol.asyncDispose]());

const isForMembers = (who: RoutePolicy['who']): who is Role =>
  !['public', 'token', 'guest', 'respondent'].includes(who);

async function codeOf(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string };
  return body.code ?? String(answer.status);
}

async function callRoute(
  fetch: TestPerson['fetch'],
  { method, path }: { method: string; path: string },
  headers: Record<string, string> = {},
): Promise<string> {
  const hasBody = method !== 'GET' && method !== 'DELETE';
  return codeOf(
    await fetch(`/api${fill(path)}`, {
      method,
      headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
      ...(hasBody ? { body: '{}' } : {}),
    }),
  );
}

describe('the policy table', () => {
  it('has an entry for every procedure, and none for one that does not exist', () => {
    const names = procedures().map(({ name }) => name);
    expect(names.length).toBeGreaterThan(45);
    expect(names.filter((name) => !ROUTE_POLICY[name])).toEqual([]);
    const entries = Object.keys(ROUTE_POLICY).filter((name) => /^\w+\.\w+$/.test(name));
    expect(entries.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('has an entry for every ordinary route of the app', () => {
    const known = Object.keys(ROUTE_POLICY)
      .filter((name) => name.includes(' '))
      .map((name) => name.split(' ')[1]?.replace(/\/:token.*|\*$/, '') ?? '');
    const routes = test.app.routes.filter(({ method }) => method !== 'ALL').map(({ path }) => path);
    const open = routes.filter(
      (path) => !known.some((prefix) => path.startsWith(prefix.replace(/\/$/, '')) && prefix !== '/'),
    );
    expect(open.filter((path) => !['/*', '*', '/assets/*'].includes(path))).toEqual([]);
  });

  it('refuses a route without an entry', () => {
    expect(
      mayUseRoute('videos.publishToTheWorld', { kind: 'member', userId: ID, role: 'owner', scopes: null }),
    ).toBe('forbidden');
  });

  it.each(procedures())('$name is what the table says, for everybody', async ({ name, method, path }) => {
    const policy = ROUTE_POLICY[name];
    if (!policy) throw new Error(`no policy for ${name}`);
    const call = (fetch: TestPerson['fetch'], headers: Record<string, string> = {}) =>
      callRoute(fetch, { method, path }, headers);
    const isPublic = policy.who === 'public';
    const nobody = await call(people.nobody.fetch);
    expect(nobody === 'unauthenticated').toBe(!isPublic);
    if (policy.who === 'public' || policy.who === 'token') return;
    for (const role of ['owner', 'admin', 'member'] as const) {
      const code = await call(people[role].fetch);
      expect(['unauthenticated', 'internal']).not.toContain(code);
      expect(code === 'forbidden').toBe(!isForMembers(policy.who) || !hasRole(role, policy.who));
    }
    for (const scope of ['read', 'write'] as const) {
      const code = await call(test.browser().fetch, { authorization: `Bearer ${keys[scope]}` });
      const isAllowed = policy.apiKey !== 'session' && (policy.apiKey === 'read' || scope === 'write');
      expect(['unauthenticated', 'internal']).not.toContain(code);
      expect(code === 'forbidden').toBe(!isAllowed);
    }
  });

  it.each(procedures())('$name gives guests what their link gives', async ({ name, method, path }) => {
    const policy = ROUTE_POLICY[name];
    for (const guest of guests) {
      const code = await callRoute(guest.fetch, { method, path });
      expect(['unauthenticated', 'internal', 'gone']).not.toContain(code);
      const isAllowed = policy?.guest !== undefined && grantAllows(guest.session.allows, policy.guest);
      expect([guest.session.allows, code === 'forbidden']).toEqual([guest.session.allows, !isAllowed]);
    }
  });

  it('gives guests no more of the ordinary routes than anybody has', async () => {
    for (const guest of guests) {
      for (const path of [
        '/api/auth/get-session',
        '/api/auth/list-sessions',
        '/media/x/poster.jpg',
        '/storage/x',
      ])
        expect([path, (await guest.fetch(path)).status]).toEqual([path, 403]);
      expect((await guest.fetch('/api/auth/sign-in/email', { method: 'POST' })).status).toBe(403);
      expect((await guest.fetch('/healthz')).status).toBe(200);
      // Without naming the link, the cookie of a guest is nobody's.
      expect((await guest.browser.fetch('/events')).status).toBe(401);
      expect((await guest.browser.fetch('/api/me')).status).toBe(401);
    }
  });

  it.each(procedures())('$name gives who was asked for a video what answering takes', async (procedure) => {
    const code = await callRoute(respondent.fetch, procedure);
    expect(['unauthenticated', 'internal', 'gone']).not.toContain(code);
    expect(code === 'forbidden').toBe(ROUTE_POLICY[procedure.name]?.respondent !== true);
  });

  it('gives who was asked for a video no more of the ordinary routes than anybody has', async () => {
    for (const path of ['/events', '/events/together', '/media/x/poster.jpg', '/storage/x'])
      expect([path, [401, 403]]).toEqual([
        path,
        expect.arrayContaining([(await respondent.fetch(path)).status]),
      ]);
    // Without naming the request, the cookie of its guest is nobody's.
    expect((await respondentBrowser.fetch('/api/me')).status).toBe(401);
    expect((await respondentBrowser.fetch('/api/requested')).status).toBe(401);
    const given = Object.entries(ROUTE_POLICY).flatMap(([name, policy]) => (policy.respondent ? [name] : []));
    expect(given).toEqual([
      'recordings.create',
      'recordings.get',
      'recordings.describe',
      'recordings.signSegments',
      'recordings.confirmSegment',
      'recordings.heartbeat',
      'recordings.finish',
      'recordings.withdraw',
      'recordings.saveStrokes',
      'recordings.discard',
      'uploads.create',
      'uploads.signParts',
      'uploads.listParts',
      'uploads.complete',
      'uploads.abort',
      'videoRequests.preview',
      'videoRequests.open',
      'videoRequests.asked',
      'videoRequests.playTake',
      'videoRequests.send',
      'videoRequests.discardTake',
    ]);
  });

  it('gives guests these routes and no others', () => {
    const given = Object.entries(ROUTE_POLICY).flatMap(([name, { guest }]) =>
      guest ? [`${name}: ${guest}`] : [],
    );
    expect(given).toEqual([
      'accounts.system: view',
      'videos.get: view',
      'videos.versions: view',
      'videos.changes: view',
      'playback.get: view',
      'playback.transcript: transcript',
      'playback.strokes: view',
      'playback.reportWatched: view',
      'comments.list: view',
      'comments.get: view',
      'comments.create: comment',
      'comments.update: comment',
      'comments.history: view',
      'comments.react: comment',
      'comments.listReactions: view',
      'comments.addReaction: comment',
      'comments.removeReaction: comment',
      'comments.remove: comment',
      'comments.restore: comment',
      'comments.resolve: comment',
      'comments.reopen: comment',
      'attachments.create: comment',
      'attachments.complete: comment',
      'attachments.get: view',
      'attachments.remove: comment',
      'acknowledgements.ledger: view',
      'shareLinks.preview: view',
      'shareLinks.requestCode: view',
      'shareLinks.open: view',
      'shareLinks.answer: approve',
      'together.get: comment',
      'together.join: comment',
      'together.beHere: comment',
      'together.report: comment',
      'together.send: comment',
      'together.takeLead: comment',
      'together.leave: comment',
      'GET /events: view',
      'GET /events/together: comment',
    ]);
  });
});
