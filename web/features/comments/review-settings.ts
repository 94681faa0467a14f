import { useSyncExternalStore } from 'react';

const KEY = 'playhead.review';

/** Choices of a person about reviewing, kept in this browser. */
export interface ReviewSettings {
  /** Typing pauses the video, sending lets it play on. */
  pausesWhileTyping: boolean;
  /** Drawings of neighbouring comments shine through. */
  showsGhosts: boolean;
}

const DEFAULTS: ReviewSettings = { pausesWhileTyping: true, showsGhosts: true };
const listeners = new Set<() => void>();
let settings = load();

function load(): ReviewSettings {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<ReviewSettings>) };
  } catch {
    return DEFAULTS;
  }
}

export function reviewSettings(): ReviewSettings {
  return settings;
}

export function changeReviewSettings(change: Partial<ReviewSettings>): void {
  settings = { ...settings, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // It holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

export function useReviewSettings(): ReviewSettings {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => settings,
  );
}
