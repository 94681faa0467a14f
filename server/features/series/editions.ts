import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { settleNotices } from '#server/features/notifications/index.ts';
import { findViewableVideo } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { EditionId, SeriesId } from '#shared/ids.ts';
import type { Edition, OpenEntry, Prompt, PromptAnswer } from '#shared/series.ts';
import { findEdition, findSeries, type EditionRow } from './access.ts';
import { publishSeries } from './manage-series.ts';
import { presentEdition } from './present.ts';
import { editions, entries, updateSeries } from './tables.ts';

type EditionLine = Omit<Edition, 'entries' | 'speaker'> & { answered: number; asked: number };

export async function listEditions(
  ctx: VerbContext,
  input: { id: string; limit: number },
): Promise<EditionLine[]> {
  const series = await findSeries(ctx, input.id);
  const rows = await ctx.db
    .select({
      edition: editions,
      answered: sql<number>`count(${entries.answeredAt})::int`,
      asked: sql<number>`count(*) filter (where ${entries.answeredAt} is not null or ${entries.excusedAt} is null)::int`,
    })
    .from(editions)
    .innerJoin(entries, eq(entries.editionId, editions.id))
    .where(eq(editions.seriesId, series.id))
    .groupBy(editions.id)
    .having(sql`bool_or(${entries.openedAt} is not null or ${entries.closedAt} is not null)`)
    .orderBy(desc(editions.day))
    .limit(input.limit);
  return rows.map(({ edition, answered, asked }) => ({
    id: EditionId.parse(edition.id),
    seriesId: SeriesId.parse(series.id),
    title: series.title,
    day: edition.day,
    prompts: edition.prompts,
    closedAt: edition.closedAt?.toISOString() ?? null,
    answered,
    asked,
  }));
}

export async function getEdition(ctx: VerbContext, input: { id: string }): Promise<Edition> {
  return presentEdition(ctx, await findEdition(ctx, input.id));
}

/** What the actor is asked for and has not answered, while it can still be answered. */
export async function listMyEntries(ctx: VerbContext): Promise<OpenEntry[]> {
  const rows = await ctx.db
    .select({ entry: entries, edition: editions, series: updateSeries })
    .from(entries)
    .innerJoin(editions, eq(editions.id, entries.editionId))
    .innerJoin(updateSeries, eq(updateSeries.id, editions.seriesId))
    .where(
      and(
        eq(entries.userId, ctx.actor.userId),
        eq(updateSeries.workspaceId, ctx.actor.workspaceId),
        isNotNull(entries.openedAt),
        isNull(entries.answeredAt),
        isNull(entries.closedAt),
        isNull(entries.excusedAt),
        isNull(updateSeries.removedAt),
      ),
    )
    .orderBy(asc(entries.dueAt));
  const now = ctx.clock.now();
  return rows.map(({ entry, edition, series }) => ({
    editionId: EditionId.parse(edition.id),
    seriesId: SeriesId.parse(series.id),
    title: series.title,
    day: edition.day,
    dueAt: entry.dueAt.toISOString(),
    closesAt: entry.closesAt.toISOString(),
    isOverdue: entry.dueAt < now,
  }));
}

/**
 * Answers one's entry, also before it opens and, as late, after it was due; `conflict` once it is closed, `not_found` for who is not
 * asked, `invalid_input` where something that is required is missing or the video is somebody else's.
 */
export async function answerEntry(
  ctx: VerbContext,
  input: { id: string; video: string | null; answers: PromptAnswer[] },
): Promise<Edition> {
  const { edition, series } = await findEdition(ctx, input.id);
  const video = input.video === null ? null : await findViewableVideo(ctx, { slug: input.video });
  if (video && video.authorId !== ctx.actor.userId)
    throw new AppError('invalid_input', 'video: an update is made with a video of one’s own.');
  const answers = checkedAnswers(edition, input.answers, video !== null);
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(entries.editionId, edition.id), eq(entries.userId, ctx.actor.userId));
    const [answered] = await tx
      .update(entries)
      // The first answer is the one in time; what is changed afterwards does not make it late.
      .set({
        videoId: video?.id ?? null,
        answers,
        answeredAt: sql`coalesce(${entries.answeredAt}, ${now.toISOString()})`,
      })
      .where(and(mine, isNull(entries.closedAt), sql`${entries.closesAt} > ${now.toISOString()}`))
      .returning();
    if (!answered) {
      if ((await tx.$count(entries, mine)) > 0)
        throw new AppError('conflict', 'This edition is closed. Your update can go into the next one.');
      throw new AppError('not_found', 'You are not asked in this edition.');
    }
    await settleNotices(tx, ctx, {
      workspaceId: series.workspaceId,
      recipientId: ctx.actor.userId,
      keys: [`entry_opened:${edition.id}`, `entry_reminder:${edition.id}`],
    });
    await publishSeries(tx, series);
    return presentEdition(ctx, { edition, series }, tx);
  });
}

/** Answers to prompts that are there, of their kind, and all that are required. */
function checkedAnswers({ prompts }: EditionRow, given: PromptAnswer[], hasVideo: boolean): PromptAnswer[] {
  const byPrompt = new Map(given.map((answer) => [answer.promptId, answer]));
  const answers = prompts.flatMap((prompt) => byPrompt.get(prompt.id) ?? []);
  const missing = prompts.find(
    (prompt) => prompt.isRequired && !isAnswered(prompt, byPrompt.get(prompt.id), hasVideo),
  );
  if (missing) throw new AppError('invalid_input', `answers: “${missing.text}” needs an answer.`);
  for (const prompt of prompts) {
    const option = byPrompt.get(prompt.id)?.option ?? null;
    if (option !== null && !prompt.options.includes(option))
      throw new AppError('invalid_input', `answers: “${option}” is none of the options of “${prompt.text}”.`);
  }
  if (!hasVideo && answers.every((answer) => isEmpty(answer)))
    throw new AppError('invalid_input', 'answers: record something, or write it.');
  return answers;
}

/** A recording answers all that is to be said; in its place everything may be written. */
function isAnswered(prompt: Prompt, answer: PromptAnswer | undefined, hasVideo: boolean): boolean {
  switch (prompt.kind) {
    case 'video':
    case 'voice':
    case 'text':
      return hasVideo || Boolean(answer?.text);
    case 'choice':
      return (answer?.option ?? null) !== null;
    case 'number':
      return (answer?.number ?? null) !== null;
    case 'light':
      return (answer?.light ?? null) !== null;
  }
}

function isEmpty({ text, option, number, light }: PromptAnswer): boolean {
  return !text && option === null && number === null && light === null;
}
