import { useMemo, useSyncExternalStore } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { slugOf } from '../../api/slug.ts';

/** Which comment something is recorded for: an answer to a thread, or (`new`) a thread of its own. */
export type ReplyPlace = string;
export const NEW_THREAD: ReplyPlace = 'new';

/** What was recorded for a comment that is not sent yet. */
export interface ReplyDraft {
  recordingId: string;
  hasPicture: boolean;
  /** Null while it is recorded, and where the page went away meanwhile. */
  durationMs: number | null;
  /** Of its video; null until it was stopped and the server knows of it: then it can be sent. */
  slug: VideoSlug | null;
}

type Drafts = Readonly<Record<ReplyPlace, ReplyDraft>>;

/**
 * Recorded replies to one video that are not sent yet. Only their ids are kept: what was recorded lies on the device until
 * the server has it. Survives a reload, from the first second of recording on.
 */
export function createReplyDrafts(slug: string) {
  const key = `playhead.replies.${slug}`;
  let drafts: Drafts = restore(key);
  /** Where the recorder is open, recording or about to. */
  let openAt: ReplyPlace | null = null;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const change = (next: Drafts) => {
    drafts = next;
    keep(key, drafts);
    tell();
  };
  return {
    slug,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: (place: ReplyPlace): ReplyDraft | null => drafts[place] ?? null,
    /** Something is recorded here, or is about to be. */
    has: (place: ReplyPlace): boolean => place in drafts || openAt === place,
    isOpen: (place: ReplyPlace): boolean => openAt === place,
    set(place: ReplyPlace, draft: ReplyDraft): void {
      const before = drafts[place];
      if (before && JSON.stringify(before) === JSON.stringify(draft)) return;
      change({ ...drafts, [place]: draft });
    },
    clear(place: ReplyPlace): void {
      if (!(place in drafts)) return;
      change(Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== place)));
    },
    /** Shows the recorder at a place, or nowhere. */
    open(place: ReplyPlace | null): void {
      openAt = place;
      tell();
    },
  };
}

export type ReplyDrafts = ReturnType<typeof createReplyDrafts>;

/** One store for as long as a page shows this video. */
export function useReplyDrafts(slug: string): ReplyDrafts {
  return useMemo(() => createReplyDrafts(slug), [slug]);
}

/** What was recorded for this comment. */
export function useReplyDraft(drafts: ReplyDrafts, place: ReplyPlace): ReplyDraft | null {
  return useSyncExternalStore(drafts.subscribe, () => drafts.get(place));
}

/** Whether the recorder is shown at this comment. */
export function useReplyOpen(drafts: ReplyDrafts, place: ReplyPlace): boolean {
  return useSyncExternalStore(drafts.subscribe, () => drafts.isOpen(place));
}

function restore(key: string): Drafts {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, Partial<ReplyDraft>>;
    const whole = Object.entries(kept).filter(([, draft]) => typeof draft.recordingId === 'string');
    return Object.fromEntries(
      whole.map(([place, draft]) => [
        place,
        {
          recordingId: draft.recordingId ?? '',
          hasPicture: draft.hasPicture !== false,
          durationMs: typeof draft.durationMs === 'number' ? draft.durationMs : null,
          slug: slugOf(draft.slug ?? undefined),
        },
      ]),
    );
  } catch {
    return {};
  }
}

function keep(key: string, drafts: Drafts): void {
  try {
    if (Object.keys(drafts).length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(drafts));
  } catch {
    // Full, or forbidden: they live as long as the page.
  }
}
