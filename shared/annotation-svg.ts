import { annotationShapes, type PictureSize, type SvgShape } from './annotation-shapes.ts';
import type { Annotation } from './annotations.ts';

/** An annotation as a whole SVG document that covers a picture of this size. What a person typed is text in it, never markup. */
export function annotationSvg(annotation: Annotation, size: PictureSize): string {
  const { width, height } = size;
  const shapes = annotationShapes(annotation, size).map(element).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes}</svg>\n`;
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
