import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AnnotationObject } from '#shared/annotations.ts';
import { annotationHistory, startHistory, type AnnotationAction } from './annotation-history.ts';

function object(id: string, x = 0.5): AnnotationObject {
  return { id, tool: 'pen', colour: 'red', width: 0.006, points: [[x, 0.5, 0.5]], text: '' };
}

const id = fc.constantFrom('a', 'b', 'c', 'd');
const action: fc.Arbitrary<AnnotationAction> = fc.oneof(
  id.map((name) => ({ type: 'add' as const, object: object(name) })),
  fc
    .tuple(id, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(undefined, 'nudge'))
    .map(([name, x, part]): AnnotationAction => ({ type: 'replace', object: object(name, x), part })),
  fc.array(id).map((ids) => ({ type: 'erase' as const, ids })),
  fc.constantFrom<AnnotationAction>({ type: 'clear' }, { type: 'undo' }, { type: 'redo' }),
);

it('goes back to the start and forward to the end again, whatever happened', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const start = startHistory([object('first')]);
      let end = start;
      for (const one of actions) end = annotationHistory(end, one);
      let history = end;
      for (let i = 0; i < 200; i++) history = annotationHistory(history, { type: 'undo' });
      expect(history.present).toEqual(start.present);
      expect(history.past).toEqual([]);
      for (let i = 0; i < 200; i++) history = annotationHistory(history, { type: 'redo' });
      expect(history.present).toEqual(end.future.at(-1) ?? end.present);
      for (let i = 0; i < end.future.length; i++) history = annotationHistory(history, { type: 'undo' });
      expect(history.present).toEqual(end.present);
    }),
  );
});

it('takes steps of one part together, and forgets the future when something new is drawn', () => {
  const start = startHistory([object('a')]);
  let history = start;
  for (const x of [0.1, 0.2, 0.3])
    history = annotationHistory(history, { type: 'replace', object: object('a', x), part: 'nudge' });
  expect(history.past).toHaveLength(1);
  history = annotationHistory(history, { type: 'undo' });
  expect(history.present).toEqual(start.present);
  history = annotationHistory(history, { type: 'add', object: object('b') });
  expect(annotationHistory(history, { type: 'redo' })).toBe(history);
});

it('stays the same where nothing changes, and takes no more than a comment may have', () => {
  const empty = startHistory([]);
  expect(annotationHistory(empty, { type: 'clear' })).toBe(empty);
  expect(annotationHistory(empty, { type: 'erase', ids: ['a'] })).toBe(empty);
  expect(annotationHistory(empty, { type: 'replace', object: object('a') })).toBe(empty);
  const full = startHistory(Array.from({ length: 100 }, (_, i) => object(String(i))));
  expect(annotationHistory(full, { type: 'add', object: object('more') })).toBe(full);
});
