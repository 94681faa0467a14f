import type { RecordedReply } from '#shared/comments.ts';
import type { VideoSlug } from '#shared/ids.ts';

/** What was just recorded, as the small player takes it, before more is known of it. */
export function takeReply(slug: VideoSlug, durationMs: number | null): RecordedReply {
  const unknown = { aspectRatio: null, posterUrl: null, transcript: null };
  return { slug, hasPicture: true, durationMs, status: 'processing', ...unknown };
}
