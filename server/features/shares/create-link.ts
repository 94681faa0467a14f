import { and, eq, isNull } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { hashPassword } from '#server/features/accounts/index.ts';
import { assertCanEdit, findViewableVideo, rootOf } from '#server/features/videos/index.ts';
import { AppError } from '#shared/errors.ts';
import { DEFAULT_ALLOWS, type ShareAllows, type ShareLink } from '#shared/share-links.ts';
import { presentLink } from './list-links.ts';
import { publishShare } from './publish-share.ts';
import { hashOf, newSecret } from './secrets.ts';
import { shareLinks } from './tables.ts';

export const MOST_LINKS = 100;

export interface NewLink {
  slug: string;
  label: string;
  allows: Partial<ShareAllows>;
  password: string | null;
  allowedDomains: string[];
  requiresEmailCode: boolean;
  expiresAt: string | null;
}

/** Makes a link; its token is in the answer and nowhere else. Throws `invalid_input` where codes can't be mailed. */
export async function createLink(
  ctx: VerbContext,
  input: NewLink,
): Promise<{ link: ShareLink; token: string; url: string }> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  assertCanEdit(ctx, video);
  const now = ctx.clock.now();
  const expiresAt = laterThan(now, input.expiresAt);
  if (input.requiresEmailCode) assertCanMail(ctx);
  const open = and(eq(shareLinks.videoId, rootOf(video)), isNull(shareLinks.revokedAt));
  if ((await ctx.db.$count(shareLinks, open)) >= MOST_LINKS) {
    throw new AppError(
      'conflict',
      `This video has ${MOST_LINKS} links already. Revoke one that is not used any more.`,
    );
  }
  const token = newSecret();
  const passwordHash = input.password === null ? null : await hashPassword(input.password);
  const row = await ctx.db.transaction(async (tx) => {
    const [created] = await tx
      .insert(shareLinks)
      .values({
        workspaceId: video.workspaceId,
        videoId: rootOf(video),
        createdBy: ctx.actor.userId,
        label: input.label,
        tokenHash: hashOf(token),
        ...DEFAULT_ALLOWS,
        ...input.allows,
        passwordHash,
        allowedDomains: [...new Set(input.allowedDomains)],
        requiresEmailCode: input.requiresEmailCode,
        expiresAt,
        createdAt: now,
      })
      .returning();
    if (!created) throw new Error('insert into share_links returned no row');
    await publishShare(tx, video, created.id);
    return created;
  });
  return { link: await presentLink(ctx, row), token, url: `${ctx.config.http.publicUrl}/s/${token}` };
}

/** Throws `invalid_input` where codes can't be mailed. */
export function assertCanMail(ctx: VerbContext): void {
  if (ctx.config.mail.smtpUrl !== null) return;
  throw new AppError(
    'invalid_input',
    'requiresEmailCode: this installation sends no e-mail. Set SMTP_URL, or use a password.',
  );
}

/** When a link is to end. Throws `invalid_input` where that has passed. */
export function laterThan(now: Date, expiresAt: string | null): Date | null {
  if (expiresAt === null) return null;
  const end = new Date(expiresAt);
  if (end <= now) {
    throw new AppError('invalid_input', `expiresAt: ${expiresAt} has passed. Choose a later time.`);
  }
  return end;
}
