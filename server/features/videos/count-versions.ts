import { and, inArray, isNull } from 'drizzle-orm';
import type { ViewerContext } from '#server/context.ts';
import { videos } from './tables.ts';

/** How many versions of each of these videos there are, and which one is current; by the id of the first version. */
export async function countVersions(
  ctx: ViewerContext,
  roots: readonly string[],
): Promise<Map<string, { count: number; current: number }>> {
  const rows = await ctx.db
    .select({ id: videos.id, version: videos.version, isCurrent: videos.isCurrent, root: videos.versionOf })
    .from(videos)
    .where(and(inArray(videos.versionOf, [...roots]), isNull(videos.deletedAt)));
  const later = Map.groupBy(rows, (row) => row.root ?? '');
  const firsts = await ctx.db
    .select({ id: videos.id, deletedAt: videos.deletedAt })
    .from(videos)
    .where(inArray(videos.id, [...later.keys()]));
  return new Map(
    firsts.map(({ id, deletedAt }) => {
      const versions = later.get(id) ?? [];
      const current = versions.find(({ isCurrent }) => isCurrent)?.version ?? 1;
      return [id, { count: versions.length + (deletedAt === null ? 1 : 0), current }];
    }),
  );
}
