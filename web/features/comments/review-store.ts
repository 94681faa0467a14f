import { useMemo, useSyncExternalStore } from 'react';
import * as z from 'zod';
import { Annotation } from '#shared/annotations.ts';
import { CommentLabel, Quote } from '#shared/comments.ts';
import { PositionMs } from '#shared/ids.ts';

/** A comment that is being written. */
export const CommentDraft = z.object({
  text: z.string(),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Where it is pinned; null: it follows the player. */
  atMs: PositionMs.nullable(),
  endMs: PositionMs.nullable(),
  isOnWhole: z.boolean(),
  quote: Quote.nullable(),
  ink: Annotation,
  label: CommentLabel.nullable(),
});
export type CommentDraft = z.infer<typeof CommentDraft>;

export const EMPTY_DRAFT: CommentDraft = {
  text: '',
  people: [],
  atMs: null,
  endMs: null,
  isOnWhole: false,
  quote: null,
  ink: [],
  label: null,
};

export interface ReviewState {
  draft: CommentDraft;
  /** The thread that is looked at. */
  focusId: string | null;
  /** Whose ink is being drawn: that of the draft, or of a comment; null: nobody’s. */
  drawing: { kind: 'draft' } | { kind: 'comment'; id: string; ink: Annotation } | null;
  tab: string;
}

export type ReviewStore = ReturnType<typeof createReviewStore>;

/** What happens around the comments of one video: the draft, which survives a reload, the focus, the drawing. */
export function createReviewStore(slug: string, focusId: string | null) {
  const key = `playhead.draft.${slug}`;
  let state: ReviewState = { draft: restore(key), focusId, drawing: null, tab: 'comments' };
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    keep(key, state.draft);
  };
  window.addEventListener('pagehide', save);

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
      timer ??= setTimeout(save, 400);
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

export function isEmptyDraft({ text, ink, quote }: CommentDraft): boolean {
  return text.trim() === '' && ink.length === 0 && quote === null;
}

function restore(key: string): CommentDraft {
  try {
    return CommentDraft.catch(EMPTY_DRAFT).parse(JSON.parse(localStorage.getItem(key) ?? 'null'));
  } catch {
    return EMPTY_DRAFT;
  }
}

function keep(key: string, draft: CommentDraft): void {
  try {
    if (isEmptyDraft(draft)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Full, or forbidden: it lives as long as the page.
  }
}
