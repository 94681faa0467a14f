import { useEffect, useMemo, useRef, useState } from 'react';
import type { Annotation, AnnotationObject } from '#shared/annotations.ts';
import {
  annotationHistory,
  MOST_OBJECTS,
  startHistory,
  type AnnotationAction,
} from './annotation-history.ts';
import { DEFAULT_STYLE, type AnnotationStyle } from './annotation-tools.ts';

/** An annotation being edited: what `AnnotationEditor` and `AnnotationToolbar` share. */
export interface AnnotationEditing {
  annotation: Annotation;
  style: AnnotationStyle;
  selected: AnnotationObject | null;
  canUndo: boolean;
  canRedo: boolean;
  /** A comment has room for no more objects. */
  isFull: boolean;
  add: (object: AnnotationObject) => void;
  /** Changes with the same `part` in a row are undone together. */
  replace: (object: AnnotationObject, part?: string) => void;
  erase: (ids: readonly string[]) => void;
  clear: () => void;
  undo: () => void;
  redo: () => void;
  select: (object: AnnotationObject | null) => void;
  /** Colour and width change the selected object too. */
  setStyle: (style: Partial<AnnotationStyle>) => void;
  done: () => void;
}

/**
 * Edits `value`, which stays the parent's: every change is told to `onChange` and has to come back as `value` in the same
 * render. A value that comes from elsewhere is a new start, without a past.
 */
export function useAnnotationEditor(props: {
  value: Annotation;
  onChange: (annotation: Annotation) => void;
  onDone: () => void;
}): AnnotationEditing {
  const { value } = props;
  const [history, setHistory] = useState(() => startHistory(value));
  const [style, setStyle] = useState(DEFAULT_STYLE);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const isOurs = useMemo(
    () => value === history.present || JSON.stringify(value) === JSON.stringify(history.present),
    [value, history.present],
  );
  if (!isOurs) setHistory(startHistory(value));

  const latest = useRef({ ...props, history });
  useEffect(() => {
    latest.current = { ...props, history };
  });
  const actions = useMemo(() => {
    const dispatch = (action: AnnotationAction) => {
      const next = annotationHistory(latest.current.history, action);
      if (next === latest.current.history) return;
      latest.current.history = next;
      setHistory(next);
      latest.current.onChange(next.present);
    };
    return {
      add: (object: AnnotationObject) => dispatch({ type: 'add', object }),
      replace: (object: AnnotationObject, part?: string) => dispatch({ type: 'replace', object, part }),
      erase: (ids: readonly string[]) => dispatch({ type: 'erase', ids }),
      clear: () => dispatch({ type: 'clear' }),
      undo: () => dispatch({ type: 'undo' }),
      redo: () => dispatch({ type: 'redo' }),
      done: () => latest.current.onDone(),
    };
  }, []);

  const annotation = history.present;
  const selected = annotation.find(({ id }) => id === selectedId) ?? null;
  return {
    ...actions,
    annotation,
    style,
    selected,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    isFull: annotation.length >= MOST_OBJECTS,
    select: (object) => {
      setSelectedId(object?.id ?? null);
      if (object) setStyle({ ...style, colour: object.colour, width: object.width });
    },
    setStyle: (change) => {
      setStyle({ ...style, ...change });
      if (change.tool !== undefined && change.tool !== 'select') setSelectedId(null);
      else if (selected && change.tool === undefined)
        actions.replace({
          ...selected,
          colour: change.colour ?? selected.colour,
          width: change.width ?? selected.width,
        });
    },
  };
}
