import { describe, expect, it } from 'vitest';
import { SessionClock } from './session-clock.ts';

/** The session is this much ahead of the page. */
const AHEAD = 1_700_000_000_000;

/** A question at `sentMs` that takes `there` and `back` ms. */
function ask(clock: SessionClock, sentMs: number, there: number, back: number): void {
  clock.add(sentMs, sentMs + there + back, AHEAD + sentMs + there);
}

describe('the clock of a session', () => {
  it('is exact where the way there is as long as the way back', () => {
    const clock = new SessionClock();
    expect(clock.isSet).toBe(false);
    ask(clock, 1000, 40, 40);
    expect(clock.at(5000)).toBe(AHEAD + 5000);
  });

  it('believes the quickest answer, and is off by half its round trip at most', () => {
    const clock = new SessionClock();
    ask(clock, 1000, 900, 10);
    expect(Math.abs(clock.at(0) - AHEAD)).toBeGreaterThan(400);
    ask(clock, 2000, 12, 4);
    ask(clock, 3000, 5, 700);
    expect(clock.mostErrorMs).toBe(8);
    expect(Math.abs(clock.at(0) - AHEAD)).toBeLessThanOrEqual(8);
  });

  it('forgets answers of long ago: clocks drift', () => {
    const clock = new SessionClock();
    clock.add(0, 2, AHEAD + 1);
    ask(clock, 130_000, 20, 20);
    clock.add(200_000, 200_010, AHEAD + 200_105);
    expect(clock.at(0)).toBe(AHEAD + 100);
  });
});
