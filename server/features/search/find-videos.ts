import { and, desc, inArray, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { transcriptSegments as segments } from '#server/features/transcripts/tables.ts';
import { presentVideoSummaries, visibleVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { SearchResult } from '#shared/search.ts';
import { highlightsIn, searchWords, toTsQuery } from './search-words.ts';

const MOST_VIDEOS = 20;
const HITS_PER_VIDEO = 5;

/** Videos whose title or speech has all the words, best first, with the passages to jump to. */
export async function findVideos(ctx: VerbContext, input: { q: string }): Promise<SearchResult[]> {
  const words = searchWords(input.q);
  if (words.length === 0) return [];
  const query = sql`to_tsquery('simple', ${toTsQuery(words)})`;
  const inTitle = sql<boolean>`to_tsvector('simple', ${videos.title}) @@ ${query}`;
  const spoken = sql<number>`(select count(*) from ${segments} where ${segments.videoId} = ${videos.id}
    and ${segments.search} @@ ${query})`.mapWith(Number);
  const rows = await ctx.db
    .select({ video: videos, inTitle, spoken })
    .from(videos)
    .where(
      and(
        visibleVideos(ctx.actor),
        sql`(${inTitle} or ${videos.id} in (select ${segments.videoId} from ${segments}
          where ${segments.workspaceId} = ${ctx.actor.workspaceId} and ${segments.search} @@ ${query}))`,
      ),
    )
    .orderBy(desc(inTitle), desc(spoken), desc(videos.id))
    .limit(MOST_VIDEOS);
  if (rows.length === 0) return [];
  const [summaries, passages] = await Promise.all([
    presentVideoSummaries(
      ctx,
      rows.map((row) => row.video),
    ),
    findPassages(
      ctx,
      rows.map((row) => row.video.id),
      query,
    ),
  ]);
  return summaries.map((video, index) => ({
    video,
    inTitle: rows[index]?.inTitle ?? false,
    hits: (passages.get(video.id) ?? []).map((passage) => ({
      atMs: passage.startMs,
      excerpt: passage.text,
      highlights: highlightsIn(passage.text, words),
    })),
  }));
}

async function findPassages(ctx: VerbContext, videoIds: string[], query: ReturnType<typeof sql>) {
  const rank = sql<number>`row_number() over (partition by ${segments.videoId}
    order by ts_rank(${segments.search}, ${query}) desc, ${segments.index})`;
  const ranked = ctx.db
    .select({
      videoId: segments.videoId,
      startMs: segments.startMs,
      text: segments.text,
      rank: rank.as('rank'),
    })
    .from(segments)
    .where(and(inArray(segments.videoId, videoIds), sql`${segments.search} @@ ${query}`))
    .as('ranked');
  const rows = await ctx.db
    .select()
    .from(ranked)
    .where(sql`${ranked.rank} <= ${HITS_PER_VIDEO}`)
    .orderBy(ranked.startMs);
  return Map.groupBy(rows, (row) => row.videoId);
}
