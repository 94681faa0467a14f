import { useSyncExternalStore } from 'react';
import type { SpaceId, VideoSlug } from '#shared/ids.ts';
import { FileUpload, type FileUploadState } from './file-upload.ts';

export interface UploadItem {
  id: number;
  upload: FileUpload;
  state: FileUploadState;
}

let items: readonly UploadItem[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly UploadItem[]): void {
  items = next;
  for (const listener of listeners) listener();
}

/**
 * Uploads go on while the person looks at other pages of the app. `newVersionOf`: each becomes the next version of that video. Answers
 * their ids.
 */
export function addUploads(
  files: Iterable<File>,
  spaceId: SpaceId | null,
  newVersionOf: VideoSlug | null = null,
): number[] {
  return [...files].map((file) => {
    const id = nextId++;
    const upload = new FileUpload(file, { spaceId, newVersionOf }, (state) =>
      set(items.map((item) => (item.id === id ? { ...item, state } : item))),
    );
    set([{ id, upload, state: upload.state }, ...items]);
    upload.resume();
    return id;
  });
}

export function removeUpload(id: number): void {
  set(items.filter((item) => item.id !== id));
}

/** Whoever waits for a next try need not wait any longer, such as after signing in. */
export function retryUploads(): void {
  for (const { upload } of items) upload.retryNow();
}

export function useUploads(): readonly UploadItem[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => items,
  );
}

window.addEventListener('beforeunload', (event) => {
  if (items.some(({ state }) => state.phase === 'sending')) event.preventDefault();
});
