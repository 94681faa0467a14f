import { describe, expect, it } from 'vitest';
import type { LiveMessage } from '#shared/together.ts';
import { Outbox } from './outbox.ts';

/** An outbox whose first message never arrives, so that all else waits. */
function stuck(): Outbox {
  const outbox = new Outbox(() => new Promise(() => undefined));
  outbox.laserOff();
  return outbox;
}
const object = (id: string, x: number): Extract<LiveMessage, { type: 'ink' }>['object'] => ({
  id,
  tool: 'pen',
  colour: 'red',
  width: 0.006,
  points: [[x, 0, 0.5]],
  text: '',
});

describe('the outbox of a live session', () => {
  it('puts the points of a laser together, first and last always among them', () => {
    const outbox = stuck();
    for (let i = 0; i < 100; i++) outbox.point(i / 100, 0.123456, 5000 + i * 4);
    const message = outbox.take();
    if (message?.type !== 'laser') throw new Error('no laser');
    expect(message.points).toHaveLength(24);
    expect(message.points[0]).toEqual([0, 0.1235, 0]);
    expect(message.points.at(-1)).toEqual([0.99, 0.1235, 396]);
    expect(outbox.take()).toBeNull();
  });

  it('turns the laser off after its last points', () => {
    const outbox = stuck();
    outbox.point(0.5, 0.5, 0);
    outbox.laserOff();
    expect(outbox.take()).toMatchObject({ points: [[0.5, 0.5, 0]] });
    expect(outbox.take()).toEqual({ type: 'laser', points: [] });
  });

  it('keeps only the latest form of a stroke, and none that was cleared', () => {
    const outbox = stuck();
    outbox.ink(object('a', 0.1));
    outbox.ink(object('b', 0.2));
    outbox.ink(object('a', 0.3));
    expect(outbox.take()).toMatchObject({ type: 'ink', object: { id: 'a', points: [[0.3, 0, 0.5]] } });
    outbox.clear();
    expect(outbox.take()).toEqual({ type: 'clear' });
    expect(outbox.take()).toBeNull();
  });

  it('sends one message at a time', async () => {
    let running = 0;
    let most = 0;
    const sent: LiveMessage[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const outbox = new Outbox(async (message) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      sent.push(message);
      if (sent.length === 2) resolve();
    });
    outbox.point(0, 0, 0);
    for (let i = 1; i < 10; i++) outbox.point(i / 10, 0, i);
    await promise;
    expect(most).toBe(1);
    expect(sent[1]).toMatchObject({ points: { length: 9 } });
  });
});
