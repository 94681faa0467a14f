import { oc } from '@orpc/contract';
import * as z from 'zod';
import { AwayId, CalendarId, Done, Instant, UserId } from './ids.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00')
  .describe('A wall time, `HH:MM`, 00:00–23:59.');
export type TimeOfDay = z.infer<typeof TimeOfDay>;

const Day = z.iso.date().describe('A local date, `YYYY-MM-DD`.');

export const TimeZone = z
  .string()
  .min(1)
  .max(64)
  .describe('IANA time zone, such as `Europe/Berlin`. Not an offset.');

export const DailyHours = z
  .object({ from: TimeOfDay, to: TimeOfDay })
  .refine(
    ({ from, to }) => from !== to || from === '00:00',
    'begins and ends at the same time: use 00:00 to 00:00 for the whole day',
  )
  .describe('`to` at or before `from` is on the next day; 00:00 to 00:00 is the whole day.');
export type DailyHours = z.infer<typeof DailyHours>;

const hours = z
  .array(DailyHours)
  .max(6)
  .refine(areApart, 'overlap: let each begin after the one before has ended');
export const WeekHours = z
  .object({ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours })
  .describe('Blocks of work of each weekday, in order; a block belongs to the day on which it begins.');
export type WeekHours = z.infer<typeof WeekHours>;

/** In order, and only the last may reach into the next day. */
function areApart(blocks: { from: string; to: string }[]): boolean {
  return blocks.every(({ from, to }, i) => {
    const next = blocks[i + 1];
    return next === undefined || (from < to && to <= next.from);
  });
}

export const HolidayRegion = z
  .string()
  .regex(/^(none|[A-Z]{2}(-[A-Za-z0-9]{1,12}){0,2})$/, 'must be a region of the list, or none')
  .describe('Whose public holidays are free: `DE`, `DE-BY`, `US-CA-LA`, or `none`.');

export const Away = z.discriminatedUnion('kind', [
  z.object({ id: AwayId, kind: z.literal('days'), firstDay: Day, lastDay: Day, note: z.string() }),
  z.object({ id: AwayId, kind: z.literal('hours'), startsAt: Instant, endsAt: Instant, note: z.string() }),
]);
export type Away = z.infer<typeof Away>;

const Note = z.string().trim().max(200).default('').describe('For yourself; nobody else sees it.');
export const NewAway = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('days'),
    firstDay: Day,
    lastDay: Day.describe('Included; the same as the first for one day.'),
    note: Note,
  }),
  z.object({
    kind: z.literal('hours'),
    day: Day,
    from: TimeOfDay.describe('In your zone.'),
    to: TimeOfDay.describe('After `from`, on the same day.'),
    note: Note,
  }),
]);
export type NewAway = z.infer<typeof NewAway>;

export const CalendarKind = z
  .enum(['away', 'holidays'])
  .describe(
    '`away`: you are away during its events, unless marked as free. `holidays`: its all-day events are public holidays.',
  );
export type CalendarKind = z.infer<typeof CalendarKind>;

export const Calendar = z.object({
  id: CalendarId,
  name: z.string(),
  kind: CalendarKind,
  host: z.string().describe('Where it is; the whole address is a secret and is not shown again.'),
  status: z.enum(['waiting', 'ok', 'failed']).describe('`failed`: the last good content is still in use.'),
  problem: z.string().nullable().describe('What went wrong at the last try, a sentence.'),
  eventCount: z.int().describe('Events in use.'),
  readAt: Instant.nullable().describe('When it was last read with success.'),
});
export type Calendar = z.infer<typeof Calendar>;

