import type { Annotation, AnnotationObject } from '#shared/annotations.ts';

/** What was drawn, and the way there and back. Every change is one step, whatever it changed. */
export interface AnnotationHistory {
  past: readonly Annotation[];
  present: Annotation;
  future: readonly Annotation[];
  /** What the last change was part of; a change that is part of the same makes no new step. */
  part: string | null;
}

export type AnnotationAction =
  | { type: 'add'; object: AnnotationObject }
  | { type: 'replace'; object: AnnotationObject; part?: string | undefined }
  | { type: 'erase'; ids: readonly string[] }
  | { type: 'clear' }
  | { type: 'undo' }
  | { type: 'redo' };

export const MOST_OBJECTS = 100;
const MOST_STEPS = 200;

export function startHistory(present: Annotation): AnnotationHistory {
  return { past: [], present, future: [], part: null };
}

/** The next history; the same one where an action changes nothing. */
export function annotationHistory(history: AnnotationHistory, action: AnnotationAction): AnnotationHistory {
  const { past, present, future } = history;
  switch (action.type) {
    case 'add':
      return present.length >= MOST_OBJECTS ? history : changed(history, [...present, action.object]);
    case 'replace': {
      const { object, part = null } = action;
      if (!present.some(({ id }) => id === object.id)) return history;
      const next = present.map((old) => (old.id === object.id ? object : old));
      if (part !== null && part === history.part) return { ...history, present: next };
      return { ...changed(history, next), part };
    }
    case 'erase': {
      const next = present.filter(({ id }) => !action.ids.includes(id));
      return next.length === present.length ? history : changed(history, next);
    }
    case 'clear':
      return present.length === 0 ? history : changed(history, []);
    case 'undo': {
      const before = past.at(-1);
      if (!before) return history;
      return { past: past.slice(0, -1), present: before, future: [present, ...future], part: null };
    }
    case 'redo': {
      const [after, ...later] = future;
      if (!after) return history;
      return { past: [...past, present], present: after, future: later, part: null };
    }
  }
}

function changed({ past, present }: AnnotationHistory, next: Annotation): AnnotationHistory {
  return { past: [...past, present].slice(-MOST_STEPS), present: next, future: [], part: null };
}
