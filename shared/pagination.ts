import * as z from 'zod';

/** Keyset pagination: pass `nextCursor` of the last page to get the next one. */
export const PageInput = z.object({
  cursor: z
    .string()
    .max(200)
    .optional()
    .describe('`nextCursor` of the page before; absent for the first page.'),
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('Most rows in this page.'),
});

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('`null` on the last page.'),
  });
}
