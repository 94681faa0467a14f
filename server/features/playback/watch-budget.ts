import type { TimeRange } from '#shared/time-ranges.ts';

/**
 * What counts as watched, decided by the server's clock alone. Wall time is a thing of which each person has one second a second:
 * - A session opens with its first report, and counts nothing before it.
 * - A report spends the wall time since the session's one before it, 60 s at most, at the rate at which it says that it played: at
 *   up to 2× all of it counts, as speech can be followed; faster is skimming, and counts nothing.
 * - What one session of a person has spent, another can't: tabs side by side share one budget.
 * - A report may run ahead of the clock by up to 5 s, once and not per report: the mark that it leaves lies that far ahead.
 * - Reading a transcript has a budget of its own, at four times the pace of speech (about 600 words a minute).
 */
export const FASTEST_RATE = 2;
const SLOWEST_RATE = 0.1;
const READING_RATE = 4;
const LONGEST_GAP_MS = 60_000;
const SLACK_MS = 5_000;
/** Of one person at a time; the one that was silent longest is forgotten, and opens anew. */
const MOST_SESSIONS = 8;

interface Session {
  openedMs: number;
  /** Wall time before these marks is spent. */
  watchedToMs: number;
  readToMs: number;
  sequence: number;
}

/** Of one person, as it is stored. */
export interface WatchBudget {
  watchedToMs: number;
  readToMs: number;
  sessions: Record<string, Session>;
}

export const EMPTY_BUDGET: WatchBudget = { watchedToMs: 0, readToMs: 0, sessions: {} };

export interface WatchReport {
  /** Of the video and the session: one session is about one video. */
  session: string;
  sequence: number;
  rate: number;
  /** Both merged, and within the video. */
  watched: TimeRange[];
  read: TimeRange[];
}

export interface Spent {
  budget: WatchBudget;
  watched: TimeRange[];
  read: TimeRange[];
  /** Came before already, or is older than one that did: nothing of it counts, not even where the picture was. */
  isReplay: boolean;
}

/** Takes what a report may count out of the budget of its person. */
export function spend(budget: WatchBudget, report: WatchReport, nowMs: number): Spent {
  const known = budget.sessions[report.session];
  if (known && report.sequence <= known.sequence) return { budget, watched: [], read: [], isReplay: true };
  const session = known ?? {
    openedMs: nowMs,
    watchedToMs: nowMs,
    readToMs: nowMs,
    sequence: report.sequence,
  };
  const slackMs = Math.max(0, Math.min(SLACK_MS, (nowMs - session.openedMs) / 2));
  const take = (ranges: TimeRange[], rate: number, personTo: number, sessionTo: number) => {
    const fromMs = Math.max(personTo, sessionTo, nowMs - LONGEST_GAP_MS);
    const kept = firstOf(ranges, Math.floor(Math.max(0, nowMs + slackMs - fromMs) * rate));
    const toMs = kept.length > 0 ? fromMs + Math.ceil(lengthOf(kept) / rate) : 0;
    return { kept, person: Math.max(personTo, toMs), session: Math.max(sessionTo, toMs, nowMs) };
  };
  const isFollowable = report.rate > 0 && report.rate <= FASTEST_RATE;
  const watched = take(
    isFollowable ? report.watched : [],
    Math.max(SLOWEST_RATE, report.rate),
    budget.watchedToMs,
    session.watchedToMs,
  );
  const read = take(report.read, READING_RATE, budget.readToMs, session.readToMs);
  const sessions = {
    ...budget.sessions,
    [report.session]: {
      openedMs: session.openedMs,
      watchedToMs: watched.session,
      readToMs: read.session,
      sequence: report.sequence,
    },
  };
  return {
    budget: { watchedToMs: watched.person, readToMs: read.person, sessions: withoutSilent(sessions) },
    watched: watched.kept,
    read: read.kept,
    isReplay: false,
  };
}

export const lengthOf = (ranges: readonly TimeRange[]): number =>
  ranges.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

function firstOf(ranges: TimeRange[], lengthMs: number): TimeRange[] {
  let left = lengthMs;
  return ranges.flatMap(({ startMs, endMs }) => {
    const takenMs = Math.min(endMs - startMs, left);
    left -= takenMs;
    return takenMs > 0 ? [{ startMs, endMs: startMs + takenMs }] : [];
  });
}

function withoutSilent(sessions: Record<string, Session>): Record<string, Session> {
  const newest = Object.entries(sessions).toSorted(([, a], [, b]) => b.watchedToMs - a.watchedToMs);
  return Object.fromEntries(newest.slice(0, MOST_SESSIONS));
}
