import type { InkStroke } from '#shared/ink.ts';
import type { RecordingFormat, SegmentDescription } from '#shared/recordings.ts';

/** A segment as described to the API, with its place in the recording. */
export type SpooledSegment = Required<SegmentDescription>;

/** What a recording is a comment on, where it is one. */
export interface ReplyTarget {
  /** Of the video. */
  slug: string;
  /** The thread that it answers; null: it begins one. */
  threadId: string | null;
  /** False: a voice alone. */
  hasPicture: boolean;
}

/** Which update it is recorded for. */
export interface UpdateTarget {
  editionId: string;
  seriesId: string;
  day: string;
}

/** What is fixed when a recording begins. */
export interface RecordingInfo {
  recordingId: string;
  /** Whose it is: another account on this device must not finish it. */
  userId: string;
  title: string;
  spaceId: string | null;
  format: RecordingFormat;
  startedAt: string;
  /** Absent: it is a video of its own. */
  reply?: ReplyTarget;
  /** Slug of the video that it is to be the next version of. */
  newVersionOf?: string;
  /** Absent: it answers nothing. */
  update?: UpdateTarget;
  /** The video request that it is to answer. */
  request?: string;
}

export interface RecordingDescription {
  format: RecordingFormat;
  codecs: string;
  width: number;
  height: number;
}

/** Segments `from`…`to` were recorded over, from `positionMs` on. */
export interface Withdrawal {
  from: number;
  to: number;
  positionMs: number;
}

export interface RecordingEnd {
  /** How many media segments (or chunks) were made in all, withdrawn ones included. */
  mediaCount: number;
  durationMs: number;
}

/** One line of a recording's journal, which is only ever appended to. A line cut off by a crash counts as not written. */
export type JournalEntry =
  | ({ type: 'begin' } & RecordingInfo)
  | ({ type: 'segment' } & SpooledSegment)
  | ({ type: 'describe' } & RecordingDescription)
  | ({ type: 'withdraw' } & Withdrawal)
  | { type: 'stroke'; stroke: InkStroke }
  | ({ type: 'end' } & RecordingEnd)
  | { type: 'discard' }
  | { type: 'restore' };

/** What a journal says, read from its beginning. */
export interface JournalState {
  info: RecordingInfo;
  segments: SpooledSegment[];
  description: RecordingDescription | null;
  withdrawals: Withdrawal[];
  strokes: InkStroke[];
  end: RecordingEnd | null;
  isDiscarded: boolean;
}

/** `null` where not even the first line is whole: nothing was recorded then. */
export function readJournal(text: string): JournalState | null {
  let state: JournalState | null = null;
  for (const line of text.split('\n')) {
    const entry = parse(line);
    if (entry?.type === 'begin') {
      const { type: _, ...info } = entry;
      state ??= {
        info,
        segments: [],
        description: null,
        withdrawals: [],
        strokes: [],
        end: null,
        isDiscarded: false,
      };
    } else if (entry && state) state = applied(state, entry);
  }
  return state;
}

function parse(line: string): JournalEntry | null {
  try {
    return line.trim() ? (JSON.parse(line) as JournalEntry) : null;
  } catch {
    return null;
  }
}

function applied(state: JournalState, entry: Exclude<JournalEntry, { type: 'begin' }>): JournalState {
  switch (entry.type) {
    case 'segment': {
      const { type: _, ...segment } = entry;
      return { ...state, segments: [...state.segments, segment] };
    }
    case 'describe': {
      const { type: _, ...description } = entry;
      return { ...state, description };
    }
    case 'withdraw': {
      const { type: _, ...withdrawal } = entry;
      return {
        ...state,
        withdrawals: [...state.withdrawals, withdrawal],
        strokes: strokesBefore(state.strokes, withdrawal.positionMs),
      };
    }
    case 'stroke':
      return {
        ...state,
        strokes: [...state.strokes.filter(({ id }) => id !== entry.stroke.id), entry.stroke],
      };
    case 'end':
      return { ...state, end: { mediaCount: entry.mediaCount, durationMs: entry.durationMs } };
    case 'discard':
      return { ...state, isDiscarded: true };
    case 'restore':
      return { ...state, isDiscarded: false };
  }
}

/** What was drawn before a position; what was drawn later belongs to what was recorded over. */
export function strokesBefore(strokes: InkStroke[], positionMs: number): InkStroke[] {
  return strokes.filter((stroke) => stroke.startMs < positionMs);
}

/** Where stop was never pressed: everything that was written down. */
export function endOf(state: JournalState): RecordingEnd {
  if (state.end) return state.end;
  const media = state.segments.filter(({ kind }) => kind !== 'init');
  const kept = media.filter(({ index }) => !isWithdrawn(state.withdrawals, index));
  const ends = kept.map(({ startMs, durationMs }) => startMs + durationMs);
  return {
    mediaCount: Math.max(-1, ...media.map(({ index }) => index)) + 1,
    durationMs: Math.round(Math.max(0, ...ends)),
  };
}

export function isWithdrawn(withdrawals: readonly { from: number; to: number }[], index: number): boolean {
  return withdrawals.some(({ from, to }) => index >= from && index <= to);
}
