import type { VideoSlug } from '#shared/ids.ts';

/** The slug of a link, where it is one (`VideoSlug` of `shared/ids.ts`, without loading zod for it). */
export function slugOf(text: string | undefined): VideoSlug | null {
  return /^[A-Za-z0-9]{8,32}(\.[1-9]\d{0,4})?$/.test(text ?? '') ? (text as VideoSlug) : null;
}
