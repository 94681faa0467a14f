import { useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { slugOf } from '../../api/slug.ts';

/** What is to be sent as an answer, and is not yet. */
export interface TakeDraft {
  /** Null: an uploaded file, or a video that was there before. */
  recordingId: string | null;
  /** Null until the server knows of the recording. */
  slug: VideoSlug | null;
  durationMs: number | null;
  /** It was there before, and stays whatever comes of the request. */
  isExisting?: boolean;
}

const keyOf = (requestId: string) => `playhead.request.${requestId}`;

/** Survives a reload, from the first second of recording on; only ids are kept, what was recorded lies on the device. */
export function useTakeDraft(
  requestId: string,
  known: TakeDraft | null,
): [TakeDraft | null, (draft: TakeDraft | null) => void] {
  const [kept, setKept] = useState<TakeDraft | null>(() => restore(requestId));
  const set = (draft: TakeDraft | null) => {
    keep(requestId, draft);
    setKept(draft);
  };
  return [kept ?? known, set];
}

function restore(requestId: string): TakeDraft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(keyOf(requestId)) ?? 'null') as Partial<TakeDraft> | null;
    if (!draft) return null;
    const slug = slugOf(draft.slug ?? undefined);
    const recordingId = typeof draft.recordingId === 'string' ? draft.recordingId : null;
    if (slug === null && recordingId === null) return null;
    const durationMs = typeof draft.durationMs === 'number' ? draft.durationMs : null;
    return { recordingId, slug, durationMs, isExisting: draft.isExisting === true };
  } catch {
    return null;
  }
}

function keep(requestId: string, draft: TakeDraft | null): void {
  try {
    if (draft) localStorage.setItem(keyOf(requestId), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(requestId));
  } catch {
    // Full, or forbidden: it lives as long as the page.
  }
}
