import { oc } from '@orpc/contract';
import * as z from 'zod';
import { BlockerItem } from './blockers.ts';
import { Decision } from './decisions.ts';
import {
  AcknowledgementRequestId,
  Done,
  EditionId,
  GroupId,
  Instant,
  SeriesId,
  SpaceId,
  UserId,
  VideoSlug,
} from './ids.ts';
import { TimeOfDay, TimeZone } from './people-time.ts';
import { Person } from './people.ts';

const Day = z.iso.date().describe('A calendar day, `YYYY-MM-DD`.');

/** What answers a prompt: recorded, written, or one of the few things that can be counted. */
export const PROMPT_KINDS = ['video', 'voice', 'text', 'choice', 'number', 'light'] as const;

export const Prompt = z
  .object({
    id: z.uuid().describe('Chosen by the client; stays when the prompt is reworded.'),
    text: z.string().trim().min(1).max(200),
    kind: z.enum(PROMPT_KINDS),
    options: z.array(z.string().trim().min(1).max(60)).max(8).default([]).describe('Of a `choice`.'),
    isRequired: z.boolean().default(false),
    isCarried: z
      .boolean()
      .default(false)
      .describe('What is in the way is listed here, and carried over until it is closed.'),
  })
  .refine(
    ({ kind, options }) => kind !== 'choice' || options.length >= 2,
    'a choice has two options at least',
  );
export type Prompt = z.infer<typeof Prompt>;

export const SeriesRhythm = z.object({
  rule: z
    .string()
    .trim()
    .max(200)
    .describe('On which days, as an RRULE of RFC 5545 without times, such as `FREQ=WEEKLY;BYDAY=FR`.'),
  startsOn: Day.describe('No edition is due before; the rule counts from here.'),
  dueTime: TimeOfDay.describe('Until when, on the day.'),
  timeZone: TimeZone.nullable().describe('In one zone for all; null: in each one’s own.'),
  leadHours: z.int().min(1).max(336).describe('It opens so long before it is due.'),
  graceHours: z.int().min(0).max(336).describe('Late answers are taken so long after.'),
});
export type SeriesRhythm = z.infer<typeof SeriesRhythm>;

const SeriesTitle = z.string().trim().min(1).max(120);
const Prompts = z.array(Prompt).min(1).max(12);
const People = z.array(UserId).max(5000);

export const SERIES_PARTS = ['participant', 'observer'] as const;
const Part = z.enum(SERIES_PARTS).describe('`participant`: is asked; `observer`: only receives.');
export const SeriesAudience = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('group'), id: GroupId, part: Part }),
  z.object({ kind: z.literal('space'), id: SpaceId, part: Part }),
]);
export type SeriesAudience = z.infer<typeof SeriesAudience>;
const Audiences = z
  .array(SeriesAudience)
  .max(50)
  .describe('Groups and spaces as a whole; who is in them is asked anew for each edition.');
const Rotation = z
  .array(UserId)
  .max(5000)
  .nullable()
  .describe(
    'One speaks in each edition, in this order; who is not named comes after. Null: everybody answers.',
  );

export const Series = SeriesRhythm.extend({
  id: SeriesId,
  title: z.string(),
  spaceId: SpaceId.nullable().describe('Who sees it; null: the whole workspace.'),
  prompts: z.array(Prompt),
  isPrivate: z.boolean().describe('Seen only by who takes part and who made it.'),
  participants: z.array(Person).describe('Everybody who is asked, by themselves or in a group or space.'),
  observers: z.array(Person).describe('Everybody else who receives.'),
  namedIds: z.array(UserId).describe('Those of them who take part by themselves.'),
  audiences: z.array(SeriesAudience),
  rotation: z.array(Person).nullable().describe('In which order they speak, next first; null: all answer.'),
  turns: z
    .array(z.object({ day: Day, person: Person }))
    .describe('Who speaks on the next days, as it looks now; empty without a rotation.'),
  skips: z.array(Day).describe('Days that would be due and are left out.'),
  pausedAt: Instant.nullable(),
  nextDays: z.array(Day).describe('The next days on which it is due, 5 at most.'),
  isParticipant: z.boolean().describe('Am I asked.'),
  canManage: z.boolean(),
});
export type Series = z.infer<typeof Series>;

export const PromptAnswer = z.object({
  promptId: z.uuid(),
  text: z.string().trim().max(5000).nullable().default(null),
  option: z.string().max(60).nullable().default(null),
  number: z.number().nullable().default(null),
  light: z.enum(['green', 'yellow', 'red']).nullable().default(null),
  atMs: z.int().min(0).nullable().default(null).describe('Where the video begins to answer it: its chapter.'),
});
export type PromptAnswer = z.infer<typeof PromptAnswer>;

export const ENTRY_STATES = ['planned', 'open', 'answered', 'late', 'missed', 'excused'] as const;

export const Entry = z.object({
  person: Person,
  state: z
    .enum(ENTRY_STATES)
    .describe('`excused`: no working time between opening and due; why is not said.'),
  opensAt: Instant,
  dueAt: Instant,
  closesAt: Instant,
  answeredAt: Instant.nullable(),
  video: VideoSlug.nullable(),
  answers: z.array(PromptAnswer),
  decisions: z.array(Decision).describe('What it links to, as far as I can see it.'),
});
export type Entry = z.infer<typeof Entry>;

