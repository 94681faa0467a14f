import { and, asc, eq, inArray } from 'drizzle-orm';
import type { VerbContext } from '#server/context.ts';
import { acknowledgementRequests as requests } from '#server/features/acknowledgements/tables.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { assertCanEdit, findViewableVideo } from '#server/features/videos/index.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt } from '#server/time/work-schedule.ts';
import { AcknowledgementRequestId } from '#shared/ids.ts';
import type { AskReminders } from '#shared/reminders.ts';
import { nextReminder } from './next-reminder.ts';
import { loadOpenAsks } from './open-asks.ts';
import { policyOf } from './settings.ts';
import { askReminders } from './tables.ts';

/** Of each open ask of a video with a due time: how often was reminded, and what comes next. */
export async function remindersOfVideo(ctx: VerbContext, input: { slug: string }): Promise<AskReminders[]> {
  const video = await findViewableVideo(ctx, { slug: input.slug });
  assertCanEdit(ctx, video);
  const { workspaceId } = video;
  const now = instantOf(ctx.clock.now());
  const asks = await loadOpenAsks(ctx.db, eq(requests.videoId, video.id));
  const ids = asks.map(({ id }) => id);
  const [schedules, { most }, sent] = await Promise.all([
    loadSchedules(ctx, { workspaceId, userIds: asks.map(({ recipient }) => recipient.id) }),
    policyOf(ctx.db, workspaceId),
    ctx.db
      .select()
      .from(askReminders)
      .where(and(inArray(askReminders.requestId, ids), eq(askReminders.kind, 'remind')))
      .orderBy(asc(askReminders.sentAt)),
  ]);
  const sentOf = Map.groupBy(sent, ({ requestId }) => requestId);
  return asks.flatMap(({ id, recipient, managerId, ask }): AskReminders[] => {
    const schedule = schedules.get(recipient.id);
    if (!schedule) return [];
    const next = nextReminder(ask, schedule, { most, hasManager: managerId !== null }, now);
    const reminders = sentOf.get(id) ?? [];
    // That somebody has let a manager hear of it is theirs to tell.
    const isShown = next !== null && next.kind !== 'report_manager';
    return [
      {
        requestId: AcknowledgementRequestId.parse(id),
        reminded: reminders.length,
        lastAt: reminders.at(-1)?.sentAt.toISOString() ?? null,
        next: isShown ? { kind: next.kind, at: new Date(next.at.epochMilliseconds).toISOString() } : null,
        timeZone: timeZoneAt(schedule, now),
      },
    ];
  });
}
