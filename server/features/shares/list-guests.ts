import { and, desc, eq, gt } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { watchedRanges } from '#server/features/playback/tables.ts';
import type { GuestAnswer, ShareGuest } from '#shared/share-links.ts';
import { findEditableLink } from './access.ts';
import { currentOf } from '#server/features/videos/index.ts';
import { guestAnswers, shareGuests } from './tables.ts';

/** Who came by a link, the latest first, with what they watched of the current version, and answered. */
export async function listGuests(ctx: VerbContext, input: { id: string }): Promise<ShareGuest[]> {
  const { link, video: first } = await findEditableLink(ctx, input.id);
  const video = (await currentOf(ctx.db, first)) ?? first;
  const [rows, answers] = await Promise.all([
    ctx.db
      .select({ guest: shareGuests, user: users, watchedMs: watchedRanges.watchedMs })
      .from(shareGuests)
      .innerJoin(users, eq(users.id, shareGuests.userId))
      .leftJoin(
        watchedRanges,
        and(eq(watchedRanges.userId, shareGuests.userId), eq(watchedRanges.videoId, video.id)),
      )
      // Who was asked by e-mail and has not come yet is in the ledger, not here.
      .where(and(eq(shareGuests.linkId, link.id), gt(shareGuests.openings, 0)))
      .orderBy(desc(shareGuests.lastSeenAt), desc(shareGuests.id)),
    ctx.db
      .select()
      .from(guestAnswers)
      .where(eq(guestAnswers.linkId, link.id))
      .orderBy(desc(guestAnswers.answeredAt), desc(guestAnswers.id)),
  ]);
  const answersOf = Map.groupBy(answers, (answer) => answer.userId);
  return rows.map(({ guest, user, watchedMs }) => ({
    person: personOf(user),
    email: guest.email,
    isVerified: guest.isVerified,
    firstSeenAt: guest.createdAt.toISOString(),
    lastSeenAt: guest.lastSeenAt.toISOString(),
    openings: guest.openings,
    watchedMs: watchedMs ?? 0,
    watchedPercent: video.durationMs
      ? Math.min(100, Math.round(((watchedMs ?? 0) / video.durationMs) * 100))
      : 0,
    answers: (answersOf.get(guest.userId) ?? []).map(presentAnswer),
  }));
}

export function presentAnswer(row: typeof guestAnswers.$inferSelect): GuestAnswer {
  return {
    answer: row.answer,
    option: row.option,
    note: row.note,
    isVerified: row.isVerified,
    answeredAt: row.answeredAt.toISOString(),
  };
}
