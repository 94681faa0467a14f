import { and, desc, eq, isNotNull, lt } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { EntryBefore } from '#shared/answering.ts';
import { VideoSlug } from '#shared/ids.ts';
import { findEdition } from './access.ts';
import { editions, entries } from './tables.ts';

/** What the actor answered the last time before an edition of the series. */
export async function getEntryBefore(ctx: VerbContext, input: { id: string }): Promise<EntryBefore | null> {
  const { edition } = await findEdition(ctx, input.id);
  const [before] = await ctx.db
    .select({ edition: editions, entry: entries, slug: videos.slug, deletedAt: videos.deletedAt })
    .from(entries)
    .innerJoin(editions, eq(editions.id, entries.editionId))
    .leftJoin(videos, eq(videos.id, entries.videoId))
    .where(
      and(
        eq(editions.seriesId, edition.seriesId),
        lt(editions.day, edition.day),
        eq(entries.userId, ctx.actor.userId),
        isNotNull(entries.answeredAt),
      ),
    )
    .orderBy(desc(editions.day))
    .limit(1);
  if (!before) return null;
  const { slug, deletedAt, entry } = before;
  return {
    day: before.edition.day,
    video: slug === null || deletedAt !== null ? null : VideoSlug.parse(slug),
    prompts: before.edition.prompts,
    answers: entry.answers,
  };
}
