import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { notifications } from '#server/db/tables.ts';
import type { NoticeKind } from '#server/features/notifications/index.ts';
import { planEditions, runCycle } from '#server/features/series/index.ts';
import { UserId } from '#shared/ids.ts';
import type { Edition, Entry, Series } from '#shared/series.ts';
import { joinAs, setUpOwner, type TestPerson } from './factories.ts';
import type { ApiClient, TestApp } from './test-app.ts';

const HOUR_MS = 3_600_000;
const HOURS = [{ from: '09:00', to: '17:00' }];
export const OFFICE_WEEK = { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS, sat: [], sun: [] };
export const DONE_PROMPT = { id: randomUUID(), text: 'Done?', kind: 'text' as const, isRequired: false };

export type SeriesInput = Parameters<ApiClient['series']['create']>[0];
export const idOf = ({ id }: TestPerson) => UserId.parse(id);

/** An owner and members in an installation whose clock the test moves. */
export async function makeTeam(test: TestApp) {
  const owner = await setUpOwner(test);
  const tick = async () => {
    await planEditions(test.ctx);
    await runCycle(test.ctx);
  };
  /** To an instant, past whatever would have been due on the way if no worker runs. */
  const jumpTo = (at: string) => test.clock.advance(Date.parse(at) - test.clock.now().getTime());
  const entryOf = (edition: Edition, person: TestPerson): Entry | undefined =>
    edition.entries.find((entry) => entry.person.id === person.id);
  return {
    owner,
    tick,
    jumpTo,
    entryOf,
    async join(name: string, timeZone = 'UTC'): Promise<TestPerson> {
      const person = await joinAs(test, owner, 'member', name);
      await person.api.peopleTime.update({ timeZone, days: OFFICE_WEEK });
      return person;
    },
    /** Due on Fridays at 15:00 from Friday, 6 March 2026; opens a day before, closes three after. */
    make: (input: Partial<SeriesInput> & { title: string }): Promise<Series> =>
      owner.api.series.create({
        rule: 'FREQ=WEEKLY;BYDAY=FR',
        startsOn: '2026-03-02',
        dueTime: '15:00',
        timeZone: null,
        leadHours: 24,
        graceHours: 72,
        prompts: [DONE_PROMPT],
        ...input,
      }),
    /** To an instant, with workers that run every five hours and at its end. */
    async goTo(at: string): Promise<void> {
      for (let now = test.clock.now().getTime(); now < Date.parse(at); now = test.clock.now().getTime()) {
        test.clock.advance(Math.min(5 * HOUR_MS, Date.parse(at) - now));
        await tick();
      }
    },
    async editionOf(series: Series, day: string): Promise<Edition> {
      const lines = await owner.api.series.editions({ id: series.id });
      const line = lines.find((one) => one.day === day);
      if (!line) throw new Error(`no edition of ${day}: ${lines.map((one) => one.day).join(', ')}`);
      return owner.api.series.edition({ id: line.id });
    },
    told: (person: TestPerson, kind: NoticeKind) =>
      test.ctx.db.$count(
        notifications,
        and(eq(notifications.recipientId, person.id), eq(notifications.kind, kind)),
      ),
  };
}
export type Team = Awaited<ReturnType<typeof makeTeam>>;
