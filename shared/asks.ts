import { oc } from '@orpc/contract';
import * as z from 'zod';
import { AskKind, LedgerEntry } from './acknowledgements.ts';
import { AcknowledgementRequestId, Instant, SpaceId, VideoId, VideoSlug } from './ids.ts';
import { Person } from './people.ts';

const AskedVideo = z.object({
  slug: VideoSlug,
  title: z.string(),
  durationMs: z.int().nullable(),
  posterUrl: z.string().nullable(),
});

/** One thing that I am asked and have not answered. */
export const OwedAsk = z.object({
  requestId: AcknowledgementRequestId,
  kind: AskKind,
  options: z.array(z.string()),
  note: z.string().nullable(),
  requestedBy: Person,
  requestedAt: Instant,
  dueAt: Instant.nullable(),
  followUpAt: Instant.nullable().describe('I have said that I answer by then.'),
  isOverdue: z.boolean(),
  isOpened: z.boolean().describe('Something of it was played: it may be acknowledged with others.'),
  watchedPercent: z.int().min(0).max(100),
  video: AskedVideo,
});
export type OwedAsk = z.infer<typeof OwedAsk>;

/** Somebody who has not answered. */
export const MissingPerson = z.object({
  requestId: AcknowledgementRequestId,
  person: Person,
  kind: AskKind,
  dueAt: Instant.nullable(),
  followUpAt: Instant.nullable(),
  isOverdue: z.boolean(),
  worksFrom: Instant.nullable().describe(
    'When their next working time begins; never why not now. Null: they work now, or none is known.',
  ),
});
export type MissingPerson = z.infer<typeof MissingPerson>;

/** What I have asked on one video, and how far it is. */
export const MadeAsks = z.object({
  video: AskedVideo,
  asked: z.int(),
  answered: z.int(),
  declined: z.int(),
  overdue: z.int(),
  nextDueAt: Instant.nullable(),
  missing: z.array(MissingPerson).describe('Those due first, 50 at most.'),
  missingCount: z.int(),
});
export type MadeAsks = z.infer<typeof MadeAsks>;

export const CellStatus = z
  .enum([
    'asked',
    'overdue',
    'will_follow_up',
    'watched',
    'acknowledged',
    'approved',
    'changes_requested',
    'decided',
    'declined',
    'handed_over',
    'withdrawn',
    'superseded',
  ])
  .describe(
    '`watched` is evidence and never an acknowledgement. `superseded`: a later version is asked about instead.',
  );
export type CellStatus = z.infer<typeof CellStatus>;

/** Where one person stands with one version. */
export const MatrixCell = z.object({
  status: CellStatus,
  kind: AskKind,
  at: Instant.nullable().describe('When it was answered, or ended.'),
  dueAt: Instant.nullable(),
  answer: z.string().nullable(),
  note: z.string().nullable().describe('What they said.'),
  watchedPercent: LedgerEntry.shape.watchedPercent,
  readMs: LedgerEntry.shape.readMs,
});
export type MatrixCell = z.infer<typeof MatrixCell>;

export const AskMatrix = z.object({
  title: z.string(),
  columns: z
    .array(z.object({ videoId: VideoId, version: z.int(), title: z.string() }))
    .describe('Versions about which somebody was asked, and the current one; oldest first.'),
  rows: z
    .array(
      z.object({
        person: Person,
        cells: z.array(MatrixCell.nullable()).describe('One a column; null: not asked.'),
      }),
    )
    .describe('By name.'),
});
export type AskMatrix = z.infer<typeof AskMatrix>;

export const PersonLoad = z.object({
  person: Person,
  open: z.int().describe('Asks that wait for them.'),
  overdue: z.int(),
});
export type PersonLoad = z.infer<typeof PersonLoad>;

export const ResponseTime = z.object({
  spaceId: SpaceId.nullable().describe('Null: all videos that I can see.'),
  name: z.string(),
  people: z.int().nullable().describe('Who answered; null below five.'),
  answers: z.int().nullable(),
  medianWorkingMs: z
    .int()
    .nullable()
    .describe('From the ask to the answer, in working time of whoever answered.'),
  hidden: z.enum(['too_few_people']).nullable().describe('Why there are no figures.'),
});
export type ResponseTime = z.infer<typeof ResponseTime>;

export const asksContract = oc.tag('Asks').router({
  count: oc
    .route({ method: 'GET', path: '/asks/count', summary: 'How many asks wait for me.' })
    .output(z.object({ owed: z.int(), overdue: z.int() })),
  mine: oc
    .route({ method: 'GET', path: '/asks/mine', summary: 'What I owe: those due first, 500 at most.' })
    .output(z.array(OwedAsk)),
  made: oc
    .route({ method: 'GET', path: '/asks/made', summary: 'What I am owed: my asks by video, 100 at most.' })
    .output(z.array(MadeAsks)),
  matrix: oc
    .route({ method: 'GET', path: '/videos/{slug}/asks', summary: 'People × versions: who stands where.' })
    .input(z.object({ slug: VideoSlug }))
    .output(AskMatrix),
  load: oc
    .route({ method: 'GET', path: '/asks/load', summary: 'Open asks of each member, as totals, by name.' })
    .output(z.array(PersonLoad)),
  responseTimes: oc
    .route({
      method: 'GET',
      path: '/asks/response-times',
      summary: 'Median time to an answer in the last 90 days, by space; hidden below five people.',
    })
    .output(z.array(ResponseTime)),
});
