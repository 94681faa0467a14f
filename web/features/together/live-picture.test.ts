import { describe, expect, it } from 'vitest';
import type { LiveMessage } from '#shared/together.ts';
import { LivePicture, TRAIL_MS } from './live-picture.ts';

const ink = (id: string): LiveMessage => ({
  type: 'ink',
  object: { id, tool: 'pen', colour: 'red', width: 0.006, points: [[0, 0, 0.5]], text: '' },
});

describe('the picture of a live session', () => {
  it('moves a laser as the hand moved, with a trail that fades', () => {
    const picture = new LivePicture();
    const points: [number, number, number][] = [
      [0.1, 0.5, 0],
      [0.2, 0.5, 50],
      [0.3, 0.5, 100],
    ];
    picture.hear('a', { type: 'laser', points }, 1000);
    expect(picture.lasers(1060)[0]?.trail.map(({ x }) => x)).toEqual([0.1, 0.2]);
    expect(picture.lasers(1100)[0]?.trail).toHaveLength(3);
    expect(picture.lasers(1100 + TRAIL_MS)[0]?.trail.map(({ x }) => x)).toEqual([0.3]);
  });

  it('turns a laser off when told, when it is silent, and when its person has left', () => {
    const picture = new LivePicture();
    const on = () => picture.hear('a', { type: 'laser', points: [[0.5, 0.5, 0]] }, 0);
    on();
    picture.hear('a', { type: 'laser', points: [] }, 10);
    expect(picture.lasers(10)).toEqual([]);
    on();
    expect(picture.lasers(1000)).toHaveLength(1);
    expect(picture.lasers(2000)).toEqual([]);
    on();
    picture.keepOnly(['b']);
    expect(picture.lasers(10)).toEqual([]);
  });

  it('lets ink fade, and keeps it a while longer for who wants it', () => {
    const picture = new LivePicture();
    picture.hear('a', ink('1'), 0);
    expect(picture.ink(5000)).toMatchObject([{ opacity: 1 }]);
    expect(picture.ink(9700)[0]?.opacity).toBeLessThan(0.3);
    expect(picture.ink(10_001)).toEqual([]);
    expect(picture.moves(10_001)).toBe(false);
    expect(picture.keepable(20_000)).toHaveLength(1);
    expect(picture.keepable(30_001)).toEqual([]);
  });

  it('takes away one’s own ink only, and never holds more than a comment may', () => {
    const picture = new LivePicture();
    picture.hear('a', ink('1'), 0);
    picture.hear('b', ink('2'), 0);
    picture.hear('a', { type: 'clear' }, 1);
    expect(picture.keepable(1).map(({ id }) => id)).toEqual(['2']);
    for (let i = 0; i < 150; i++) picture.hear('a', ink(`x${i}`), 2);
    expect(picture.keepable(2)).toHaveLength(100);
  });
});
