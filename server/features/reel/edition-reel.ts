import { and, desc, eq, exists, inArray, isNotNull, or } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { findSeries } from '#server/features/series/index.ts';
import { editions, entries } from '#server/features/series/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { Reel } from '#shared/reel.ts';
import { readReel } from './read-reel.ts';

/** What one reel takes. */
const MOST = 200;

/** All answers of an edition, of the newest one unless a day is named. Nothing while nobody was asked. */
export async function getEditionReel(
  ctx: VerbContext,
  input: { id: string; day?: string | undefined },
): Promise<Reel> {
  const series = await findSeries(ctx, input.id, { withRemoved: true });
  const [edition] = await ctx.db
    .select({ id: editions.id })
    .from(editions)
    .where(
      and(
        eq(editions.seriesId, series.id),
        input.day === undefined ? undefined : eq(editions.day, input.day),
        exists(
          ctx.db
            .select({ id: entries.id })
            .from(entries)
            .where(
              and(
                eq(entries.editionId, editions.id),
                or(isNotNull(entries.openedAt), isNotNull(entries.closedAt)),
              ),
            ),
        ),
      ),
    )
    .orderBy(desc(editions.day))
    .limit(1);
  if (!edition && input.day !== undefined)
    throw new AppError('not_found', `There is no edition of ${input.day} in this series.`);
  if (!edition) return { editions: [], entries: [], left: 0 };
  const answered = and(eq(entries.editionId, edition.id), isNotNull(entries.answeredAt));
  const first = ctx.db
    .select({ id: entries.id })
    .from(entries)
    .where(answered)
    .orderBy(entries.answeredAt, entries.id)
    .limit(MOST);
  const [reel, all] = await Promise.all([
    readReel(ctx, inArray(entries.id, first)),
    ctx.db.$count(entries, answered),
  ]);
  return { ...reel, left: all - reel.entries.length };
}
