import * as z from 'zod';
import { Instant, PositionMs, VideoId, VideoSlug } from './ids.ts';
import { Person } from './people.ts';

/** A part of a version that the version before it does not have. */
export const ChangedRange = z.object({
  startMs: PositionMs,
  endMs: PositionMs,
  kind: z.enum(['picture', 'speech']).describe('What is new: what is seen, or what is said.'),
  text: z.string().nullable().describe('What is said anew; null for pictures.'),
});
export type ChangedRange = z.infer<typeof ChangedRange>;

export const VersionChanges = z.object({
  state: z
    .enum(['none', 'pending', 'ready'])
    .describe('`none`: there is no version before it; `pending`: they are being compared.'),
  against: z.int().nullable().describe('The version that it was compared with.'),
  hasSpeech: z.boolean().describe('False: without a transcript of both, only pictures were compared.'),
  ranges: z.array(ChangedRange).describe('In order of time, on this version.'),
});
export type VersionChanges = z.infer<typeof VersionChanges>;

/** Where a video stands among its versions. */
export const VersionInfo = z.object({
  number: z.int().min(1),
  count: z.int().min(1).describe('How many there are that are not deleted.'),
  isCurrent: z.boolean().describe('The link shows this one.'),
  current: z.int().describe('The number of the one that the link shows.'),
  slug: VideoSlug.describe('Names exactly this version, also once another one is current.'),
});
export type VersionInfo = z.infer<typeof VersionInfo>;

/** A line of the version menu. */
export const VideoVersion = z.object({
  videoId: VideoId,
  number: z.int().min(1),
  slug: VideoSlug.describe('Names exactly this version.'),
  author: Person,
  status: z.enum(['recording', 'uploading', 'processing', 'ready', 'failed']),
  durationMs: z.int().nullable(),
  isCurrent: z.boolean(),
  createdAt: Instant,
});
export type VideoVersion = z.infer<typeof VideoVersion>;
