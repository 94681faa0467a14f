import * as z from 'zod';

/**
 * An event of a person's calendar as it is stored: whole local days (both included), or instants. Titles are not kept, except of
 * holidays: nobody needs to know why somebody is away.
 */
export const CalendarEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('days'), firstDay: z.string(), lastDay: z.string(), name: z.string() }),
  z.object({ kind: z.literal('hours'), startsAt: z.string(), endsAt: z.string() }),
]);
export type CalendarEvent = z.infer<typeof CalendarEvent>;
