import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIRST_HASH, findChainFault, ledgerCsv, ledgerHash, type Unhashed } from './ledger-chain.ts';
import type { LedgerRecord } from './ledger.ts';

const ID = '01a21618-e327-7c78-9d65-92cb06a0193e';

async function chain(count: number): Promise<LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for (let i = 1; i <= count; i++) {
    const record: Unhashed = {
      sequence: i,
      at: `2026-03-0${(i % 9) + 1}T10:00:00.000Z`,
      kind: i % 2 ? 'asked' : 'acknowledged',
      videoId: ID as never,
      videoTitle: 'Update',
      actor: { id: ID as never, name: 'Olive' },
      subject: i % 2 ? { id: ID as never, name: 'Mia' } : null,
      details: { note: `n${i}`, dueAt: null },
      previousHash: records.at(-1)?.hash ?? FIRST_HASH,
    };
    records.push({ ...record, hash: await ledgerHash(record) });
  }
  return records;
}

it('holds, in one piece and in two', async () => {
  const records = await chain(6);
  expect(await findChainFault(records)).toBeNull();
  expect(await findChainFault([])).toBeNull();
  const [, , third] = records;
  expect(await findChainFault(records.slice(3), third)).toBeNull();
});

it('does not depend on the order of the details', async () => {
  const [record] = await chain(1);
  if (!record) throw new Error('no record');
  const { note, dueAt } = record.details as { note: string; dueAt: null };
  expect(await ledgerHash({ ...record, details: { dueAt, note } })).toBe(record.hash);
});

it('finds any change, any entry that is left out, and any that trade places', async () => {
  const records = await chain(8);
  const changes: ((record: LedgerRecord) => LedgerRecord)[] = [
    (r) => ({ ...r, at: '2026-03-09T10:00:00.001Z' }),
    (r) => ({ ...r, kind: 'ask_withdrawn' }),
    (r) => ({ ...r, actor: { ...r.actor, name: 'Mallory' } }),
    (r) => ({ ...r, subject: null, details: { ...r.details, note: 'other' } }),
    (r) => ({ ...r, hash: FIRST_HASH }),
  ];
  await fc.assert(
    fc.asyncProperty(fc.nat(6), fc.constantFrom(...changes), async (at, change) => {
      const tampered = records.map((record, i) => (i === at ? change(record) : record));
      expect(await findChainFault(tampered)).not.toBeNull();
      expect(await findChainFault(records.toSpliced(at, 1))).toMatchObject({ sequence: at + 1 });
      const swapped = records.map(
        (record, i) => (i === at ? records[at + 1] : i === at + 1 ? records[at] : record) ?? record,
      );
      expect(await findChainFault(swapped)).not.toBeNull();
    }),
    { numRuns: 60 },
  );
});

it('finds an entry that was changed with its hash computed anew', async () => {
  const records = await chain(4);
  const [, second] = records;
  if (!second) throw new Error('no record');
  const forged = { ...second, details: { note: 'forged' } };
  const tampered = records.with(1, { ...forged, hash: await ledgerHash(forged) });
  expect(await findChainFault(tampered)).toEqual({ sequence: 3, why: 'not_linked' });
});

it('becomes CSV that a spreadsheet does not run', async () => {
  const [record] = await chain(1);
  if (!record) throw new Error('no record');
  const csv = ledgerCsv([
    { ...record, videoTitle: '=HYPERLINK("x"), "y"', actor: { ...record.actor, name: '@me' } },
  ]);
  const [header, line] = csv.split('\r\n');
  expect(header?.startsWith('sequence,at,kind')).toBe(true);
  expect(line).toContain(`"'=HYPERLINK(""x""), ""y"""`);
  expect(line).toContain(",'@me,");
});
