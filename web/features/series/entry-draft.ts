import type { BlockerItem } from '#shared/blockers.ts';
import type { Decision } from '#shared/decisions.ts';
import type { Entry, PromptAnswer } from '#shared/series.ts';
import { slugOf } from '../../api/slug.ts';
import type { Mark } from './update-marks.ts';

/** An answer that is not sent yet; kept in this browser. */
export interface EntryDraft {
  /** What was, or is being, recorded for it, until the server knows of its video. */
  recordingId: string | null;
  /** Slug of one of my videos; empty: none. */
  video: string;
  answers: Readonly<Record<string, PromptAnswer>>;
  /** Null: what the server has of them. */
  blockers: readonly BlockerItem[] | null;
  decisions: readonly Decision[];
}

const keyOf = (editionId: string) => `playhead:update:${editionId}`;

export function loadDraft(editionId: string): EntryDraft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(editionId)) ?? 'null') as Partial<EntryDraft> | null;
    if (!kept) return null;
    return {
      recordingId: typeof kept.recordingId === 'string' ? kept.recordingId : null,
      video: slugOf(kept.video) ?? '',
      answers: kept.answers ?? {},
      blockers: kept.blockers ?? null,
      decisions: kept.decisions ?? [],
    };
  } catch {
    return null;
  }
}

export function saveDraft(editionId: string, draft: EntryDraft): void {
  try {
    localStorage.setItem(keyOf(editionId), JSON.stringify(draft));
  } catch {
    // Full, or forbidden: it lives as long as the page.
  }
}

export function forgetDraft(editionId: string): void {
  localStorage.removeItem(keyOf(editionId));
}

/** What was sent before, to be changed. */
export function draftOf(mine: Entry | undefined): EntryDraft {
  return {
    recordingId: null,
    video: mine?.video ?? '',
    answers: Object.fromEntries((mine?.answers ?? []).map((answer) => [answer.promptId, answer])),
    blockers: null,
    decisions: mine?.decisions ?? [],
  };
}

export const NO_ANSWER = { text: null, option: null, number: null, light: null, atMs: null } as const;

export function withAnswer(draft: EntryDraft, promptId: string, part: Partial<PromptAnswer>): EntryDraft {
  const answer = { ...NO_ANSWER, ...draft.answers[promptId], ...part, promptId };
  return { ...draft, answers: { ...draft.answers, [promptId]: answer } };
}

/** Another video: its chapters are these, and no others. */
export function withVideo(
  draft: EntryDraft,
  source: Pick<EntryDraft, 'recordingId' | 'video'>,
  chapters: readonly Mark[] = [],
): EntryDraft {
  const at = new Map(chapters.map(({ promptId, atMs }) => [promptId, atMs]));
  const ids = new Set([...Object.keys(draft.answers), ...at.keys()]);
  return [...ids].reduce((next, id) => withAnswer(next, id, { atMs: at.get(id) ?? null }), {
    ...draft,
    ...source,
  });
}
