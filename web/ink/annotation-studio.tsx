import type { ReactNode } from 'react';
import type { Annotation } from '#shared/annotations.ts';
import { AnnotationEditor } from './annotation-editor.tsx';
import { AnnotationToolbar } from './annotation-toolbar.tsx';
import { useAnnotationEditor } from './use-annotation-editor.ts';

/**
 * Draws an annotation: the surface and its toolbar, wherever the parent puts them. `surface` covers its parent, which must be
 * positioned and be exactly the picture; `toolbar` is a block. Mounted, it keeps the keys of the player to itself, so mount it
 * only while one draws, with the video paused.
 *
 *     <AnnotationStudio value={annotation} onChange={setAnnotation} onDone={close}>
 *       {({ surface, toolbar }) => (<>{toolbar}<div className="relative aspect-video">{video}{surface}</div></>)}
 *     </AnnotationStudio>
 *
 * Where the two are far apart in the tree, call `useAnnotationEditor` above both, and hand its result to `AnnotationEditor` and
 * `AnnotationToolbar` as `editing`.
 */
export function AnnotationStudio({
  children,
  ...props
}: {
  value: Annotation;
  /** After every change; what it gets must be the next `value`. */
  onChange: (annotation: Annotation) => void;
  onDone: () => void;
  children: (parts: { surface: ReactNode; toolbar: ReactNode }) => ReactNode;
}) {
  const editing = useAnnotationEditor(props);
  const surface = <AnnotationEditor editing={editing} />;
  return children({ surface, toolbar: <AnnotationToolbar editing={editing} /> });
}
