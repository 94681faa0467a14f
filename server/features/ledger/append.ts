import { desc, eq, sql } from 'drizzle-orm';
import type { Actor, AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { FIRST_HASH, ledgerHash, type Unhashed } from '#shared/ledger-chain.ts';
import type { LedgerRecord } from '#shared/ledger.ts';
import type { Person } from '#shared/people.ts';
import { UserId, VideoId } from '#shared/ids.ts';
import { ledgerEntries } from './tables.ts';

export interface NewEntry {
  kind: LedgerRecord['kind'];
  /** Who was asked, where that is somebody else. */
  subject?: LedgerRecord['subject'];
  details?: LedgerRecord['details'];
}

/** What happened by evidence, by a job or by a rule, not by what somebody said: nobody was there to act. */
export interface AbsentActor {
  kind: 'evidence' | 'job' | 'retention';
  userId: string;
  name: string;
  workspaceId: string;
}
type Writer = Pick<AppContext, 'clock'> & { actor: Actor | AbsentActor };
interface RecordedVideo {
  id: string;
  title: string;
  version: number;
}
type OnVideo = NewEntry & { video: RecordedVideo | null };

/**
 * Puts what the actor does on record, in the transaction that does it and as the last thing in it: one transaction of a workspace at
 * a time appends, as each entry holds the hash of the one before.
 */
export async function appendToLedger(
  tx: Transaction,
  ctx: Writer,
  video: RecordedVideo,
  entries: readonly NewEntry[],
): Promise<void> {
  await appendEntries(
    tx,
    ctx,
    entries.map((entry) => ({ ...entry, video })),
  );
}

/** The same for entries of several videos: three statements for any number of them. */
export async function appendEntries(
  tx: Transaction,
  ctx: Writer,
  entries: readonly OnVideo[],
): Promise<void> {
  if (entries.length === 0) return;
  const { actor } = ctx;
  const at = ctx.clock.now().toISOString();
  const { workspaceId } = actor;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`ledger:${workspaceId}`}, 0))`);
  const [last] = await tx
    .select({ sequence: ledgerEntries.sequence, hash: ledgerEntries.hash })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.workspaceId, workspaceId))
    .orderBy(desc(ledgerEntries.sequence))
    .limit(1);
  let { sequence, hash } = last ?? { sequence: 0, hash: FIRST_HASH };
  const records: LedgerRecord[] = [];
  for (const { kind, video, subject = null, details = {} } of entries) {
    const record: Unhashed = {
      sequence: ++sequence,
      at,
      kind,
      videoId: video && VideoId.parse(video.id),
      videoTitle: video?.title ?? '',
      actor: { id: UserId.parse(actor.userId), name: actor.name },
      subject,
      details: { ...details, ...(video && { version: video.version }), by: meansOf(actor) },
      previousHash: hash,
    };
    hash = await ledgerHash(record);
    records.push({ ...record, hash });
  }
  await insertRecords(tx, workspaceId, records);
}

/** As one JSON: thousands of rows are one statement, with two parameters. */
async function insertRecords(tx: Transaction, workspaceId: string, records: LedgerRecord[]): Promise<void> {
  const rows = records.map(({ actor, subject, videoId, videoTitle, previousHash, ...rest }) => ({
    ...rest,
    video_id: videoId,
    video_title: videoTitle,
    actor_id: actor.id,
    actor_name: actor.name,
    subject_id: subject?.id ?? null,
    subject_name: subject?.name ?? null,
    previous_hash: previousHash,
  }));
  await tx.execute(sql`
    insert into ${ledgerEntries} (workspace_id, sequence, at, kind, video_id, video_title, actor_id, actor_name,
      subject_id, subject_name, details, previous_hash, hash)
    select ${workspaceId}::uuid, sequence, at, kind, video_id, video_title, actor_id, actor_name,
      subject_id, subject_name, details, previous_hash, hash
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r (sequence bigint, at timestamptz, kind text,
      video_id uuid, video_title text, actor_id uuid, actor_name text, subject_id uuid, subject_name text,
      details jsonb, previous_hash text, hash text)`);
}

export function partyOf({ id, name }: Pick<Person, 'id' | 'name'>): LedgerRecord['actor'] {
  return { id, name };
}

/** From where it was said. */
function meansOf(actor: Actor | AbsentActor): string {
  if ('sessionId' in actor) return actor.sessionId === null ? 'API key' : 'session';
  if (actor.kind === 'evidence' || actor.kind === 'retention') return actor.kind;
  return actor.kind === 'guest' ? 'share link' : 'new version';
}
