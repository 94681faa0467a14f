import { csvOf } from './csv.ts';
import type { LedgerRecord } from './ledger.ts';

export const FIRST_HASH = '0'.repeat(64);

export type Unhashed = Omit<LedgerRecord, 'hash'>;

/**
 * SHA-256, in hexadecimal, over the entry as JSON: an array of its fields in a fixed order, with the keys of `details` sorted.
 * Anybody can compute it with what an export contains; see RFC 8785 for why the order has to be fixed.
 */
export async function ledgerHash(record: Unhashed): Promise<string> {
  const { sequence, at, kind, videoId, videoTitle, actor, subject, details, previousHash } = record;
  const sorted = Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([
    sequence,
    at,
    kind,
    videoId,
    videoTitle,
    [actor.id, actor.name],
    subject === null ? null : [subject.id, subject.name],
    sorted,
    previousHash,
  ]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Where a chain is broken, and how; null where it holds. */
export interface ChainFault {
  sequence: number;
  why: 'missing' | 'changed' | 'not_linked';
}

/**
 * Checks records that follow an entry of this sequence and hash; by default all that there are. Where the oldest are gone, one of the
 * others must be the tombstone that says so.
 */
export async function findChainFault(
  records: readonly LedgerRecord[],
  before: { sequence: number; hash: string } = forgottenOf(records),
): Promise<ChainFault | null> {
  let { sequence, hash } = before;
  for (const record of records) {
    sequence++;
    if (record.sequence !== sequence) return { sequence, why: 'missing' };
    if (record.previousHash !== hash) return { sequence, why: 'not_linked' };
    if ((await ledgerHash(record)) !== record.hash) return { sequence, why: 'changed' };
    hash = record.hash;
  }
  return null;
}

/** The last entry that was let go by the rule of its workspace, as its tombstone has it; else the begin of all. */
export function forgottenOf(records: readonly LedgerRecord[]): { sequence: number; hash: string } {
  const first = records[0]?.sequence ?? 1;
  const tombstone = records.find(
    ({ kind, details }) => kind === 'forgotten' && details['upTo'] === first - 1,
  );
  if (!tombstone) return { sequence: 0, hash: FIRST_HASH };
  return { sequence: first - 1, hash: String(tombstone.details['hash']) };
}

/** All records there are, page by page; `list` is the API's. */
export async function readLedger(
  list: (page: { after: number; limit: number }) => Promise<{ records: LedgerRecord[]; last: number }>,
): Promise<LedgerRecord[]> {
  const all: LedgerRecord[] = [];
  for (;;) {
    const { records, last } = await list({ after: all.at(-1)?.sequence ?? 0, limit: 1000 });
    all.push(...records);
    if (records.length === 0 || (all.at(-1)?.sequence ?? 0) >= last) return all;
  }
}

const COLUMNS = [
  'sequence',
  'at',
  'kind',
  'video_id',
  'video_title',
  'actor_id',
  'actor_name',
  'subject_id',
  'subject_name',
  'details',
  'previous_hash',
  'hash',
] as const;

/** With a header. */
export function ledgerCsv(records: readonly LedgerRecord[]): string {
  const lines = records.map((r) => [
    String(r.sequence),
    r.at,
    r.kind,
    r.videoId ?? '',
    r.videoTitle,
    r.actor.id,
    r.actor.name,
    r.subject?.id ?? '',
    r.subject?.name ?? '',
    JSON.stringify(r.details),
    r.previousHash,
    r.hash,
  ]);
  return csvOf([[...COLUMNS], ...lines]);
}
