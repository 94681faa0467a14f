import { Worker } from 'node:worker_threads';
import type { CalendarEvent } from '#server/features/people-time/index.ts';
import type { CalendarQuestion } from './expand-calendar.ts';

export type CalendarAnswer = { events: CalendarEvent[] } | { problem: string };

const TIME_LIMIT_MS = 10_000;

/**
 * Expands a calendar in a thread that is ended after ten seconds, or when it wants more than 192 MB: what is in a calendar is
 * a stranger's, and rules can be written that no reader comes to the end of.
 */
export async function readCalendar(
  question: CalendarQuestion,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<CalendarAnswer> {
  const thread = new Worker(new URL('./calendar-thread.ts', import.meta.url), {
    workerData: question,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 },
  });
  const { promise, resolve } = Promise.withResolvers<CalendarAnswer>();
  const timer = setTimeout(
    () =>
      resolve({ problem: 'The calendar takes too long to work out. Is there an odd repeating event in it?' }),
    timeLimitMs,
  );
  thread.once('message', (message: CalendarAnswer) => resolve(message));
  thread.once('error', () => resolve({ problem: 'The calendar is too large to work out.' }));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
