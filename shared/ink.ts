import * as z from 'zod';
import { PositionMs } from './ids.ts';

const unit = z.number().min(-0.5).max(1.5).describe('0–1 of the picture; a little outside is clipped.');

export const InkTool = z
  .enum(['pen', 'arrow', 'box', 'spotlight'])
  .describe('`spotlight` darkens everything but its box. Arrow, box and spotlight have two points.');
export type InkTool = z.infer<typeof InkTool>;

export const InkColour = z.enum(['red', 'yellow', 'green', 'blue', 'white', 'black']);
export type InkColour = z.infer<typeof InkColour>;

/** `[x, y, t]`: coordinates 0–1 of the picture, milliseconds after the stroke's start. */
export const InkPoint = z.tuple([unit, unit, z.int().min(0).max(3_600_000)]);
export type InkPoint = z.infer<typeof InkPoint>;

/** One stroke over the picture, as it was drawn in time. It is stored beside the video, never in its pixels. */
export const InkStroke = z.object({
  id: z.uuid(),
  tool: InkTool,
  colour: InkColour,
  width: z.number().min(0.001).max(0.05).describe('Line width as a share of the picture’s height.'),
  startMs: PositionMs.describe('When its first point was drawn.'),
  endMs: PositionMs.describe('When it has faded away.'),
  points: z.array(InkPoint).min(1).max(2000),
});
export type InkStroke = z.infer<typeof InkStroke>;
