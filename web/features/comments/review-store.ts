import { useMemo, useSyncExternalStore } from 'react';
import type { Annotation } from '#shared/annotations.ts';
import type { CommentLabel, Region } from '#shared/comments.ts';
import { filesToKeep, keptFiles, readyFiles, type FileDraft } from './file-drafts.ts';
import type { Nameable } from './mention-draft.ts';

/** A comment that is being written. */
export interface CommentDraft {
  text: string;
  people: Nameable[];
  /** Where it is pinned; null: it follows the player. */
  atMs: number | null;
  endMs: number | null;
  isOnWhole: boolean;
  quote: string | null;
  ink: Annotation;
  region: Region | null;
  /** Files that go with it, and those on their way. */
  files: readonly FileDraft[];
  label: CommentLabel | null;
}

export const EMPTY_DRAFT: CommentDraft = {
  text: '',
  people: [],
  atMs: null,
  endMs: null,
  isOnWhole: false,
  quote: null,
  ink: [],
  region: null,
  files: [],
  label: null,
};

export interface ReviewState {
  draft: CommentDraft;
  /** The thread that is looked at. */
  focusId: string | null;
  /** Whose ink is being drawn: that of the draft, or of a comment; null: nobody’s. */
  drawing: { kind: 'draft' } | { kind: 'region' } | { kind: 'comment'; id: string; ink: Annotation } | null;
  /** The open threads are worked through one by one. */
  isChecklist: boolean;
  tab: string;
}

export type ReviewStore = ReturnType<typeof createReviewStore>;

/** What happens around the comments of one video: the draft, which survives a reload, the focus, the drawing. */
export function createReviewStore(slug: string, focusId: string | null) {
  const key = `playhead.draft.${slug}`;
  let state: ReviewState = {
    draft: restore(key),
    focusId,
    drawing: null,
    isChecklist: false,
    tab: 'comments',
  };
  const listeners = new Set<() => void>();
  const change = (next: Partial<ReviewState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => state,
    change,
    write(draft: Partial<CommentDraft>): void {
      change({ draft: { ...state.draft, ...draft } });
      keep(key, state.draft);
    },
  };
}

/** One store for as long as a page shows this video. */
export function useReviewStore(slug: string, focusId: string | null): ReviewStore {
  // The focus is that of the first visit; later it moves by itself.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => createReviewStore(slug, focusId), [slug]);
}

export function useReview<T>(store: ReviewStore, select: (state: ReviewState) => T): T {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

export function isEmptyDraft({ text, ink, quote, region, files }: CommentDraft): boolean {
  return text.trim() === '' && ink.length === 0 && quote === null && region === null && files.length === 0;
}

/** It says something, in words, by a drawing or by files, and all of its files have arrived. */
export function canSendDraft({ text, ink, files }: CommentDraft): boolean {
  return (text.trim() !== '' || ink.length > 0 || files.length > 0) && readyFiles(files) !== null;
}

function restore(key: string): CommentDraft {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<CommentDraft> | null;
    // One of another version of ours is worth only as much as it has in common.
    const isWhole = typeof kept?.text === 'string' && Array.isArray(kept.people) && Array.isArray(kept.ink);
    return isWhole ? { ...EMPTY_DRAFT, ...kept, files: keptFiles(kept.files) } : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

function keep(key: string, draft: CommentDraft): void {
  try {
    const kept = { ...draft, files: filesToKeep(draft.files) };
    if (isEmptyDraft(kept)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Full, or forbidden: it lives as long as the page.
  }
}