const CalendarUrl = z
  .string()
  .trim()
  .max(2000)
  .transform((url) => url.replace(/^webcal:/i, 'https:'))
  .pipe(z.url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or webcal://' }))
  .describe('iCal address (.ics): https, http or webcal.');

const Block = z.object({ startsAt: Instant, endsAt: Instant });

export const TimeDefaults = z.object({
  timeZone: TimeZone,
  days: WeekHours,
  holidayRegion: HolidayRegion,
});
export type TimeDefaults = z.infer<typeof TimeDefaults>;

export const MyTime = z.object({
  timeZone: TimeZone.describe('In force: mine, or that of the workspace.'),
  isTimeZoneChosen: z.boolean().describe('False while the zone is only the workspace’s.'),
  days: WeekHours.nullable().describe('Null: as in the workspace.'),
  holidayRegion: HolidayRegion.nullable().describe('Null: as in the workspace.'),
  quietHours: DailyHours.nullable().describe('When nothing may disturb; null: none.'),
  defaults: TimeDefaults.describe('What the workspace says.'),
  away: z.array(Away).describe('Not yet over, soonest first.'),
  calendars: z.array(Calendar),
  nextBlocks: z.array(Block).describe('The next work blocks, 6 at most.'),
  nextHolidays: z.array(z.object({ day: Day, name: z.string() })).describe('Public holidays, 4 at most.'),
});
export type MyTime = z.infer<typeof MyTime>;

export const PersonTime = z.object({
  userId: UserId,
  timeZone: TimeZone,
  worksUntil: Instant.nullable().describe('End of the work block that is now; null outside of it.'),
  worksFrom: Instant.nullable().describe(
    'Begin of the next block; null while in one, or where none is known.',
  ),
});
export type PersonTime = z.infer<typeof PersonTime>;

const SubRegion = z.object({ id: HolidayRegion, name: z.string() });
export const Country = SubRegion.extend({ regions: z.array(SubRegion) });
export type Country = z.infer<typeof Country>;

export const peopleTimeContract = oc.tag('Time').router({
  mine: oc
    .route({ method: 'GET', path: '/me/time', summary: 'My zone, hours, holidays and time away.' })
    .output(MyTime),
  update: oc
    .route({ method: 'PATCH', path: '/me/time', summary: 'Change my zone, hours, holidays or quiet hours.' })
    .input(
      z.object({
        timeZone: TimeZone.optional().describe('From now on; what was computed before stays.'),
        days: WeekHours.nullable().optional(),
        holidayRegion: HolidayRegion.nullable().optional(),
        quietHours: DailyHours.nullable().optional(),
      }),
    )
    .output(MyTime),
  addAway: oc
    .route({ method: 'POST', path: '/me/time/away', summary: 'Say when I am away.' })
    .input(NewAway)
    .output(Away),
  removeAway: oc
    .route({ method: 'DELETE', path: '/me/time/away/{id}', summary: 'I am not away then after all.' })
    .input(z.object({ id: AwayId }))
    .output(Done),
  addCalendar: oc
    .route({
      method: 'POST',
      path: '/me/time/calendars',
      summary: 'Take time away or holidays from an iCal address; it is read at once, then every few hours.',
    })
    .input(z.object({ name: z.string().trim().min(1).max(60), kind: CalendarKind, url: CalendarUrl }))
    .output(Calendar),
  refreshCalendar: oc
    .route({ method: 'POST', path: '/me/time/calendars/{id}/refresh', summary: 'Read one again now.' })
    .input(z.object({ id: CalendarId }))
    .output(Calendar),
  removeCalendar: oc
    .route({ method: 'DELETE', path: '/me/time/calendars/{id}', summary: 'Forget one, with its events.' })
    .input(z.object({ id: CalendarId }))
    .output(Done),
  people: oc
    .route({
      method: 'GET',
      path: '/members/time',
      summary: 'Of every member: the zone, and when they work next. Never whether they are there.',
    })
    .output(z.array(PersonTime)),
  countries: oc
    .route({ method: 'GET', path: '/holiday-regions', summary: 'Countries and regions with known holidays.' })
    .output(z.array(Country)),
  defaults: oc
    .route({ method: 'GET', path: '/workspace/time', summary: 'What holds for who has chosen nothing.' })
    .output(TimeDefaults),
  updateDefaults: oc
    .route({
      method: 'PATCH',
      path: '/workspace/time',
      summary: 'Change what holds for who has chosen nothing.',
    })
    .input(TimeDefaults.partial())
    .output(TimeDefaults),
});
