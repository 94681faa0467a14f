import { createElement, memo, useLayoutEffect, useMemo, useRef, useState, type CSSProperties } from 'react';
import type { PictureSize, UnitBox } from '#shared/annotation-geometry.ts';
import { blurBoxes, objectShapes, spotlightShapes, type SvgShape } from '#shared/annotation-shapes.ts';
import type { Annotation, AnnotationObject } from '#shared/annotations.ts';
import { cx } from '../ui/class-names.ts';

/** The shapes are made for a picture of this height, and stretched to the real one. */
const VIRTUAL_HEIGHT = 1000;
/** Standard deviation of the blur, as a share of the picture's height; stills use the same (`still-arguments.ts`). */
const BLUR_SHARE = 0.02;

/**
 * The ink of a comment over a picture. It covers its parent exactly, so the parent must be the picture without the bars
 * beside it; `aspectRatio` saves measuring it. Nothing in it takes the pointer.
 */
export function AnnotationLayer({
  annotation,
  aspectRatio,
  opacity = 1,
  className,
}: {
  annotation: Annotation;
  aspectRatio?: number | undefined;
  /** 0–1. */
  opacity?: number;
  className?: string;
}) {
  const layer = useRef<HTMLDivElement>(null);
  const size = usePictureSize(layer, aspectRatio);
  return (
    <div
      ref={layer}
      aria-hidden="true"
      data-testid="annotation"
      className={cx('pointer-events-none absolute inset-0 overflow-hidden [container-type:size]', className)}
    >
      {blurBoxes(annotation).map((box, i) => (
        <div key={i} className="absolute" style={{ ...boxStyle(box), ...blurStyle, opacity }} />
      ))}
      {size && (
        <InkSvg size={size} opacity={opacity}>
          <Spotlights annotation={annotation} size={size} />
          {annotation.map((object) => (
            <ObjectInk key={object.id} object={object} size={size} />
          ))}
        </InkSvg>
      )}
    </div>
  );
}

/** Blur by the browser. An opacity on a parent would cut it off from the picture: it stands on the box itself. */
export const blurStyle: CSSProperties = {
  backdropFilter: `blur(${BLUR_SHARE * 100}cqh)`,
  WebkitBackdropFilter: `blur(${BLUR_SHARE * 100}cqh)`,
};

export function boxStyle({ x, y, width, height }: UnitBox): CSSProperties {
  return {
    left: `${x * 100}%`,
    top: `${y * 100}%`,
    width: `${width * 100}%`,
    height: `${height * 100}%`,
  };
}

/** Covers its parent, in units of `size`. */
export function InkSvg(props: { size: PictureSize; opacity?: number; children: React.ReactNode }) {
  return (
    <svg
      viewBox={`0 0 ${props.size.width} ${props.size.height}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full"
      style={{ opacity: props.opacity }}
    >
      {props.children}
    </svg>
  );
}

/** The dark around the spotlights. */
export function Spotlights({ annotation, size }: { annotation: Annotation; size: PictureSize }) {
  return spotlightShapes(annotation, size).map(svgElement);
}

/** One object; drawn anew only when it is another one. */
export const ObjectInk = memo(function ObjectInk({
  object,
  size,
  opacity,
}: {
  object: AnnotationObject;
  size: PictureSize;
  opacity?: number | undefined;
}) {
  return <g opacity={opacity}>{objectShapes(object, size).map(svgElement)}</g>;
});

function svgElement({ tag, attributes, text }: SvgShape, key: number) {
  const named = Object.entries(attributes).map(([name, value]) => [camelCase(name), value]);
  return createElement(tag, { key, ...Object.fromEntries(named) }, text);
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A virtual size with the aspect ratio of an element, or of the one given; null until it is measured. */
export function usePictureSize(
  element: React.RefObject<HTMLElement | null>,
  aspectRatio?: number,
): PictureSize | null {
  const [measured, setMeasured] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (aspectRatio !== undefined || !element.current) return;
    const measure = ({ width, height }: { width: number; height: number }) => {
      if (width > 0 && height > 0) setMeasured(Math.round((width / height) * 1000) / 1000);
    };
    measure(element.current.getBoundingClientRect());
    const observer = new ResizeObserver(([entry]) => entry && measure(entry.contentRect));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, aspectRatio]);
  const ratio = aspectRatio ?? measured;
  return useMemo(
    () => (ratio === null ? null : { width: ratio * VIRTUAL_HEIGHT, height: VIRTUAL_HEIGHT }),
    [ratio],
  );
}
