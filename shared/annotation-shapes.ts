import type { Annotation, AnnotationObject } from './annotations.ts';
import { ANNOTATION_FONT, TEXT_LINE_HEIGHT, TEXT_WEIGHT, textLines, textSize } from './annotation-text.ts';
import {
  arrowOutline,
  ends,
  pinHead,
  unitBox,
  type PictureSize,
  type UnitBox,
} from './annotation-geometry.ts';
import type { InkColour } from './ink.ts';
import { INK_COLOURS } from './ink-colours.ts';
import { penLine, penOutline, type Place } from './pen-outline.ts';

/** One element of SVG, attributes spelled as in SVG. */
export interface SvgShape {
  tag: 'path' | 'rect' | 'ellipse' | 'circle' | 'text';
  attributes: Record<string, string | number>;
  text?: string;
}

const BLACK = '#111111';
const WHITE = '#ffffff';
const HALO_OPACITY = 0.4;

/** What an annotation looks like in a picture of this size, from back to front. Blur has no shape: see `blurBoxes`. */
export function annotationShapes(annotation: Annotation, size: PictureSize): SvgShape[] {
  return [
    ...spotlightShapes(annotation, size),
    ...annotation.flatMap((object) => objectShapes(object, size)),
  ];
}

/** The dark around all spotlights together, behind everything else: each of them is a hole in it. */
export function spotlightShapes(annotation: Annotation, size: PictureSize): SvgShape[] {
  const holes = annotation
    .filter(({ tool }) => tool === 'spotlight')
    .map((object) => {
      const { x, y, width, height } = unitBox(object);
      const [left, top] = [px(x * size.width), px(y * size.height)];
      return `M${left} ${top}h${px(width * size.width)}v${px(height * size.height)}h${px(-width * size.width)}Z`;
    });
  if (holes.length === 0) return [];
  const d = `M0 0h${px(size.width)}v${px(size.height)}h${px(-size.width)}Z${holes.join('')}`;
  return [{ tag: 'path', attributes: { d, fill: '#000000', 'fill-opacity': 0.6, 'fill-rule': 'evenodd' } }];
}

/** One object's part of `annotationShapes`. Spotlights are drawn together. */
export function objectShapes(object: AnnotationObject, size: PictureSize): SvgShape[] {
  switch (object.tool) {
    case 'pen':
      return penShapes(object, size);
    case 'arrow':
      return [filled(object, size, polygon(arrowOutline(object, size.width / size.height), size))];
    case 'line':
      return outlined('path', { d: linePath(object, size) }, object, size);
    case 'box':
      return boxShapes(object, size);
    case 'ellipse':
      return ellipseShapes(object, size);
    case 'text':
      return textShapes(object, size);
    case 'pin':
      return pinShapes(object, size);
    case 'blur':
    case 'spotlight':
      return [];
  }
}

