import { and, eq, exists, inArray, notExists, sql } from 'drizzle-orm';
import { anyOf } from '#server/db/any-of.ts';
import type { Queryable, Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import type { Channel, ChannelCategory, Digest } from '#shared/channels.ts';
import { channelChoices, digestChoices, pushSubscriptions } from './tables.ts';

const NO_DIGEST: Digest = { cadence: 'off', weekday: 'mon' };

/** True where somebody wants this kind of thing by this channel; a push needs a browser besides. */
export async function isChannelOn(
  db: Queryable,
  userId: string,
  channel: Channel,
  category: ChannelCategory,
): Promise<boolean> {
  return (await whoHasChannelOn(db, [userId], channel, category)).has(userId);
}

/** Of these people, those for whom `isChannelOn`: one statement for all. */
export async function whoHasChannelOn(
  db: Queryable,
  userIds: readonly string[],
  channel: Channel,
  category: ChannelCategory,
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const isOff = db
    .select({ one: sql`1` })
    .from(channelChoices)
    .where(
      and(
        eq(channelChoices.userId, users.id),
        eq(channelChoices.channel, channel),
        eq(channelChoices.category, category),
        eq(channelChoices.isOn, false),
      ),
    );
  const hasBrowser = db
    .select({ one: sql`1` })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.userId, users.id));
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        inArray(users.id, [...new Set(userIds)]),
        notExists(isOff),
        channel === 'push' ? exists(hasBrowser) : undefined,
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

/** The same of many people, for all channels and categories at once, with one statement: what is off, and who has a browser. */
export async function loadChannels(
  db: Queryable,
  userIds: readonly string[],
): Promise<(userId: string, channel: Channel, category: ChannelCategory) => boolean> {
  const rows = await db
    .select({
      userId: channelChoices.userId,
      channel: sql<string>`${channelChoices.channel}`,
      category: sql<string | null>`${channelChoices.category}`,
    })
    .from(channelChoices)
    .where(and(anyOf(channelChoices.userId, userIds), eq(channelChoices.isOn, false)))
    .unionAll(
      db
        .selectDistinct({
          userId: pushSubscriptions.userId,
          channel: sql<string>`'push'`,
          category: sql<string | null>`null`,
        })
        .from(pushSubscriptions)
        .where(anyOf(pushSubscriptions.userId, userIds)),
    );
  const off = rows.filter(({ category }) => category !== null);
  const isOff = new Set(off.map((row) => `${row.userId} ${row.channel} ${row.category}`));
  const hasBrowser = new Set(rows.filter(({ category }) => category === null).map(({ userId }) => userId));
  return (userId, channel, category) =>
    !isOff.has(`${userId} ${channel} ${category}`) && (channel === 'email' || hasBrowser.has(userId));
}

export async function choicesOf(
  db: Queryable,
  userId: string,
): Promise<Record<Channel, Record<ChannelCategory, boolean>>> {
  const rows = await db.select().from(channelChoices).where(eq(channelChoices.userId, userId));
  const isOn = (channel: Channel, category: ChannelCategory) =>
    rows.find((row) => row.channel === channel && row.category === category)?.isOn ?? true;
  const of = (channel: Channel) => ({
    asks: isOn(channel, 'asks'),
    urgent: isOn(channel, 'urgent'),
    updates: isOn(channel, 'updates'),
    reports: isOn(channel, 'reports'),
  });
  return { email: of('email'), push: of('push') };
}

export async function switchChannel(
  db: Queryable,
  choice: { userId: string; channel: Channel; category: ChannelCategory; isOn: boolean },
): Promise<void> {
  await db
    .insert(channelChoices)
    .values(choice)
    .onConflictDoUpdate({
      target: [channelChoices.userId, channelChoices.channel, channelChoices.category],
      set: { isOn: choice.isOn },
    });
}

export async function digestChoiceOf(db: Queryable, userId: string): Promise<Digest> {
  const [row] = await db.select().from(digestChoices).where(eq(digestChoices.userId, userId));
  return row ? { cadence: row.cadence, weekday: row.weekday } : NO_DIGEST;
}

export async function chooseDigest(
  db: Queryable,
  choice: Digest & { userId: string; chosenAt: Date },
): Promise<void> {
  await db
    .insert(digestChoices)
    .values(choice)
    .onConflictDoUpdate({ target: digestChoices.userId, set: choice });
}

/** Switches the digest off and leaves its weekday as it was. */
export async function stopDigest(tx: Transaction, userId: string): Promise<void> {
  await tx.update(digestChoices).set({ cadence: 'off' }).where(eq(digestChoices.userId, userId));
}
