import { oc } from '@orpc/contract';
import * as z from 'zod';
import { PositionMs } from './ids.ts';
import { VideoSummary } from './videos.ts';

export const SearchHit = z.object({
  atMs: PositionMs.describe('Where the words are said.'),
  excerpt: z.string().describe('The passage as plain text.'),
  highlights: z
    .array(z.object({ start: z.int(), end: z.int() }))
    .describe('Half-open UTF-16 offsets of the matched words in `excerpt`.'),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchResult = z.object({
  video: VideoSummary,
  inTitle: z.boolean(),
  hits: z.array(SearchHit).describe('The best passages, in order of time; at most 5.'),
});
export type SearchResult = z.infer<typeof SearchResult>;

export const searchContract = oc.tag('Search').router({
  find: oc
    .route({
      method: 'GET',
      path: '/search',
      summary: 'Search titles and transcripts; hits jump to the second.',
    })
    .input(z.object({ q: z.string().trim().min(1).max(200).describe('Words; the last may be unfinished.') }))
    .output(z.array(SearchResult)),
});
