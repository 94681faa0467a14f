import { and, asc, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { AppContext, VerbContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { transcripts, transcriptSegments } from '#server/features/transcripts/tables.ts';
import { viewableVideos } from '#server/features/videos/index.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { RollUp } from '#shared/editions.ts';
import { findEdition, type EditionRow } from '../access.ts';
import { exactSlug } from '../exact-slug.ts';
import { blockers, entries } from '../tables.ts';
import { buildRollUp, type AnsweredEntry, type SpokenVideo } from './build-roll-up.ts';

/** More answers than anybody reads in one go; the rest is counted. */
const MOST_ENTRIES = 500;
/** What is read of all transcripts together, which bounds the memory that it takes. */
const MOST_CHARACTERS = 3_000_000;
const MOST_OF_ONE = 20_000;

export async function getRollUp(ctx: VerbContext, input: { id: string }): Promise<RollUp> {
  const { edition } = await findEdition(ctx, input.id);
  return readRollUp(ctx, edition, viewableVideos(ctx.actor));
}

/** The roll-up of an edition from what is there now; of videos only those that `mayQuote` says of. */
export async function readRollUp(
  ctx: AppContext,
  edition: EditionRow,
  mayQuote: SQL | undefined,
  { most, db = ctx.db }: { most?: number; db?: Queryable } = {},
): Promise<RollUp> {
  const isAnswered = and(eq(entries.editionId, edition.id), isNotNull(entries.answeredAt));
  const rows = await db
    .select({
      entry: entries,
      user: users,
      video: videos,
      state: transcripts.state,
      language: transcripts.language,
    })
    .from(entries)
    .innerJoin(users, eq(users.id, entries.userId))
    .leftJoin(videos, and(eq(videos.id, entries.videoId), mayQuote))
    .leftJoin(transcripts, eq(transcripts.videoId, videos.id))
    .where(isAnswered)
    .orderBy(asc(entries.answeredAt), asc(entries.id))
    .limit(MOST_ENTRIES);
  const count = rows.length < MOST_ENTRIES ? rows.length : await db.$count(entries, isAnswered);
  const segments = await segmentsOf(
    db,
    rows.flatMap(({ video, state }) => (video && state === 'ready' ? [video.id] : [])),
  );
  const raised = await db
    .select({ raisedBy: blockers.raisedBy, promptId: blockers.promptId, text: blockers.text })
    .from(blockers)
    .where(eq(blockers.raisedIn, edition.id))
    .orderBy(asc(blockers.createdAt), asc(blockers.id));
  const answered = rows.map(({ entry, user, video, language }): AnsweredEntry => {
    const said = video ? segments.get(video.id) : undefined;
    const spoken = video && said ? { slug: exactSlug(video), language, segments: said } : null;
    const own = raised.filter(({ raisedBy }) => raisedBy === user.id);
    return { person: personOf(user), answers: entry.answers, raised: own, spoken };
  });
  return {
    sections: buildRollUp(edition.prompts, answered, most),
    transcribing: rows.filter(({ video, state }) => video && isComing(video, state)).length,
    left: count - rows.length,
  };
}

function isComing(
  { status, hasAudio }: typeof videos.$inferSelect,
  state: 'pending' | 'running' | 'ready' | 'failed' | 'none' | null,
): boolean {
  return (
    status !== 'failed' &&
    hasAudio !== false &&
    (state === null || state === 'pending' || state === 'running')
  );
}

async function segmentsOf(
  db: Queryable,
  videoIds: string[],
): Promise<Map<string, SpokenVideo['segments'][number][]>> {
  if (videoIds.length === 0) return new Map();
  const mostOfOne = Math.min(MOST_OF_ONE, Math.floor(MOST_CHARACTERS / videoIds.length));
  const numbered = db
    .select({
      videoId: transcriptSegments.videoId,
      index: transcriptSegments.index,
      startMs: transcriptSegments.startMs,
      endMs: transcriptSegments.endMs,
      text: transcriptSegments.text,
      words: transcriptSegments.words,
      before:
        sql<number>`sum(length(${transcriptSegments.text})) over (partition by ${transcriptSegments.videoId} order by ${transcriptSegments.index})`.as(
          'before',
        ),
    })
    .from(transcriptSegments)
    .where(anyOf(transcriptSegments.videoId, videoIds))
    .as('numbered');
  const rows = await db
    .select()
    .from(numbered)
    .where(sql`${numbered.before} <= ${mostOfOne}`)
    .orderBy(asc(numbered.videoId), asc(numbered.index));
  return Map.groupBy(rows, ({ videoId }) => videoId);
}
