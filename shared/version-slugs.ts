import type { VideoSlug } from './ids.ts';

/** The slug of a video without the number of a version: the one to share. */
export function baseSlug(slug: string): VideoSlug {
  return slug.split('.', 1)[0] as VideoSlug;
}

/** The slug of exactly one version of a video, whichever is the current one. */
export function versionSlug(slug: string, version: number): VideoSlug {
  return `${baseSlug(slug)}.${version}` as VideoSlug;
}

/** The version that a slug names; null for the one that is current. */
export function versionIn(slug: string): number | null {
  const [, number] = slug.split('.');
  return number === undefined ? null : Number(number);
}
