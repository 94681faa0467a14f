import type { AppContext } from '#server/context.ts';
import type { Notice } from '#server/features/notifications/index.ts';
import { videoUrl } from '#server/features/videos/index.ts';
import type { ReminderStep } from './next-reminder.ts';
import type { DueStep } from './remind-asks.ts';

const KINDS = {
  remind: 'ask_reminder',
  report_owner: 'owner_report',
  report_manager: 'manager_report',
} as const;

/** All that is told to one person, as one notice. Its key stays the same when it is said again. */
export function noticeOf(
  ctx: AppContext,
  telling: {
    workspaceId: string;
    toId: string;
    kind: ReminderStep['kind'];
    day: string;
    steps: DueStep[];
  },
): Notice {
  const { workspaceId, toId, kind, steps } = telling;
  const [first] = steps;
  if (!first) throw new Error('noticeOf: nothing to tell');
  const isOne = steps.length === 1;
  const url = isOne ? videoUrl(ctx, first.ask.video.slug) : ctx.config.http.publicUrl;
  const marks = steps.map(({ ask, ordinal }) => `${ask.id}.${ordinal}`).toSorted();
  return {
    kind: KINDS[kind],
    workspaceId,
    recipientIds: [toId],
    actorId: null,
    videoId: isOne ? first.ask.video.id : null,
    threadId: null,
    key: `${KINDS[kind]}:${toId}:${marks[0] ?? ''}`,
    title: titleOf(kind, steps),
    text: steps.map(({ ask }) => lineOf(ctx, kind, ask)).join('\n'),
    url,
    dueAt: earliest(steps),
    urgentReason: null,
  };
}

function titleOf(kind: ReminderStep['kind'], steps: DueStep[]): string {
  const people = new Set(steps.map(({ ask }) => ask.recipient.id)).size;
  const title = steps[0]?.ask.video.title ?? '';
  const name = steps[0]?.ask.recipient.name ?? '';
  if (kind === 'remind')
    return steps.length === 1
      ? `“${title}” waits for your answer`
      : `${steps.length} videos wait for your answer`;
  if (kind === 'report_manager')
    return `${people === 1 ? name : `${people} people`} left ${steps.length === 1 ? `“${title}”` : `${steps.length} asks`} unanswered`;
  return people === 1
    ? `${name} has not answered ${steps.length === 1 ? `“${title}”` : `${steps.length} asks`}`
    : `${people} people have not answered`;
}

function lineOf(ctx: AppContext, kind: ReminderStep['kind'], ask: DueStep['ask']): string {
  const isOver = ask.dueAt !== null && ask.dueAt < ctx.clock.now();
  const who = kind === 'remind' ? '' : `${ask.recipient.name}: `;
  const state = isOver ? 'overdue' : 'not due yet';
  return `${who}“${ask.video.title}” (${state}) ${videoUrl(ctx, ask.video.slug)}`;
}

function earliest(steps: DueStep[]): Date | null {
  const times = steps.flatMap(({ ask }) => (ask.dueAt ? [ask.dueAt.getTime()] : []));
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
