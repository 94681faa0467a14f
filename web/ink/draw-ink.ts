import type { InkPoint, InkStroke } from '#shared/ink.ts';
import { INK_COLOURS } from '#shared/ink-colours.ts';
import { pointsAt, strokeOpacity } from '#shared/recorded-ink.ts';

export interface InkSize {
  width: number;
  height: number;
}

/** Draws what is seen at `atMs` onto a canvas of this size; it is cleared first. */
export function drawInk(
  context: CanvasRenderingContext2D,
  size: InkSize,
  strokes: readonly InkStroke[],
  atMs: number,
): void {
  context.clearRect(0, 0, size.width, size.height);
  const seen = strokes
    .map((stroke) => ({ stroke, opacity: strokeOpacity(stroke, atMs), points: pointsAt(stroke, atMs) }))
    .filter(({ opacity, points }) => opacity > 0 && points.length > 0);
  drawSpotlights(
    context,
    size,
    seen.filter(({ stroke }) => stroke.tool === 'spotlight'),
  );
  for (const { stroke, opacity, points } of seen) {
    if (stroke.tool === 'spotlight') continue;
    context.save();
    context.globalAlpha = opacity;
    context.strokeStyle = INK_COLOURS[stroke.colour];
    context.lineWidth = Math.max(1.5, stroke.width * size.height);
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.shadowColor = 'rgb(0 0 0 / 0.35)';
    context.shadowBlur = context.lineWidth * 0.6;
    const places = points.map(([x, y]) => ({ x: x * size.width, y: y * size.height }));
    if (stroke.tool === 'pen') drawPen(context, places);
    if (stroke.tool === 'arrow') drawArrow(context, places);
    if (stroke.tool === 'box') drawBox(context, places);
    context.restore();
  }
}

interface Place {
  x: number;
  y: number;
}

/** A smooth line: curves through the middles between the points. */
function drawPen(context: CanvasRenderingContext2D, places: Place[]): void {
  const [first, ...rest] = places;
  if (!first) return;
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const [i, place] of rest.entries()) {
    const next = rest[i + 1];
    if (next) context.quadraticCurveTo(place.x, place.y, (place.x + next.x) / 2, (place.y + next.y) / 2);
    else context.lineTo(place.x, place.y);
  }
  if (rest.length === 0) context.lineTo(first.x + 0.01, first.y);
  context.stroke();
}

function drawArrow(context: CanvasRenderingContext2D, places: Place[]): void {
  const [from, to] = [places[0], places.at(-1)];
  if (!from || !to) return;
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const head = Math.min(context.lineWidth * 4.5, Math.hypot(to.x - from.x, to.y - from.y));
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  for (const side of [-0.5, 0.5]) {
    context.moveTo(to.x, to.y);
    context.lineTo(to.x - head * Math.cos(angle + side), to.y - head * Math.sin(angle + side));
  }
  context.stroke();
}

function drawBox(context: CanvasRenderingContext2D, places: Place[]): void {
  const box = boxOf(places);
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, context.lineWidth);
  context.stroke();
}

/** Everything is darkened once, and each spotlight is a hole in it. */
function drawSpotlights(
  context: CanvasRenderingContext2D,
  size: InkSize,
  spotlights: { opacity: number; points: InkPoint[] }[],
): void {
  if (spotlights.length === 0) return;
  context.save();
  context.fillStyle = `rgb(0 0 0 / ${0.6 * Math.max(...spotlights.map(({ opacity }) => opacity))})`;
  context.beginPath();
  context.rect(0, 0, size.width, size.height);
  for (const { points } of spotlights) {
    const box = boxOf(points.map(([x, y]) => ({ x: x * size.width, y: y * size.height })));
    context.roundRect(box.x, box.y, box.width, box.height, size.height * 0.015);
  }
  context.fill('evenodd');
  context.restore();
}

function boxOf(places: Place[]): Place & InkSize {
  const [a = { x: 0, y: 0 }, b = a] = [places[0], places.at(-1)];
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}
