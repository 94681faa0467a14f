import { and, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { listPlayback } from '#server/features/playback/index.ts';
import { watchedRanges } from '#server/features/playback/tables.ts';
import { blockers, editions, entries, updateSeries } from '#server/features/series/tables.ts';
import { transcriptSegments } from '#server/features/transcripts/tables.ts';
import { viewableVideos } from '#server/features/videos/index.ts';
import { videos, videoSilences } from '#server/features/videos/tables.ts';
import { AcknowledgementRequestId, EditionId, SeriesId, VideoSlug } from '#shared/ids.ts';
import { mentionedIds } from '#shared/mentions.ts';
import { EntryId, type Reel, type ReelAsk, type ReelEdition, type ReelEntry } from '#shared/reel.ts';
import type { PromptAnswer } from '#shared/series.ts';
import { versionSlug } from '#shared/version-slugs.ts';
import { isWatched, rangesOf } from './is-watched.ts';
import { shownEntries } from './tables.ts';

/** What was answered, with all that is known of it for this person, in three rounds of queries for any number of entries. */
export async function readReel(ctx: VerbContext, where: SQL | undefined): Promise<Reel> {
  const me = ctx.actor.userId;
  const rows = await ctx.db
    .select({
      entry: entries,
      edition: editions,
      series: { id: updateSeries.id, title: updateSeries.title },
      user: users,
      video: videos,
      silences: videoSilences.ranges,
      watched: sql<string | null>`${watchedRanges.ranges}::text`,
      shownAt: shownEntries.shownAt,
    })
    .from(entries)
    .innerJoin(editions, eq(editions.id, entries.editionId))
    .innerJoin(updateSeries, eq(updateSeries.id, editions.seriesId))
    .innerJoin(users, eq(users.id, entries.userId))
    .leftJoin(videos, and(eq(videos.id, entries.videoId), viewableVideos(ctx.actor)))
    .leftJoin(videoSilences, eq(videoSilences.videoId, videos.id))
    .leftJoin(watchedRanges, and(eq(watchedRanges.videoId, videos.id), eq(watchedRanges.userId, me)))
    .leftJoin(shownEntries, and(eq(shownEntries.entryId, entries.id), eq(shownEntries.userId, me)))
    .where(and(sql`${entries.answeredAt} is not null`, where))
    .orderBy(
      sql`lower(${updateSeries.title})`,
      updateSeries.id,
      editions.day,
      entries.answeredAt,
      entries.id,
    );
  const shown = rows.flatMap(({ video }) => (video ? [video] : []));
  const ids = shown.map(({ id }) => id);
  const editionIds = [...new Set(rows.map(({ edition }) => edition.id))];
  const [playbacks, asks, ends, raised] = await Promise.all([
    listPlayback(ctx, shown),
    readAsks(ctx, ids),
    readSentenceEnds(ctx, ids),
    readRaised(ctx, editionIds),
  ]);
  const playbackOf = new Map(shown.map(({ id }, i) => [id, playbacks[i]]));
  const found = new Map<string, ReelEdition>();
  const list = rows.map((row): ReelEntry => {
    const { entry, edition, series, user, video, watched, shownAt } = row;
    found.set(edition.id, {
      id: EditionId.parse(edition.id),
      seriesId: SeriesId.parse(series.id),
      title: series.title,
      day: edition.day,
      prompts: edition.prompts,
    });
    const silences = row.silences ?? [];
    const playback = video && playbackOf.get(video.id);
    const isMine = entry.userId === me;
    const inTheWay = raised.filter(
      ({ raisedIn, raisedBy }) => raisedIn === edition.id && raisedBy === entry.userId,
    );
    const answers = withRaised(entry.answers, inTheWay);
    return {
      id: EntryId.parse(entry.id),
      editionId: EditionId.parse(edition.id),
      person: personOf(user),
      answeredAt: (entry.answeredAt ?? entry.dueAt).toISOString(),
      isMine,
      isSeen: isMine || (video ? isWatched(rangesOf(watched), silences, video.durationMs) : shownAt !== null),
      answers,
      video:
        video && playback
          ? {
              slug: VideoSlug.parse(versionSlug(video.slug, video.version)),
              durationMs: video.durationMs,
              silences,
              sentenceEnds: ends.get(video.id) ?? [],
              playback,
            }
          : null,
      asks: video ? (asks.get(video.id) ?? []) : [],
      mentions: answers
        .filter(
          ({ promptId, text }) =>
            (text && mentionedIds(text).includes(me)) ||
            inTheWay.some((one) => one.promptId === promptId && one.ownerId === me),
        )
        .map(({ promptId }) => promptId),
    };
  });
  return { editions: [...found.values()], entries: list, left: 0 };
}

type RaisedRow = Pick<
  typeof blockers.$inferSelect,
  'raisedIn' | 'raisedBy' | 'promptId' | 'text' | 'ownerId'
>;

/** What was listed as being in the way and still is. */
function readRaised(ctx: VerbContext, editionIds: string[]): Promise<RaisedRow[]> {
  const { raisedIn, raisedBy, promptId, text, ownerId } = blockers;
  return ctx.db
    .select({ raisedIn, raisedBy, promptId, text, ownerId })
    .from(blockers)
    .where(and(anyOf(blockers.raisedIn, editionIds), isNull(blockers.closedAt)))
    .orderBy(blockers.createdAt, blockers.id);
}

/** It is read with what was written besides. */
function withRaised(answers: readonly PromptAnswer[], raised: readonly RaisedRow[]): PromptAnswer[] {
  const byPrompt = Map.groupBy(raised, ({ promptId }) => promptId);
  const listed = [...byPrompt].map(([promptId, some]): PromptAnswer => {
    const answer = answers.find((one) => one.promptId === promptId);
    const lines = [answer?.text, ...some.map(({ text }) => `• ${text}`)].filter(Boolean);
    return { ...(answer ?? NOTHING), promptId, text: lines.join('\n') };
  });
  return [...answers.filter(({ promptId }) => !byPrompt.has(promptId)), ...listed];
}

const NOTHING = { option: null, number: null, light: null, atMs: null };

/** What waits for me on these videos. */
async function readAsks(ctx: VerbContext, videoIds: string[]): Promise<Map<string, ReelAsk[]>> {
  const rows = await ctx.db
    .select({ request: requests, asker: users })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.requestedBy))
    .where(
      and(
        anyOf(requests.videoId, videoIds),
        eq(requests.recipientId, ctx.actor.userId),
        isNull(requests.acknowledgedAt),
        isNull(requests.declinedAt),
        isNull(requests.withdrawnAt),
      ),
    )
    .orderBy(sql`${requests.dueAt} nulls last`, requests.requestedAt);
  const byVideo = new Map<string, ReelAsk[]>();
  for (const { request, asker } of rows)
    byVideo.set(request.videoId, [
      ...(byVideo.get(request.videoId) ?? []),
      {
        requestId: AcknowledgementRequestId.parse(request.id),
        kind: request.kind,
        note: request.note,
        requestedBy: personOf(asker),
        dueAt: request.dueAt?.toISOString() ?? null,
      },
    ]);
  return byVideo;
}

/** Where a clip of them may end. */
async function readSentenceEnds(ctx: VerbContext, videoIds: string[]): Promise<Map<string, number[]>> {
  const rows = await ctx.db
    .select({
      videoId: transcriptSegments.videoId,
      ends: sql<number[]>`array_agg(${transcriptSegments.endMs} order by ${transcriptSegments.endMs})`,
    })
    .from(transcriptSegments)
    .where(
      and(
        anyOf(transcriptSegments.videoId, videoIds),
        sql`${transcriptSegments.text} ~ '[.!?…。！？]["”’»)]*\\s*$'`,
      ),
    )
    .groupBy(transcriptSegments.videoId);
  return new Map(rows.map(({ videoId, ends }) => [videoId, ends]));
}
