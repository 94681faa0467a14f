import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { users } from '#server/features/accounts/tables.ts';
import {
  askTitle,
  assertAskable,
  dueTimes,
  insertAsks,
  ledgerOf,
  publishAcknowledgement,
} from '#server/features/acknowledgements/index.ts';
import { appendToLedger } from '#server/features/ledger/index.ts';
import { dueText } from '#server/features/notifications/index.ts';
import { defaultsOf } from '#server/features/people-time/index.ts';
import { assertCanEdit, findViewableVideo, type VideoRow } from '#server/features/videos/index.ts';
import type { AskWhat, Ledger } from '#shared/acknowledgements.ts';
import { AppError } from '#shared/errors.ts';
import { GUEST_DOMAIN } from '#shared/people.ts';
import { DEFAULT_ALLOWS } from '#shared/share-links.ts';
import { MOST_LINKS } from './create-link.ts';
import { hashOf, newSecret } from './secrets.ts';
import { shareGuests, shareLinks } from './tables.ts';

type GuestAsk = AskWhat & { slug: string; emails: string[] };
interface Guest {
  id: string;
  name: string;
  email: string;
}
interface Sent {
  email: string;
  url: string;
}

/**
 * Asks people without an account. Each is mailed a link of their own, and what they answer there lands on the ask. Who was asked
 * already and has not answered gets the new words; no second link, as only the hash of the first is kept.
 */
export async function askGuests(
  ctx: VerbContext,
  input: GuestAsk,
): Promise<{ ledger: Ledger; links: Sent[] }> {
  assertAskable(input);
  const video = await findViewableVideo(ctx, { slug: input.slug });
  assertCanEdit(ctx, video);
  return ctx.db.transaction(async (tx) => {
    const guests = await guestsOf(tx, ctx, video, [...new Set(input.emails)]);
    const due = await dueTimes(
      ctx,
      tx,
      guests.map(({ id }) => id),
      input,
    );
    const asks = guests.map((recipient) => ({ recipient, dueAt: due.get(recipient.id) ?? null }));
    const { entries, newIds } = await insertAsks(tx, ctx, video, input, asks);
    const told = asks.filter(({ recipient }) => newIds.has(recipient.id));
    const links = await makeLinks(
      tx,
      ctx,
      video,
      told.map(({ recipient }) => recipient),
    );
    await mailLinks(tx, ctx, video, input, told, links);
    await publishAcknowledgement(tx, video);
    const ledger = await ledgerOf(ctx, video, tx);
    await appendToLedger(tx, ctx, video, entries);
    return { ledger, links };
  });
}

/** Those who were asked by this address before on this video, and new ones for the rest. */
async function guestsOf(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
  emails: string[],
): Promise<Guest[]> {
  const known = await tx
    .selectDistinctOn([shareGuests.email], { id: users.id, name: users.name, email: shareGuests.email })
    .from(shareGuests)
    .innerJoin(
      shareLinks,
      and(eq(shareLinks.id, shareGuests.linkId), eq(shareLinks.forGuestId, shareGuests.userId)),
    )
    .innerJoin(users, eq(users.id, shareGuests.userId))
    .where(and(eq(shareLinks.videoId, video.id), inArray(shareGuests.email, emails)));
  const idOf = new Map(known.map((guest) => [guest.email, guest]));
  const added = emails
    .filter((email) => !idOf.has(email))
    .map((email) => ({ id: randomUUID(), name: email.slice(0, 80), email }));
  if (added.length > 0) {
    await tx.insert(users).values(
      added.map(({ id, name }) => ({
        id,
        name,
        email: `guest-${randomUUID()}@${GUEST_DOMAIN}`,
        emailVerified: false,
        isGuest: true,
        createdAt: ctx.clock.now(),
      })),
    );
  }
  return [...known.map(({ id, name, email }) => ({ id, name, email: email ?? '' })), ...added];
}

async function makeLinks(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
  guests: Guest[],
): Promise<Sent[]> {
  if (guests.length === 0) return [];
  const open = await tx.$count(
    shareLinks,
    and(eq(shareLinks.videoId, video.id), isNull(shareLinks.revokedAt)),
  );
  if (open + guests.length > MOST_LINKS)
    throw new AppError(
      'conflict',
      `This video has ${open} links, and can have ${MOST_LINKS}. Revoke some that are not used any more.`,
    );
  const now = ctx.clock.now();
  const made = guests.map((guest) => ({ guest, linkId: randomUUID(), token: newSecret() }));
  await tx.insert(shareLinks).values(
    made.map(({ guest, linkId, token }) => ({
      id: linkId,
      workspaceId: video.workspaceId,
      videoId: video.id,
      createdBy: ctx.actor.userId,
      forGuestId: guest.id,
      label: `For ${guest.email}`.slice(0, 80),
      tokenHash: hashOf(token),
      ...DEFAULT_ALLOWS,
      canApprove: true,
      createdAt: now,
    })),
  );
  // Nobody has this secret: it is replaced by that of the browser which opens the link.
  await tx.insert(shareGuests).values(
    made.map(({ guest, linkId }) => ({
      linkId,
      userId: guest.id,
      secretHash: hashOf(newSecret()),
      name: guest.name,
      email: guest.email,
      isVerified: false,
      passwordRevision: 0,
      openings: 0,
      createdAt: now,
      lastSeenAt: now,
    })),
  );
  return made.map(({ guest, token }) => ({
    email: guest.email,
    url: `${ctx.config.http.publicUrl}/s/${token}`,
  }));
}

/** Guests have no inbox and no hours: they are mailed at once, in the zone of the workspace. */
async function mailLinks(
  tx: Transaction,
  ctx: VerbContext,
  video: VideoRow,
  { kind, note }: GuestAsk,
  told: { recipient: Guest; dueAt: Date | null }[],
  links: Sent[],
): Promise<void> {
  const subject = askTitle(ctx.actor.name, kind, video.title);
  const { timeZone } = await defaultsOf(tx, video.workspaceId);
  const urlOf = new Map(links.map(({ email, url }) => [email, url]));
  const mails = told.map(({ recipient, dueAt }) => {
    const due = dueAt ? `\nPlease answer by ${dueText({ at: dueAt, timeZone })}.\n` : '';
    const text = `${subject}.\n${note ? `\n${note}\n` : ''}${due}\nWatch and answer here; you need no account. The link is yours alone:\n${urlOf.get(recipient.email) ?? ''}\n`;
    return { to: recipient.email, subject, text };
  });
  await ctx.queue.enqueueMany(tx, 'send-mail', mails);
}