export const Edition = z.object({
  id: EditionId,
  seriesId: SeriesId,
  title: z.string().describe('Of the series.'),
  day: Day,
  prompts: z.array(Prompt).describe('As they were when it opened.'),
  speaker: Person.nullable().describe('Whose turn it is; only they are asked. Null: everybody.'),
  closedAt: Instant.nullable().describe('When the last entry was closed.'),
  entries: z
    .array(Entry)
    .describe('Answered first, by time; then who is still asked, by due time; excused last.'),
});
export type Edition = z.infer<typeof Edition>;

/** What I am asked for now. */
export const OpenEntry = z.object({
  editionId: EditionId,
  seriesId: SeriesId,
  title: z.string(),
  day: Day,
  dueAt: Instant,
  closesAt: Instant,
  isOverdue: z.boolean(),
});
export type OpenEntry = z.infer<typeof OpenEntry>;

const Due = z.object({ at: Instant, timeZone: TimeZone });
export const PreviewedDay = z.object({
  day: Day,
  dueAt: Instant.describe('For me, whether I am asked or not.'),
  first: Due.nullable().describe('Where it is due first of all who are asked; null: nobody is.'),
  last: Due.nullable(),
  away: z.int().describe('How many have no working time between opening and due: away, on holiday, or free.'),
});
export type PreviewedDay = z.infer<typeof PreviewedDay>;

const byId = z.object({ id: SeriesId });

export const seriesContract = oc.tag('Update series').router({
  list: oc
    .route({ method: 'GET', path: '/series', summary: 'The update series that I can see.' })
    .output(z.array(Series)),
  get: oc.route({ method: 'GET', path: '/series/{id}', summary: 'One series.' }).input(byId).output(Series),
  create: oc
    .route({ method: 'POST', path: '/series', summary: 'Make a series: who answers what, when.' })
    .input(
      SeriesRhythm.extend({
        title: SeriesTitle,
        spaceId: SpaceId.nullable().default(null),
        isPrivate: z.boolean().default(false).describe('Seen only by who takes part and who made it.'),
        prompts: Prompts,
        participantIds: People.default([]),
        observerIds: People.default([]),
        audiences: Audiences.default([]),
        rotation: Rotation.default(null),
      }),
    )
    .output(Series),
  update: oc
    .route({ method: 'PATCH', path: '/series/{id}', summary: 'Change it from the next edition on.' })
    .input(
      byId.extend({
        ...SeriesRhythm.partial().shape,
        title: SeriesTitle.optional(),
        prompts: Prompts.optional(),
        isPrivate: z.boolean().optional(),
        participantIds: People.optional().describe('The new, complete list.'),
        observerIds: People.optional().describe('The new, complete list.'),
        audiences: Audiences.optional(),
        rotation: Rotation.optional(),
        isPaused: z.boolean().optional(),
      }),
    )
    .output(Series),
  preview: oc
    .route({
      method: 'POST',
      path: '/series/preview',
      summary: 'The next days of a rhythm, and when they are due for whom; nothing is made.',
    })
    .input(SeriesRhythm.extend({ participantIds: People.default([]), audiences: Audiences.default([]) }))
    .output(z.array(PreviewedDay)),
  skip: oc
    .route({
      method: 'PUT',
      path: '/series/{id}/skips/{day}',
      summary: 'Leave a day out, or take it in again.',
    })
    .input(byId.extend({ day: Day, isSkipped: z.boolean() }))
    .output(Series),
  swap: oc
    .route({
      method: 'POST',
      path: '/series/{id}/swaps',
      summary: 'Two people swap their turns in the rotation: one of them does it, or who manages the series.',
    })
    .input(byId.extend({ userId: UserId, withUserId: UserId }))
    .output(Series),
  remove: oc
    .route({ method: 'DELETE', path: '/series/{id}', summary: 'End it; its editions stay.' })
    .input(byId)
    .output(Done),
  editions: oc
    .route({ method: 'GET', path: '/series/{id}/editions', summary: 'Its editions, newest first.' })
    .input(byId.extend({ limit: z.coerce.number().int().min(1).max(100).default(20) }))
    .output(
      z.array(Edition.omit({ entries: true, speaker: true }).extend({ answered: z.int(), asked: z.int() })),
    ),
  edition: oc
    .route({ method: 'GET', path: '/editions/{id}', summary: 'One edition with what everybody answered.' })
    .input(z.object({ id: EditionId }))
    .output(Edition),
  mine: oc
    .route({ method: 'GET', path: '/me/entries', summary: 'What I am asked for now, soonest due first.' })
    .output(z.array(OpenEntry)),
  answer: oc
    .route({
      method: 'PUT',
      path: '/editions/{id}/entry',
      summary: 'My answer; until it closes it can be given again. After its due time it is late.',
    })
    .input(
      z.object({
        id: EditionId,
        video: VideoSlug.nullable().default(null).describe('A video of mine.'),
        answers: z.array(PromptAnswer).max(12).default([]),
        blockers: z
          .array(BlockerItem)
          .max(50)
          .optional()
          .describe('The complete list of what I raise in this edition; absent: as it is.'),
        decisionIds: z
          .array(AcknowledgementRequestId)
          .max(20)
          .optional()
          .describe('The complete list of decisions to link; absent: as it is.'),
      }),
    )
    .output(Edition),
});
