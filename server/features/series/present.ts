import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import { EditionId, GroupId, SeriesId, SpaceId, UserId, VideoSlug } from '#shared/ids.ts';
import { canManageSeries } from '#shared/permissions.ts';
import type { Person } from '#shared/people.ts';
import type { Edition, Entry, Series, SeriesAudience } from '#shared/series.ts';
import type { EditionRow, SeriesRow } from './access.ts';
import { decisionsOf } from './decisions.ts';
import { nextDueDays } from './due-days.ts';
import { expectedSpeakers, membersInOrder } from './rotation.ts';
import { peopleOfSeries } from './series-people.ts';
import { editions, entries, seriesAudiences, seriesSkips } from './tables.ts';

type EntryRow = typeof entries.$inferSelect;

export async function presentSeries(
  ctx: VerbContext,
  rows: SeriesRow[],
  db: Queryable = ctx.db,
): Promise<Series[]> {
  const ids = rows.map(({ id }) => id);
  const [people, skips, audiences, open] = await Promise.all([
    peopleOfSeries(db, ids),
    db.select().from(seriesSkips).where(anyOf(seriesSkips.seriesId, ids)).orderBy(asc(seriesSkips.day)),
    db.select().from(seriesAudiences).where(anyOf(seriesAudiences.seriesId, ids)),
    db
      .select()
      .from(editions)
      .where(and(anyOf(editions.seriesId, ids), isNotNull(editions.speakerId))),
  ]);
  const known = await personsOf(
    db,
    people.map(({ userId }) => userId),
  );
  const today = ctx.clock.now().toISOString().slice(0, 10);
  return rows.map((row) => {
    const own = people.filter(({ seriesId }) => seriesId === row.id);
    const inPart = (part: string) =>
      personsIn(
        known,
        own.filter((person) => person.part === part).map(({ userId }) => userId),
      ).toSorted(byName);
    const days = skips.filter(({ seriesId }) => seriesId === row.id).map(({ day }) => day);
    const participants = inPart('participant');
    const { rule, startsOn, dueTime, timeZone, leadHours, graceHours } = row;
    const nextDays = nextDueDays({ rule, startsOn }, today, 5, new Set(days));
    const order =
      row.rotation &&
      membersInOrder(
        row.rotation,
        participants.map(({ id }) => id),
      );
    const spoken = open.filter(({ seriesId }) => seriesId === row.id);
    const turns = expectedSpeakers(
      order ?? [],
      order ? nextDays : [],
      new Map(spoken.map(({ day, speakerId, isTurnTaken }) => [day, { speakerId, isTaken: isTurnTaken }])),
    );
    return {
      id: SeriesId.parse(row.id),
      title: row.title,
      spaceId: row.spaceId === null ? null : SpaceId.parse(row.spaceId),
      isPrivate: row.isPrivate,
      prompts: row.prompts,
      rule,
      startsOn,
      dueTime,
      timeZone,
      leadHours,
      graceHours,
      participants,
      observers: inPart('observer'),
      skips: days,
      pausedAt: row.pausedAt?.toISOString() ?? null,
      nextDays,
      namedIds: own.filter(({ addedMs }) => addedMs !== null).map(({ userId }) => UserId.parse(userId)),
      audiences: audiences.filter(({ seriesId }) => seriesId === row.id).flatMap(audienceOf),
      rotation: order && personsIn(known, order),
      turns: turns.flatMap(({ day, speakerId }) =>
        personsIn(known, [speakerId]).map((person) => ({ day, person })),
      ),
      isParticipant: participants.some(({ id }) => id === ctx.actor.userId),
      canManage: canManageSeries(ctx.actor, row),
    };
  });
}

export async function presentOneSeries(ctx: VerbContext, row: SeriesRow, db?: Queryable): Promise<Series> {
  const [series] = await presentSeries(ctx, [row], db);
  if (!series) throw new Error('presentSeries lost a row');
  return series;
}

function audienceOf({ groupId, spaceId, part }: typeof seriesAudiences.$inferSelect): SeriesAudience[] {
  if (groupId !== null) return [{ kind: 'group', id: GroupId.parse(groupId), part }];
  return spaceId === null ? [] : [{ kind: 'space', id: SpaceId.parse(spaceId), part }];
}

async function personsOf(db: Queryable, ids: readonly string[]): Promise<Map<string, Person>> {
  const rows = await db
    .select()
    .from(users)
    .where(anyOf(users.id, [...new Set(ids)]));
  return new Map(rows.map((user) => [user.id, personOf(user)]));
}

const personsIn = (known: ReadonlyMap<string, Person>, ids: readonly string[]) =>
  ids.flatMap((id) => known.get(id) ?? []);
const byName = (a: Person, b: Person) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id);

/** An edition with what everybody answered; who is excused is shown as such, never why. */
export async function presentEdition(
  ctx: VerbContext,
  { edition, series }: { edition: EditionRow; series: SeriesRow },
  db: Queryable = ctx.db,
): Promise<Edition> {
  const rows = await db
    .select({ entry: entries, user: users, slug: videos.slug, deletedAt: videos.deletedAt })
    .from(entries)
    .innerJoin(users, eq(users.id, entries.userId))
    .leftJoin(videos, eq(videos.id, entries.videoId))
    .where(eq(entries.editionId, edition.id));
  const decisions = await decisionsOf(ctx, edition.id, db);
  const now = ctx.clock.now();
  const shown = rows.map(({ entry, user, slug, deletedAt }): Entry => ({
    person: personOf(user),
    state: stateOf(entry, now),
    opensAt: entry.opensAt.toISOString(),
    dueAt: entry.dueAt.toISOString(),
    closesAt: entry.closesAt.toISOString(),
    answeredAt: entry.answeredAt?.toISOString() ?? null,
    video: slug === null || deletedAt !== null ? null : VideoSlug.parse(slug),
    answers: entry.answers,
    decisions: decisions.get(entry.id) ?? [],
  }));
  return {
    id: EditionId.parse(edition.id),
    seriesId: SeriesId.parse(series.id),
    title: series.title,
    day: edition.day,
    prompts: edition.prompts,
    speaker: rows.flatMap(({ user }) => (user.id === edition.speakerId ? [personOf(user)] : []))[0] ?? null,
    closedAt: edition.closedAt?.toISOString() ?? null,
    entries: shown.toSorted(byProgress),
  };
}

export function stateOf(entry: EntryRow, now: Date): Entry['state'] {
  if (entry.answeredAt) return entry.answeredAt > entry.dueAt ? 'late' : 'answered';
  if (entry.excusedAt) return 'excused';
  if (entry.closedAt ?? entry.closesAt <= now) return 'missed';
  return entry.openedAt ? 'open' : 'planned';
}

function byProgress(a: Entry, b: Entry): number {
  const rank = (entry: Entry) => (entry.answeredAt ? 0 : entry.state === 'excused' ? 2 : 1);
  return (
    rank(a) - rank(b) ||
    (a.answeredAt ?? a.dueAt).localeCompare(b.answeredAt ?? b.dueAt) ||
    a.person.name.localeCompare(b.person.name) ||
    UserId.parse(a.person.id).localeCompare(b.person.id)
  );
}
