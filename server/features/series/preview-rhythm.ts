import type { VerbContext } from '#server/context.ts';
import { peopleInGroups } from '#server/features/groups/index.ts';
import { loadSchedules } from '#server/features/people-time/index.ts';
import { peopleInSpaces, visibleSpaceIds } from '#server/features/spaces/index.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { timeZoneAt } from '#server/time/work-schedule.ts';
import type { PreviewedDay, SeriesAudience, SeriesRhythm } from '#shared/series.ts';
import { nextDueDays } from './due-days.ts';
import { timesOfAll } from './entry-times.ts';
import { assertRhythm } from './manage-series.ts';

const DAYS = 5;

/** The next days of a rhythm that is still thought about: when they are due for me, and for who is first and last. */
export async function previewRhythm(
  ctx: VerbContext,
  input: SeriesRhythm & { participantIds: string[]; audiences: SeriesAudience[] },
): Promise<PreviewedDay[]> {
  assertRhythm(input);
  const { workspaceId, userId } = ctx.actor;
  const userIds = [...new Set([...input.participantIds, ...(await peopleOf(ctx, input.audiences))])];
  const schedules = await loadSchedules(ctx, { workspaceId, userIds: [...userIds, userId] });
  const today = ctx.clock.now().toISOString().slice(0, 10);
  return nextDueDays(input, today, DAYS).flatMap((day) => {
    const times = timesOfAll(day, input, schedules);
    const mine = times.get(userId);
    if (!mine) return [];
    const asked = userIds.flatMap((id) => {
      const [found, schedule] = [times.get(id), schedules.get(id)];
      if (!found || !schedule) return [];
      return [{ ...found, timeZone: input.timeZone ?? timeZoneAt(schedule, instantOf(found.dueAt)) }];
    });
    asked.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    const dueOf = (one: (typeof asked)[number] | undefined) =>
      one ? { at: one.dueAt.toISOString(), timeZone: one.timeZone } : null;
    return [
      {
        day,
        dueAt: mine.dueAt.toISOString(),
        first: dueOf(asked[0]),
        last: dueOf(asked.at(-1)),
        away: asked.filter(({ isExcused }) => isExcused).length,
      },
    ];
  });
}

/** Who is in these groups and spaces, as far as the actor may know. */
async function peopleOf(ctx: VerbContext, audiences: readonly SeriesAudience[]): Promise<string[]> {
  const asked = audiences.filter(({ part }) => part === 'participant');
  const idsOf = (kind: SeriesAudience['kind']) =>
    asked.filter((one) => one.kind === kind).map(({ id }): string => id);
  const spaceIds = await visibleSpaceIds(ctx.db, ctx.actor, idsOf('space'));
  return [
    ...(await peopleInGroups(ctx.db, ctx.actor.workspaceId, idsOf('group'))),
    ...(spaceIds.length > 0 ? await peopleInSpaces(ctx.db, ctx.actor.workspaceId, spaceIds) : []),
  ];
}
