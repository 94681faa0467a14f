import { afterAll, beforeAll, expect, it } from 'vitest';
import { eq, isNotNull } from 'drizzle-orm';
import { deliveries, entries } from '#server/db/tables.ts';
import { makeCrowd, statementsOf } from '../support/crowd.ts';
import { makeTeam, type Team } from '../support/series-team.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const PEOPLE = 5000;

let test: TestApp;
let team: Team;
beforeAll(async () => {
  test = await makeTestApp();
  team = await makeTeam(test);
});
afterAll(() => test[Symbol.asyncDispose]());

it(
  'plans and opens an edition for 5,000 people with at most 2 statements per 500, and tells each',
  { timeout: 180_000 },
  async () => {
    const { workspace } = await team.owner.api.accounts.me();
    const memberIds = await makeCrowd(test.ctx, workspace.id, PEOPLE);
    const { id } = await team.owner.api.groups.create({ name: 'Everybody', memberIds });
    await team.make({ title: 'All hands', audiences: [{ kind: 'group', id, part: 'participant' }] });
    // Thursday, 15:30: it is planned and opens at once.
    team.jumpTo('2026-03-05T15:30:00Z');
    const opening = await statementsOf(test.ctx, team.tick);
    expect(await test.ctx.db.$count(entries, isNotNull(entries.openedAt))).toBe(PEOPLE);
    expect(await test.ctx.db.$count(deliveries, eq(deliveries.channel, 'email'))).toBe(PEOPLE);

    expect(opening.length).toBeLessThanOrEqual((PEOPLE / 500) * 2);
    // Nothing has changed: nothing is written.
    const again = await statementsOf(test.ctx, team.tick);
    expect(
      again.filter((text) => /^(insert|update|delete)/.test(text) && !text.includes('for update')),
    ).toEqual([]);
    // Reminding costs no more; closing tells of how it went, too.
    team.jumpTo('2026-03-09T09:30:00Z');
    const reminding = await statementsOf(test.ctx, team.tick);
    expect(await test.ctx.db.$count(entries, isNotNull(entries.remindedAt))).toBe(PEOPLE);
    team.jumpTo('2026-03-09T15:30:00Z');
    const closing = await statementsOf(test.ctx, team.tick);
    expect(await test.ctx.db.$count(entries, isNotNull(entries.closedAt))).toBe(PEOPLE);
    console.log(
      `statements: opening ${opening.length}, reminding ${reminding.length}, closing ${closing.length}`,
    );
    expect(reminding.length).toBeLessThanOrEqual((PEOPLE / 500) * 2);
    expect(closing.length).toBeLessThanOrEqual((PEOPLE / 500) * 3);
  },
);
