import type { videos } from '#server/features/videos/tables.ts';
import { VideoSlug } from '#shared/ids.ts';
import { versionSlug } from '#shared/version-slugs.ts';

/** Of exactly the version that was given as an answer, also when there are newer ones: its times are those of no other. */
export function exactSlug({
  slug,
  version,
  isCurrent,
}: Pick<typeof videos.$inferSelect, 'slug' | 'version' | 'isCurrent'>): VideoSlug {
  return VideoSlug.parse(isCurrent ? slug : versionSlug(slug, version));
}
