import { useRef, useState } from 'react';
import { unitBox } from '#shared/annotation-geometry.ts';
import type { Annotation, AnnotationObject } from '#shared/annotations.ts';
import { cx } from '../ui/class-names.ts';
import { blurStyle, boxStyle, InkSvg, ObjectInk, Spotlights, usePictureSize } from './annotation-layer.tsx';
import { SelectionFrame } from './annotation-selection.tsx';
import { AnnotationTextField } from './annotation-text-field.tsx';
import type { AnnotationEditing } from './use-annotation-editor.ts';
import { useAnnotationKeys } from './use-annotation-keys.ts';
import { useAnnotationPointer } from './use-annotation-pointer.ts';

const CURSORS: Record<string, string> = { select: 'default', text: 'text', eraser: 'cell' };

/**
 * The surface to draw on. It covers its parent exactly, which must be the picture without the bars beside it. What is being
 * drawn is state of this component alone until the pointer is lifted.
 */
export function AnnotationEditor({ editing, className }: { editing: AnnotationEditing; className?: string }) {
  const surface = useRef<HTMLDivElement>(null);
  const size = usePictureSize(surface);
  const aspectRatio = size ? size.width / size.height : 1;
  const [writing, setWriting] = useState<AnnotationObject | null>(null);
  const { preview, cancel, handlers } = useAnnotationPointer(editing, setWriting);
  useAnnotationKeys(editing, { aspectRatio, element: surface, cancel });

  const shown = withPreview(editing.annotation, preview.object).filter(({ id }) => id !== writing?.id);
  const selected = shown.find(({ id }) => id === editing.selected?.id);
  const commit = (text: string) => {
    if (!writing) return;
    const isNew = !editing.annotation.some(({ id }) => id === writing.id);
    setWriting(null);
    if (text === '') editing.erase([writing.id]);
    else if (isNew) editing.add({ ...writing, text });
    else if (text !== writing.text) editing.replace({ ...writing, text });
  };
  return (
    <div
      ref={surface}
      role="application"
      aria-label="Drawing on the picture"
      data-testid="annotation-editor"
      style={{ cursor: CURSORS[editing.style.tool] ?? 'crosshair' }}
      className={cx(
        'absolute inset-0 touch-none overflow-hidden select-none [container-type:size] [-webkit-touch-callout:none]',
        className,
      )}
      {...handlers}
    >
      {shown
        .filter(({ tool }) => tool === 'blur')
        .map((object) => (
          <div
            key={object.id}
            className="absolute border border-dashed border-white/70 outline-1 -outline-offset-1 outline-black/30"
            style={{
              ...boxStyle(unitBox(object)),
              ...blurStyle,
              opacity: preview.erasedIds.has(object.id) ? 0.3 : 1,
            }}
          />
        ))}
      {size && (
        <InkSvg size={size}>
          <Spotlights annotation={shown} size={size} />
          {shown.map((object) => (
            <ObjectInk
              key={object.id}
              object={object}
              size={size}
              opacity={preview.erasedIds.has(object.id) ? 0.3 : undefined}
            />
          ))}
        </InkSvg>
      )}
      {selected && <SelectionFrame object={selected} aspectRatio={aspectRatio} />}
      {writing && (
        <AnnotationTextField
          key={writing.id}
          object={writing}
          aspectRatio={aspectRatio}
          onCommit={commit}
          onCancel={() => setWriting(null)}
        />
      )}
    </div>
  );
}

function withPreview(annotation: Annotation, object: AnnotationObject | null): Annotation {
  if (!object) return annotation;
  const isNew = !annotation.some(({ id }) => id === object.id);
  return isNew ? [...annotation, object] : annotation.map((old) => (old.id === object.id ? object : old));
}
