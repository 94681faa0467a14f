import { and, desc, eq, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { AppError } from '#shared/errors.ts';
import type { VideoStatus, VideoSummary } from '#shared/videos.ts';
import { visibleVideos } from './access.ts';
import { presentVideoSummaries } from './present.ts';
import { videos } from './tables.ts';

export interface VideoFilter {
  cursor?: string | undefined;
  limit: number;
  spaceId?: string | undefined;
  authorId?: string | undefined;
  status?: VideoStatus | undefined;
  title?: string | undefined;
  needsMyAcknowledgement?: boolean | undefined;
}

/** Videos that the actor can see, newest first; pages by the id of the last one (ids are in order of time). */
export async function listVideos(
  ctx: VerbContext,
  filter: VideoFilter,
): Promise<{ items: VideoSummary[]; nextCursor: string | null }> {
  if (filter.cursor !== undefined && !/^[0-9a-f-]{36}$/.test(filter.cursor)) {
    throw new AppError('invalid_input', 'cursor: use the nextCursor of the page before.');
  }
  const rows = await ctx.db
    .select()
    .from(videos)
    .where(
      and(
        visibleVideos(ctx.actor),
        filter.cursor ? sql`${videos.id} < ${filter.cursor}` : undefined,
        filter.spaceId ? eq(videos.spaceId, filter.spaceId) : undefined,
        filter.authorId ? eq(videos.authorId, filter.authorId) : undefined,
        filter.status ? eq(videos.status, filter.status) : undefined,
        filter.title
          ? sql`${videos.title} ilike ${`%${filter.title.replaceAll(/[\\%_]/g, '\\$&')}%`}`
          : undefined,
        filter.needsMyAcknowledgement
          ? sql`exists (select 1 from ${requests} where ${requests.videoId} = ${videos.id}
              and ${requests.recipientId} = ${ctx.actor.userId} and ${requests.withdrawnAt} is null
              and ${requests.acknowledgedAt} is null and ${requests.declinedAt} is null)`
          : undefined,
      ),
    )
    .orderBy(desc(videos.id))
    .limit(filter.limit + 1);
  const page = rows.slice(0, filter.limit);
  return {
    items: await presentVideoSummaries(ctx, page),
    nextCursor: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null,
  };
}
