import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isContractProcedure } from '@orpc/contract';
import { contract } from '#shared/contract.ts';
import { hasRole, mayUseRoute, ROUTE_POLICY } from '#shared/permissions.ts';
import type { Role } from '#shared/people.ts';
import { joinAs, makeStranger, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

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
});
afterAll(() => test[Symbol.asyncDispose]());

async function codeOf(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string };
  return body.code ?? String(answer.status);
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
    expect(mayUseRoute('videos.publishToTheWorld', { userId: ID, role: 'owner', scopes: null })).toBe(
      'forbidden',
    );
  });

  it.each(procedures())('$name is what the table says, for everybody', async ({ name, method, path }) => {
    const policy = ROUTE_POLICY[name];
    if (!policy) throw new Error(`no policy for ${name}`);
    const call = async (fetch: TestPerson['fetch'], headers: Record<string, string> = {}) => {
      const hasBody = method !== 'GET' && method !== 'DELETE';
      return codeOf(
        await fetch(`/api${fill(path)}`, {
          method,
          headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
          ...(hasBody ? { body: '{}' } : {}),
        }),
      );
    };
    const isPublic = policy.who === 'public';
    const nobody = await call(people.nobody.fetch);
    expect(nobody === 'unauthenticated').toBe(!isPublic);
    if (policy.who === 'public' || policy.who === 'token') return;
    for (const role of ['owner', 'admin', 'member'] as const) {
      const code = await call(people[role].fetch);
      expect(['unauthenticated', 'internal']).not.toContain(code);
      expect(code === 'forbidden').toBe(!hasRole(role, policy.who));
    }
    for (const scope of ['read', 'write'] as const) {
      const code = await call(test.browser().fetch, { authorization: `Bearer ${keys[scope]}` });
      const isAllowed = policy.apiKey !== 'session' && (policy.apiKey === 'read' || scope === 'write');
      expect(['unauthenticated', 'internal']).not.toContain(code);
      expect(code === 'forbidden').toBe(!isAllowed);
    }
  });
});
