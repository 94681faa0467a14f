import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { personOf } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { spaceMembers, spaces } from '#server/features/spaces/tables.ts';
import { videos } from '#server/features/videos/tables.ts';
import type { EditionRow } from '../access.ts';
import { stateOf } from '../present.ts';
import { entries } from '../tables.ts';
import { closingText } from './closing-text.ts';
import { readRollUp } from './read-roll-up.ts';

/** The page has more; a mail is read in a minute. */
const QUOTES_A_PROMPT = 3;

/** What is told of an edition that closes, to all of these people alike. */
export async function closingDigest(
  tx: Transaction,
  ctx: AppContext,
  edition: EditionRow,
  people: readonly { userId: string }[],
): Promise<string> {
  const rollUp = await readRollUp(ctx, edition, viewableByAll(people.map(({ userId }) => userId)), {
    most: QUOTES_A_PROMPT,
    db: tx,
  });
  const rows = await tx
    .select({ entry: entries, user: users })
    .from(entries)
    .innerJoin(users, eq(users.id, entries.userId))
    .where(eq(entries.editionId, edition.id))
    .orderBy(asc(users.name), asc(users.id));
  const now = ctx.clock.now();
  const states = rows.map(({ entry, user }) => ({ person: personOf(user), state: stateOf(entry, now) }));
  return closingText(rollUp, states);
}

/** Videos that every one of these people may see: nobody is told what was said behind a door that is closed to them. */
function viewableByAll(userIds: readonly string[]): SQL | undefined {
  const ids = `{${userIds.join(',')}}`;
  return and(
    isNull(videos.deletedAt),
    eq(videos.kind, 'video'),
    sql`(${videos.spaceId} is null
      or exists (select 1 from ${spaces} where ${spaces.id} = ${videos.spaceId} and ${spaces.visibility} = 'open')
      or not exists (select 1 from unnest(${ids}::uuid[]) as reader(id)
        where reader.id not in (${videos.authorId}, coalesce(${videos.firstAuthorId}, ${videos.authorId}))
          and not exists (select 1 from ${spaceMembers} where ${spaceMembers.spaceId} = ${videos.spaceId}
            and ${spaceMembers.userId} = reader.id)))`,
  );
}
