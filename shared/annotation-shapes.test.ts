import { describe, expect, it } from 'vitest';
import { pinHead } from './annotation-geometry.ts';
import { annotationShapes, annotationSvg, blurBoxes, type SvgShape } from './annotation-shapes.ts';
import { textLines } from './annotation-text.ts';
import { AnnotationTool, type AnnotationObject } from './annotations.ts';

const HD = { width: 1920, height: 1080 };

function make(tool: AnnotationTool, more: Partial<AnnotationObject> = {}): AnnotationObject {
  return {
    id: crypto.randomUUID(),
    tool,
    colour: 'red',
    width: 0.006,
    points: [
      [0.25, 0.25, 0.5],
      [0.75, 0.75, 0.5],
    ],
    text: '',
    ...more,
  };
}

/** All numbers of a shape, in order. */
function numbers(shape: SvgShape | undefined): number[] {
  return Object.values(shape?.attributes ?? {}).flatMap((value) =>
    typeof value === 'number' ? [value] : (value.match(/-?\d+(\.\d+)?/g) ?? []).map(Number),
  );
}

describe('shapes', () => {
  it('lie where the points say', () => {
    expect(annotationShapes([make('box')], HD)[1]).toMatchObject({
      tag: 'rect',
      attributes: { x: 480, y: 270, width: 960, height: 540, stroke: '#ff4d4f', 'stroke-width': 6.48 },
    });
    expect(annotationShapes([make('ellipse')], HD)[1]).toMatchObject({
      tag: 'ellipse',
      attributes: { cx: 960, cy: 540, rx: 480, ry: 270 },
    });
    expect(annotationShapes([make('line')], HD)[1]?.attributes['d']).toBe('M480 270L1440 810');
    const [arrow] = annotationShapes([make('arrow')], HD);
    expect(arrow?.attributes['d']).toMatch(/^M1440 810L/);
  });

  it('are the same at any size', () => {
    const all = AnnotationTool.options.map((tool) => make(tool, { text: '12' }));
    const small = annotationShapes(all, HD).map(numbers);
    const large = annotationShapes(all, { width: 3840, height: 2160 }).map(numbers);
    expect(large.map((list) => list.length)).toEqual(small.map((list) => list.length));
    const box = annotationShapes([make('box')], { width: 960, height: 540 })[1];
    expect(box?.attributes).toMatchObject({ x: 240, 'stroke-width': 3.24 });
  });

  it('exist for every tool but blur, and for strokes of one point', () => {
    for (const tool of AnnotationTool.options) {
      const shapes = annotationShapes([make(tool, { points: [[0.5, 0.5, 0.5]], text: '7' })], HD);
      expect(shapes.length === 0).toBe(tool === 'blur');
      for (const number of shapes.flatMap(numbers)) expect(number).not.toBeNaN();
    }
    const [dot] = annotationShapes([make('pen', { points: [[0.5, 0.5, 0.5]] })], HD);
    expect(dot).toMatchObject({ tag: 'circle', attributes: { cx: 960, cy: 540, r: 3.24 } });
  });

  it('darken all but the spotlights, once, behind everything else', () => {
    const spot = (x: number) =>
      make('spotlight', {
        points: [
          [x, 0.25, 0.5],
          [x + 0.25, 0.75, 0.5],
        ],
      });
    const shapes = annotationShapes([make('line'), spot(0), spot(0.5)], HD);
    expect(shapes[0]).toMatchObject({ tag: 'path', attributes: { 'fill-rule': 'evenodd' } });
    expect(shapes[0]?.attributes['d']).toBe(
      'M0 0h1920v1080h-1920ZM0 270h480v540h-480ZM960 270h480v540h-480Z',
    );
    expect(shapes).toHaveLength(3);
  });

  it('hold a pin inside the picture, wherever its point is', () => {
    for (const x of [0, 0.01, 0.5, 1])
      for (const y of [0, 0.02, 0.5, 1]) {
        const head = pinHead(make('pin', { points: [[x, y, 0.5]] }), 16 / 9);
        expect(head.y - head.radius).toBeGreaterThan(-1e-9);
        expect(head.y + head.radius).toBeLessThan(1 + 1e-9);
        expect(head.x).toBeGreaterThan(-1e-9);
        expect(head.x).toBeLessThan(16 / 9 + 1e-9);
      }
  });
});

it('breaks a text before the edge of the picture, at words where it can', () => {
  expect(textLines('Make the button blue, please', 0.05, 0.006, 16 / 9)).toHaveLength(1);
  const lines = textLines('Make the button blue, please', 0.85, 0.006, 16 / 9);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join(' ')).toBe('Make the button blue, please');
  expect(textLines('x'.repeat(200), 0.9, 0.012, 1).join('')).toBe('x'.repeat(200));
  expect(textLines('one\ntwo', 0, 0.006, 1)).toEqual(['one', 'two']);
});

it('cuts blur boxes off at the edge of the picture', () => {
  const over = make('blur', {
    points: [
      [1.25, 0.5, 0.5],
      [0.75, -0.25, 0.5],
    ],
  });
  const outside = make('blur', {
    points: [
      [1.1, 0.5, 0.5],
      [1.2, 0.6, 0.5],
    ],
  });
  expect(blurBoxes([over, outside, make('box')])).toEqual([{ x: 0.75, y: 0, width: 0.25, height: 0.5 }]);
});

it('writes what was typed as text, whatever it is', () => {
  const text = `<script>alert("1")</script> & 'it'\u0000\u0008\uD800\uFFFF]]>`;
  const svg = annotationSvg([make('text', { text, points: [[0.01, 0.5, 0.5]] })], HD);
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &apos;it&apos;]]&gt;');
  // oxlint-disable-next-line no-control-regex
  expect(svg).not.toMatch(/[\u0000\u0008\uD800\uFFFF]/u);
  expect(svg).toMatch(
    /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="1920" height="1080" viewBox="0 0 1920 1080">/,
  );
});
