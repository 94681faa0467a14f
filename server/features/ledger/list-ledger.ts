import { and, asc, desc, eq, gt } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { UserId, VideoId } from '#shared/ids.ts';
import type { LedgerRecord } from '#shared/ledger.ts';
import { ledgerEntries } from './tables.ts';

/** Entries of the workspace in order, behind `after`. */
export async function listLedger(
  ctx: VerbContext,
  input: { after: number; limit: number },
): Promise<{ records: LedgerRecord[]; last: number }> {
  const mine = eq(ledgerEntries.workspaceId, ctx.actor.workspaceId);
  const [rows, [newest]] = await Promise.all([
    ctx.db
      .select()
      .from(ledgerEntries)
      .where(and(mine, gt(ledgerEntries.sequence, input.after)))
      .orderBy(asc(ledgerEntries.sequence))
      .limit(input.limit),
    ctx.db
      .select({ sequence: ledgerEntries.sequence })
      .from(ledgerEntries)
      .where(mine)
      .orderBy(desc(ledgerEntries.sequence))
      .limit(1),
  ]);
  return { records: rows.map(presentRecord), last: newest?.sequence ?? 0 };
}

function presentRecord(row: typeof ledgerEntries.$inferSelect): LedgerRecord {
  const { sequence, kind, videoTitle, details, previousHash, hash } = row;
  return {
    sequence,
    at: row.at.toISOString(),
    kind,
    videoId: row.videoId === null ? null : VideoId.parse(row.videoId),
    videoTitle,
    actor: { id: UserId.parse(row.actorId), name: row.actorName },
    subject: row.subjectId === null ? null : { id: UserId.parse(row.subjectId), name: row.subjectName ?? '' },
    details,
    previousHash,
    hash,
  };
}