/** An annotation as a whole SVG document that covers a picture of this size. What a person typed is text in it, never markup. */
export function annotationSvg(annotation: Annotation, size: PictureSize): string {
  const { width, height } = size;
  const shapes = annotationShapes(annotation, size).map(element).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes}</svg>\n`;
}

/** The parts of the picture that an annotation makes unreadable. */
export function blurBoxes(annotation: Annotation): UnitBox[] {
  return annotation
    .filter(({ tool }) => tool === 'blur')
    .map((object) => {
      const { x, y, width, height } = unitBox(object);
      const [left, top] = [clamp(x), clamp(y)];
      return { x: left, y: top, width: clamp(x + width) - left, height: clamp(y + height) - top };
    })
    .filter(({ width, height }) => width > 0 && height > 0);
}

function penShapes(object: AnnotationObject, size: PictureSize): SvgShape[] {
  const line = penLine(object.points, object.width, size.width / size.height);
  const outline = penOutline(line);
  if (outline.length > 0) return [filled(object, size, polygon(outline, size))];
  const dot = line[0];
  if (!dot) return [];
  const { height } = size;
  const attributes = { cx: px(dot.x * height), cy: px(dot.y * height), r: px(dot.radius * height) };
  return [{ tag: 'circle', attributes: { ...attributes, ...fill(object, size) } }];
}

function linePath(object: AnnotationObject, size: PictureSize): string {
  const [[ax, ay], [bx, by]] = ends(object);
  return `M${px(ax * size.width)} ${px(ay * size.height)}L${px(bx * size.width)} ${px(by * size.height)}`;
}

function boxShapes(object: AnnotationObject, size: PictureSize): SvgShape[] {
  const box = unitBox(object);
  const [width, height] = [box.width * size.width, box.height * size.height];
  const radius = Math.min((0.004 + object.width) * size.height, width / 2, height / 2);
  const place = { x: px(box.x * size.width), y: px(box.y * size.height) };
  const attributes = { ...place, width: px(width), height: px(height), rx: px(radius), ry: px(radius) };
  return outlined('rect', attributes, object, size);
}

function ellipseShapes(object: AnnotationObject, size: PictureSize): SvgShape[] {
  const box = unitBox(object);
  const [rx, ry] = [(box.width / 2) * size.width, (box.height / 2) * size.height];
  const attributes = {
    cx: px(box.x * size.width + rx),
    cy: px(box.y * size.height + ry),
    rx: px(rx),
    ry: px(ry),
  };
  return outlined('ellipse', attributes, object, size);
}

/** The point is the left end of the first line, halfway up its letters. */
function textShapes(object: AnnotationObject, size: PictureSize): SvgShape[] {
  const [[x, y]] = ends(object);
  const letters = textSize(object.width) * size.height;
  const lines = textLines(object.text, x, object.width, size.width / size.height);
  return lines
    .map((text, line): SvgShape => {
      const baseline = y * size.height + letters * (0.36 + line * TEXT_LINE_HEIGHT);
      const place = { x: px(x * size.width), y: px(baseline), ...font(letters, TEXT_WEIGHT) };
      const outline = { stroke: textOutline(object.colour), 'stroke-opacity': 0.75 };
      const style = { ...outline, 'stroke-width': px(letters * 0.17), ...STROKE_BELOW };
      return { tag: 'text', attributes: { ...place, fill: INK_COLOURS[object.colour], ...style }, text };
    })
    .filter(({ text }) => text !== '');
}

function pinShapes(object: AnnotationObject, size: PictureSize): SvgShape[] {
  const [[x, y]] = ends(object);
  const { height } = size;
  const head = pinHead(object, size.width / height);
  const tip = { x: (x * size.width) / height, y };
  const away = { distance: Math.hypot(tip.x - head.x, tip.y - head.y), radius: head.radius };
  const angle = Math.atan2(tip.y - head.y, tip.x - head.x);
  const side = Math.acos(away.radius / away.distance);
  const touch = (turn: number) =>
    `${px((head.x + head.radius * Math.cos(angle + turn)) * height)} ${px((head.y + head.radius * Math.sin(angle + turn)) * height)}`;
  const r = px(head.radius * height);
  const d = `M${px(tip.x * height)} ${px(tip.y * height)}L${touch(side)}A${r} ${r} 0 1 1 ${touch(-side)}Z`;
  const text = Array.from(object.text).slice(0, 3).join('');
  const letters = head.radius * height * (text.length > 2 ? 0.85 : text.length > 1 ? 1.05 : 1.25);
  const place = { x: px(head.x * height), y: px(head.y * height + letters * 0.36), 'text-anchor': 'middle' };
  const label = { ...place, ...font(letters, 700), fill: onColour(object.colour) };
  const drop = filled(object, size, d);
  return text === '' ? [drop] : [drop, { tag: 'text', attributes: label, text }];
}

/** An object of lines: a halo below keeps it readable on any picture. */
function outlined(
  tag: SvgShape['tag'],
  geometry: SvgShape['attributes'],
  object: AnnotationObject,
  size: PictureSize,
): SvgShape[] {
  const width = object.width * size.height;
  const line = { ...geometry, fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
  const halo = { stroke: haloOf(object.colour), 'stroke-opacity': HALO_OPACITY };
  return [
    { tag, attributes: { ...line, ...halo, 'stroke-width': px(width + haloWidth(object, size)) } },
    { tag, attributes: { ...line, stroke: INK_COLOURS[object.colour], 'stroke-width': px(width) } },
  ];
}

const STROKE_BELOW = { 'paint-order': 'stroke', 'stroke-linejoin': 'round' };

function filled(object: AnnotationObject, size: PictureSize, d: string): SvgShape {
  return { tag: 'path', attributes: { d, ...fill(object, size) } };
}

function fill(object: AnnotationObject, size: PictureSize): SvgShape['attributes'] {
  return {
    fill: INK_COLOURS[object.colour],
    stroke: haloOf(object.colour),
    'stroke-opacity': HALO_OPACITY,
    'stroke-width': px(haloWidth(object, size)),
    ...STROKE_BELOW,
  };
}

/** Both sides together. */
function haloWidth(object: AnnotationObject, size: PictureSize): number {
  return (0.0016 + 0.2 * object.width) * size.height;
}

function haloOf(colour: InkColour): string {
  return colour === 'black' ? WHITE : '#000000';
}

function textOutline(colour: InkColour): string {
  return colour === 'black' ? WHITE : BLACK;
}

function onColour(colour: InkColour): string {
  return colour === 'yellow' || colour === 'green' || colour === 'white' ? BLACK : WHITE;
}

function font(letters: number, weight: number): SvgShape['attributes'] {
  return { 'font-family': ANNOTATION_FONT, 'font-size': px(letters), 'font-weight': weight };
}

function polygon(places: readonly Place[], { height }: PictureSize): string {
  return `M${places.map(({ x, y }) => `${px(x * height)} ${px(y * height)}`).join('L')}Z`;
}

function px(value: number): number {
  return Math.round(value * 100) / 100;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}

function element({ tag, attributes, text }: SvgShape): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`);
  return `<${tag}${written.join('')}>${escapeXml(text ?? '')}</${tag}>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** What XML 1.0 has no way to write, lone surrogates included (https://www.w3.org/TR/xml/#charsets). */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escapeXml(text: string): string {
  return text.replace(NO_XML, '').replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
}
