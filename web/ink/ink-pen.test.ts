import { expect, it } from 'vitest';
import { InkPen } from './ink-pen.ts';

it('keeps of an arrow its start and its moving end, of a line what bends it', () => {
  const arrow = new InkPen({ tool: 'arrow', colour: 'red', width: 0.006, lifeMs: 5000 }, 0.1, 0.1, 500);
  for (let i = 1; i <= 500; i++) arrow.move(0.1 + i / 1000, 0.2, 500 + i * 10);
  const drawn = arrow.end(5500);
  expect(drawn.points.length).toBeLessThanOrEqual(120);
  expect(drawn.points[0]).toEqual([0.1, 0.1, 0]);
  expect(drawn.points.at(-1)?.[0]).toBeCloseTo(0.6);
  expect(drawn.endMs).toBe(10_500);
  const line = new InkPen({ tool: 'pen', colour: 'red', width: 0.006, lifeMs: 5000 }, 0, 0, 0);
  for (let i = 1; i <= 10_000; i++) line.move(Math.min(1, i / 10_000), Math.sin(i / 50) / 2 + 0.5, i);
  expect(line.end(10_000).points.length).toBeLessThanOrEqual(2000);
});
