import { useState, useSyncExternalStore } from 'react';
import type { Attachment } from '#shared/attachments.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { readyDraft, type FileDraft } from './file-drafts.ts';
import { FileSender } from './file-sender.ts';
import type { ReviewStore } from './review-store.ts';

const senders = new WeakMap<ReviewStore, FileSender>();

/** Of the draft of a new comment. It outlives the panel: a look at the transcript ends no upload. */
export function senderOf(review: ReviewStore, slug: VideoSlug): FileSender {
  const known = senders.get(review);
  if (known) return known;
  const sender = new FileSender(slug, {
    get: () => review.get().draft.files,
    set: (files) => review.write({ files }),
  });
  senders.set(review, sender);
  return sender;
}

/** The files of a reply or an edit, for as long as its form is open. */
export function useFiles(slug: VideoSlug, initial: readonly Attachment[]) {
  const [{ subscribe, get, sender }] = useState(() => {
    let files: FileDraft[] = initial.map((attachment) => readyDraft(attachment, true));
    const listeners = new Set<() => void>();
    const tray = {
      get: () => files,
      set(next: FileDraft[]) {
        files = next;
        for (const listener of listeners) listener();
      },
    };
    return {
      get: tray.get,
      sender: new FileSender(slug, tray),
      subscribe(listener: () => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
  });
  return { files: useSyncExternalStore(subscribe, get), sender };
}
