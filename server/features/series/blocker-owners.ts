import { and, eq, or, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Transaction } from '#server/db/connect.ts';
import { notify } from '#server/features/notifications/index.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { members } from '#server/features/workspaces/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { EditionRow, SeriesRow } from './access.ts';
import { seriesPeople, type blockers } from './tables.ts';

export type BlockerRow = typeof blockers.$inferSelect;

/** `invalid_input` where somebody of these can't see the series: they could not see what they are to clear. */
export async function assertSeesSeries(tx: Transaction, series: SeriesRow, ids: string[]): Promise<void> {
  const given = [...new Set(ids)];
  if (given.length === 0) return;
  const { spaceId } = series;
  const seeing = await tx.$count(
    members,
    and(
      eq(members.organizationId, series.workspaceId),
      anyOf(members.userId, given),
      spaceId === null
        ? undefined
        : or(
            sql`exists (select 1 from ${spaces} where ${spaces.id} = ${spaceId} and ${spaces.visibility} = 'open')`,
            sql`exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${spaceId} and ${spaceMembers.userId} = ${members.userId})`,
            sql`exists (select 1 from ${seriesPeople} where ${seriesPeople.seriesId} = ${series.id} and ${seriesPeople.userId} = ${members.userId})`,
          ),
    ),
  );
  if (seeing < given.length)
    throw new AppError('invalid_input', 'ownerId: choose somebody who can see this series.');
}

/** Tells each owner once of each blocker that is theirs to clear. */
export async function tellOwners(
  tx: Transaction,
  ctx: VerbContext,
  { edition, series }: { edition: EditionRow; series: SeriesRow },
  rows: readonly BlockerRow[],
): Promise<void> {
  await notify(
    tx,
    ctx,
    rows.flatMap(({ id, text, ownerId }) =>
      ownerId === null
        ? []
        : {
            workspaceId: series.workspaceId,
            recipientIds: [ownerId],
            actorId: ctx.actor.userId,
            kind: 'blocker_assigned' as const,
            key: noticeKey(id),
            title: `${ctx.actor.name} counts on you in “${series.title}”`,
            text,
            url: `${ctx.config.http.publicUrl}/series/${series.id}?day=${edition.day}`,
            videoId: null,
            threadId: null,
            dueAt: null,
            urgentReason: null,
          },
    ),
  );
}

export function noticeKey(blockerId: string): string {
  return `blocker_assigned:${blockerId}`;
}
