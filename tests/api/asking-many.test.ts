import { afterAll, beforeAll, expect, it } from 'vitest';
import { findChainFault, readLedger } from '#shared/ledger-chain.ts';
import { makeCrowd, statementsOf } from '../support/crowd.ts';
import { makeReadyVideo, setUpOwner, type TestPerson } from '../support/factories.ts';
import { makeTestApp, type TestApp } from '../support/test-app.ts';

const PEOPLE = 5000;

let test: TestApp;
let owner: TestPerson;
beforeAll(async () => {
  test = await makeTestApp();
  owner = await setUpOwner(test);
});
afterAll(() => test[Symbol.asyncDispose]());

it(
  'asks 5,000 people with at most 2 statements per 500, and tells and records each',
  { timeout: 60_000 },
  async () => {
    const { workspace } = await owner.api.accounts.me();
    const recipientIds = await makeCrowd(test.ctx, workspace.id, PEOPLE);
    const { slug } = await makeReadyVideo(test, owner, { title: 'For everybody' });
    const due = { kind: 'workingHours', hours: 24 } as const;
    const { id } = await owner.api.groups.create({ name: 'Everybody', memberIds: recipientIds });
    const statements = await statementsOf(test.ctx, async () => {
      const groupIds = [id];
      const { entries } = await owner.api.acknowledgements.ask({ slug, groupIds, due, note: 'All of you' });
      expect(entries).toHaveLength(PEOPLE);
      expect(entries.every(({ dueAt, note }) => dueAt !== null && note === 'All of you')).toBe(true);
    });
    // Those of the session, the mails and the live events are among them, too.
    expect(statements.length).toBeLessThanOrEqual((PEOPLE / 500) * 2);
    expect(
      statements.filter((text) => text.startsWith('insert into "acknowledgement_requests"')),
    ).toHaveLength(1);
    expect(await test.mails()).toHaveLength(PEOPLE);
    const records = await readLedger(owner.api.ledger.list);
    expect(records).toHaveLength(PEOPLE);
    expect(await findChainFault(records)).toBeNull();
    // Changing and withdrawing all of them costs no more.
    const changed = await statementsOf(test.ctx, () =>
      owner.api.acknowledgements.change({ slug, due: { kind: 'workingHours', hours: 8 } }),
    );
    expect(changed.length).toBeLessThanOrEqual((PEOPLE / 500) * 2);
    const withdrawn = await statementsOf(test.ctx, () => owner.api.acknowledgements.withdrawOpen({ slug }));
    expect(withdrawn.length).toBeLessThanOrEqual((PEOPLE / 500) * 2);
    expect((await owner.api.acknowledgements.ledger({ slug })).entries).toEqual([]);
    expect(await findChainFault(await readLedger(owner.api.ledger.list))).toBeNull();
    await expect(
      owner.api.acknowledgements.ask({ slug, spaceIds: [], groupIds: [], recipientIds: [] }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  },
);
