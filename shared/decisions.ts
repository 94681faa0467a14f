import * as z from 'zod';
import { AcknowledgementRequestId, Instant, VideoSlug } from './ids.ts';
import { Person } from './people.ts';

/** Something that was asked for with `decide`, and decided by somebody. */
export const Decision = z.object({
  requestId: AcknowledgementRequestId,
  video: VideoSlug.describe('The version that it was decided on.'),
  title: z.string().describe('Of the video.'),
  option: z.string().describe('What was chosen.'),
  decidedBy: Person,
  decidedAt: Instant,
});
export type Decision = z.infer<typeof Decision>;
