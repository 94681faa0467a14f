import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { notify } from '#server/features/notifications/index.ts';
import { AppError } from '#shared/errors.ts';
import type { EditionRow, SeriesRow } from './access.ts';
import { seriesViewersAmong } from './series-viewers.ts';
import type { blockers } from './tables.ts';

export type BlockerRow = typeof blockers.$inferSelect;

/** `invalid_input` where somebody of these can't see the series: they could not see what they are to clear. */
export async function assertSeesSeries(
  tx: Transaction,
  series: SeriesRow,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const viewers = await seriesViewersAmong(tx, series, ids);
  if (ids.some((id) => !viewers.has(id)))
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
