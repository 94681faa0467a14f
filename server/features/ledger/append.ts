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

/** Who does what is put on record: whoever asks, or the person on whose behalf a job runs. */
export type LedgerActor = Actor | { kind: 'job'; userId: string; name: string; workspaceId: string };

/**
 * Puts what the actor does on record, in the transaction that does it and as the last thing in it: one transaction of a workspace at
 * a time appends, as each entry holds the hash of the one before.
 */
export async function appendToLedger(
  tx: Transaction,
  ctx: Pick<AppContext, 'clock'> & { actor: LedgerActor },
  video: { id: string; title: string },
  entries: readonly NewEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const { actor } = ctx;
  const now = ctx.clock.now();
  const { workspaceId } = actor;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`ledger:${workspaceId}`}, 0))`);
  const [last] = await tx
    .select({ sequence: ledgerEntries.sequence, hash: ledgerEntries.hash })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.workspaceId, workspaceId))
    .orderBy(desc(ledgerEntries.sequence))
    .limit(1);
  let { sequence, hash } = last ?? { sequence: 0, hash: FIRST_HASH };
  const rows: (typeof ledgerEntries.$inferInsert)[] = [];
  for (const { kind, subject = null, details = {} } of entries) {
    const record: Unhashed = {
      sequence: ++sequence,
      at: now.toISOString(),
      kind,
      videoId: VideoId.parse(video.id),
      videoTitle: video.title,
      actor: { id: UserId.parse(actor.userId), name: actor.name },
      subject,
      details: { ...details, by: meansOf(actor) },
      previousHash: hash,
    };
    hash = await ledgerHash(record);
    rows.push({
      workspaceId,
      sequence,
      at: now,
      kind,
      videoId: video.id,
      videoTitle: video.title,
      actorId: actor.userId,
      actorName: actor.name,
      subjectId: subject?.id ?? null,
      subjectName: subject?.name ?? null,
      details: record.details,
      previousHash: record.previousHash,
      hash,
    });
  }
  // A thousand at a time: a statement takes 65,535 parameters.
  for (let i = 0; i < rows.length; i += 1000) await tx.insert(ledgerEntries).values(rows.slice(i, i + 1000));
}

export function partyOf({ id, name }: Pick<Person, 'id' | 'name'>): LedgerRecord['actor'] {
  return { id, name };
}

/** From where it was said. */
function meansOf(actor: LedgerActor): string {
  if (actor.kind === 'job') return 'new version';
  if (actor.kind === 'guest') return 'share link';
  return actor.sessionId === null ? 'API key' : 'session';
}
