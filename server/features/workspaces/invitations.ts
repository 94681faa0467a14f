import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { ApiContext, VerbContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import { publish } from '#server/events/publish.ts';
import { consumeRateLimit, createAccount, signIn } from '#server/features/accounts/index.ts';
import { users } from '#server/features/accounts/tables.ts';
import { enqueueMail } from '#server/features/notifications/index.ts';
import { AppError } from '#shared/errors.ts';
import { DONE, InvitationId, type Done } from '#shared/ids.ts';
import { Role, type Invitation, type InvitationPreview } from '#shared/people.ts';
import { invitations, members, workspaces } from './tables.ts';

const VALID_MS = 14 * 24 * 3600_000;

type InvitationRow = typeof invitations.$inferSelect;

const open = (now: Date) => and(eq(invitations.status, 'pending'), gt(invitations.expiresAt, now));

function presentInvitation(ctx: VerbContext, row: InvitationRow, invitedBy: string): Invitation {
  return {
    id: InvitationId.parse(row.id),
    email: row.email,
    role: Role.exclude(['owner']).parse(row.role),
    url: `${ctx.config.http.publicUrl}/invite/${row.id}`,
    invitedBy,
    expiresAt: row.expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

export async function listInvitations(ctx: VerbContext): Promise<Invitation[]> {
  const rows = await ctx.db
    .select({ invitation: invitations, invitedBy: users.name })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.inviterId))
    .where(and(eq(invitations.organizationId, ctx.actor.workspaceId), open(ctx.clock.now())))
    .orderBy(desc(invitations.createdAt));
  return rows.map((row) => presentInvitation(ctx, row.invitation, row.invitedBy));
}

/** Invites an address; the answer holds the link, and the mail is on its way. An open invitation is replaced. */
export async function createInvitation(
  ctx: VerbContext,
  input: { email: string; role: 'admin' | 'member' },
): Promise<Invitation> {
  await consumeRateLimit(ctx, { key: `invite:${ctx.actor.workspaceId}`, limit: 200, windowSeconds: 3600 });
  const now = ctx.clock.now();
  const row = await ctx.db.transaction(async (tx) => {
    await assertNoMember(tx, ctx.actor.workspaceId, input.email);
    await tx
      .update(invitations)
      .set({ status: 'canceled' })
      .where(
        and(
          eq(invitations.organizationId, ctx.actor.workspaceId),
          eq(invitations.email, input.email),
          eq(invitations.status, 'pending'),
        ),
      );
    const [created] = await tx
      .insert(invitations)
      .values({
        organizationId: ctx.actor.workspaceId,
        email: input.email,
        role: input.role,
        status: 'pending',
        expiresAt: new Date(now.getTime() + VALID_MS),
        createdAt: now,
        inviterId: ctx.actor.userId,
      })
      .returning();
    if (!created) throw new Error('insert into invitations returned no row');
    const { url } = presentInvitation(ctx, created, ctx.actor.name);
    await enqueueMail(tx, ctx, {
      to: input.email,
      subject: `${ctx.actor.name} invites you to Playhead`,
      text: `${ctx.actor.name} invites you to watch and record video updates together.\n\nJoin within 14 days:\n${url}\n`,
    });
    await publish(tx, ctx.actor.workspaceId, { type: 'members.changed' });
    return created;
  });
  return presentInvitation(ctx, row, ctx.actor.name);
}

/** Withdraws an invitation. Throws `conflict` where it was accepted or withdrawn meanwhile. */
export async function revokeInvitation(ctx: VerbContext, input: { id: string }): Promise<Done> {
  const [found] = await ctx.db
    .select()
    .from(invitations)
    .where(and(eq(invitations.id, input.id), eq(invitations.organizationId, ctx.actor.workspaceId)));
  if (!found) throw new AppError('not_found', 'This invitation does not exist.');
  await ctx.db.transaction(async (tx) => {
    const [revoked] = await tx
      .update(invitations)
      .set({ status: 'canceled' })
      .where(and(eq(invitations.id, input.id), eq(invitations.status, 'pending')))
      .returning();
    if (!revoked) throw new AppError('conflict', 'This invitation was accepted or withdrawn already.');
    await publish(tx, ctx.actor.workspaceId, { type: 'members.changed' });
  });
  return DONE;
}

/** What the page behind an invitation link shows; the id in the link is the permission. */
export async function previewInvitation(ctx: ApiContext, input: { id: string }): Promise<InvitationPreview> {
  const [row] = await ctx.db
    .select({ invitation: invitations, workspaceName: workspaces.name, invitedBy: users.name })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.id, invitations.organizationId))
    .innerJoin(users, eq(users.id, invitations.inviterId))
    .where(and(eq(invitations.id, input.id), open(ctx.clock.now())));
  if (!row) throw noLonger();
  return {
    email: row.invitation.email,
    role: Role.parse(row.invitation.role),
    workspaceName: row.workspaceName,
    invitedBy: row.invitedBy,
    hasAccount: (await ctx.db.$count(users, eq(users.email, row.invitation.email))) > 0,
  };
}

/**
 * Joins the workspace: with a new account, which is signed in, or as the signed-in person with the invited address.
 * Single use: of two at once, the second gets `gone`.
 */
export async function acceptInvitation(
  ctx: ApiContext,
  input: { id: string; name?: string | undefined; password?: string | undefined },
): Promise<Done> {
  await consumeRateLimit(ctx, { key: `accept:${ctx.clientAddress}`, limit: 30, windowSeconds: 600 });
  const { name, password } = input;
  const email = await ctx.db.transaction(async (tx) => {
    const [accepted] = await tx
      .update(invitations)
      .set({ status: 'accepted' })
      .where(and(eq(invitations.id, input.id), open(ctx.clock.now())))
      .returning();
    if (!accepted) throw noLonger();
    const userId = await accepter(tx, ctx, accepted.email, name, password);
    await tx
      .insert(members)
      .values({ organizationId: accepted.organizationId, userId, role: accepted.role })
      .onConflictDoNothing();
    await publish(tx, accepted.organizationId, { type: 'members.changed' });
    return accepted.email;
  });
  if (memberEmail(ctx) !== email && password !== undefined) await signIn(ctx, ctx.auth, { email, password });
  return DONE;
}

const memberEmail = ({ actor }: ApiContext) => (actor?.kind === 'member' ? actor.email : null);

async function accepter(
  tx: Transaction,
  ctx: ApiContext,
  email: string,
  name: string | undefined,
  password: string | undefined,
): Promise<string> {
  if (ctx.actor && memberEmail(ctx) === email) return ctx.actor.userId;
  const session = await ctx.auth.api.getSession({ headers: ctx.headers });
  if (session?.user.email === email) return session.user.id;
  const [existing] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
  if (existing) throw new AppError('unauthenticated', `Sign in as ${email} first, then open the link again.`);
  if (name === undefined || password === undefined) {
    throw new AppError('invalid_input', 'name, password: both are needed for a new account.');
  }
  return (await createAccount(tx, { name, email, password })).id;
}

async function assertNoMember(tx: Transaction, workspaceId: string, email: string): Promise<void> {
  const [member] = await tx
    .select({ one: sql`1` })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, workspaceId), eq(users.email, email)));
  if (member) throw new AppError('conflict', `${email} is a member already.`);
}

function noLonger(): AppError {
  return new AppError('gone', 'This invitation was used, withdrawn, or has expired. Ask for a new one.');
}
