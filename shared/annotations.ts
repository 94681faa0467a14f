import * as z from 'zod';
import { InkColour } from './ink.ts';

/** Coordinates 0–1 of the picture. Objects may reach a little over its edge, where they are cut off. */
const unit = z.number().min(-0.5).max(1.5);

export const AnnotationTool = z
  .enum(['pen', 'line', 'arrow', 'box', 'ellipse', 'text', 'pin', 'blur', 'spotlight'])
  .describe(
    'Line, arrow, box, ellipse, blur and spotlight have two points; text and pin have one. A spotlight darkens all but its box.',
  );
export type AnnotationTool = z.infer<typeof AnnotationTool>;

/** `[x, y, pressure]`, each 0–1; pressure is 0.5 for pens that don't tell. */
export const AnnotationPoint = z.tuple([unit, unit, z.number().min(0).max(1)]);
export type AnnotationPoint = z.infer<typeof AnnotationPoint>;

/** One object drawn over the picture: a vector, readable at any size. */
export const AnnotationObject = z.object({
  id: z.uuid(),
  tool: AnnotationTool,
  colour: InkColour,
  width: z.number().min(0.001).max(0.05).describe('Line width as a share of the picture’s height.'),
  points: z.array(AnnotationPoint).min(1).max(2000),
  text: z.string().max(200).default('').describe('Of a text; and the number or letter on a pin.'),
});
export type AnnotationObject = z.infer<typeof AnnotationObject>;

/** The ink of a comment, from back to front. */
export const Annotation = z.array(AnnotationObject).max(100);
export type Annotation = z.infer<typeof Annotation>;
