import { useEffect, useRef, useState } from 'react';
import {
  ANNOTATION_FONT,
  TEXT_LINE_HEIGHT,
  TEXT_WEIGHT,
  textLines,
  textSize,
  textWidthEm,
} from '#shared/annotation-text.ts';
import type { AnnotationObject } from '#shared/annotations.ts';
import { INK_COLOURS } from '#shared/ink-colours.ts';

const MOST_CHARACTERS = 200;

/** Where a text is typed, in its place and size. Enter or leaving it keeps the text, Escape doesn't. */
export function AnnotationTextField({
  object,
  aspectRatio,
  onCommit,
  onCancel,
}: {
  object: AnnotationObject;
  aspectRatio: number;
  onCommit: (text: string) => void;
  onCancel: () => void;
}) {
  const [text, setText] = useState(object.text);
  const field = useRef<HTMLTextAreaElement>(null);
  // Leaving the page takes the focus away as well: each text ends once.
  const isOver = useRef(false);
  useEffect(() => {
    isOver.current = false;
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, []);
  const end = (how: () => void) => {
    if (isOver.current) return;
    isOver.current = true;
    how();
  };
  const [x, y] = object.points[0] ?? [0, 0];
  const lines = textLines(text, x, object.width, aspectRatio);
  const outline = object.colour === 'black' ? '#fff' : '#111';
  return (
    <textarea
      ref={field}
      aria-label="Text"
      value={text}
      maxLength={MOST_CHARACTERS}
      rows={lines.length}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(() => onCommit(text.trim()))}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') {
          event.stopPropagation();
          end(onCancel);
        }
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault();
          event.stopPropagation();
          end(() => onCommit(text.trim()));
        }
      }}
      className="absolute resize-none overflow-hidden rounded-xs bg-black/25 p-0 whitespace-pre-wrap outline-2 outline-offset-2 outline-accent outline-dashed"
      style={{
        left: `${x * 100}%`,
        top: `${y * 100}%`,
        width: `${Math.max(2, ...lines.map(textWidthEm)) + 1.2}em`,
        height: `${lines.length * TEXT_LINE_HEIGHT}em`,
        marginTop: `${-TEXT_LINE_HEIGHT / 2}em`,
        fontSize: `${textSize(object.width) * 100}cqh`,
        lineHeight: TEXT_LINE_HEIGHT,
        fontFamily: ANNOTATION_FONT,
        fontWeight: TEXT_WEIGHT,
        color: INK_COLOURS[object.colour],
        caretColor: INK_COLOURS[object.colour],
        WebkitTextStroke: `0.17em ${outline}`,
        paintOrder: 'stroke',
      }}
    />
  );
}
