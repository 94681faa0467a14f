import { parentPort, workerData } from 'node:worker_threads';
import { CalendarProblem, expandCalendar, type CalendarQuestion } from './expand-calendar.ts';
import type { CalendarAnswer } from './read-calendar.ts';

/** Of `read-calendar.ts`: expands one calendar and says what came of it. */
function answer(): CalendarAnswer {
  try {
    return { events: expandCalendar(workerData as CalendarQuestion) };
  } catch (error) {
    if (error instanceof CalendarProblem) return { problem: error.message };
    return { problem: 'The calendar could not be understood.' };
  }
}

parentPort?.postMessage(answer());
