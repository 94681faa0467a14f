import type { AppContext } from '#server/context.ts';
import { findCalendar, saveReading } from '#server/features/people-time/index.ts';
import { fetchOutside, OutsideError } from '#server/net/fetch-outside.ts';
import type { JobRun } from '#server/queue/queue.ts';
import { readCalendar, type CalendarAnswer } from '../calendars/read-calendar.ts';

const DAY_MS = 86_400_000;
const LIMITS = { maxBytes: 2 * 1024 ** 2, timeoutMs: 20_000, maxRedirects: 3 };

/** Reads somebody's calendar. What goes wrong is kept as a sentence, beside the last good content; the next round tries again. */
export async function fetchCalendar(ctx: AppContext, job: JobRun<'fetch-calendar'>): Promise<void> {
  const calendar = await findCalendar(ctx, job.payload);
  if (!calendar) return;
  const now = ctx.clock.now().getTime();
  const answer = await fetchText(ctx, calendar.url, job.signal).then((fetched) =>
    typeof fetched !== 'string'
      ? fetched
      : readCalendar({
          text: fetched,
          kind: calendar.kind,
          timeZone: calendar.timeZone,
          fromMs: now - 31 * DAY_MS,
          toMs: now + 800 * DAY_MS,
        }),
  );
  await saveReading(ctx, job.payload, answer);
}

async function fetchText(
  ctx: AppContext,
  url: string,
  signal: AbortSignal,
): Promise<string | Extract<CalendarAnswer, { problem: string }>> {
  const { privateHosts } = ctx.config.calendars;
  try {
    return (await fetchOutside(url, { ...LIMITS, privateHosts, signal })).toString('utf8');
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    // The address is a secret of its owner: it stays out of the log.
    ctx.log.info({ reason: error.message }, 'a calendar could not be read');
    return { problem: error.message };
  }
}
