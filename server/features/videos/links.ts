import { randomInt } from 'node:crypto';
import type { AppContext } from '#server/context.ts';
import { baseSlug } from '#shared/version-slugs.ts';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** 12 characters without look-alikes: 70 bits. */
export function newSlug(): string {
  return Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** The link to share: to the current version, whichever one is asked for. */
export function videoUrl(ctx: Pick<AppContext, 'config'>, slug: string): string {
  return `${ctx.config.http.publicUrl}/v/${baseSlug(slug)}`;
}
