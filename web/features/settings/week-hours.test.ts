import { describe, expect, it } from 'vitest';
import { WeekHours } from '#shared/people-time.ts';
import { nextBlock, problemOf, totalOf } from './week-hours.ts';

const block = (text: string) => {
  const [from = '', to = ''] = text.split('–');
  return { from, to };
};
const day = (text: string) => text.split(' ').filter(Boolean).map(block);
const NONE = { tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

describe('the blocks of a day', () => {
  it.each([
    ['09:00–17:00', true],
    ['09:00–12:00 13:00–17:00', true],
    ['09:00–12:00 12:00–17:00', true],
    ['09:00–12:00 22:00–02:00', true],
    ['00:00–00:00', true],
    ['', true],
    ['09:00–09:00', false],
    ['13:00–17:00 09:00–12:00', false],
    ['09:00–13:00 12:00–17:00', false],
    ['22:00–02:00 23:00–23:30', false],
    ['09:00–', false],
  ])('%s: are they in order? %s, says the page, and so does the server', (text, isFine) => {
    expect(problemOf(day(text)) === null).toBe(isFine);
    expect(WeekHours.safeParse({ ...NONE, mon: day(text) }).success).toBe(isFine);
  });

  it('are added up, also over midnight', () => {
    expect(totalOf(day('09:00–12:30 13:00–17:00'))).toBe('7 h 30 min');
    expect(totalOf(day('22:00–06:00'))).toBe('8 h');
    expect(totalOf(day('00:00–00:00'))).toBe('24 h');
  });

  it('get another one only where there is room', () => {
    expect(nextBlock([])).toEqual(block('09:00–17:00'));
    expect(nextBlock(day('09:00–12:00'))).toEqual(block('13:00–17:00'));
    expect(nextBlock(day('09:00–21:30'))).toEqual(block('22:30–23:59'));
    expect(nextBlock(day('09:00–22:30'))).toBeNull();
    expect(nextBlock(day('22:00–02:00'))).toBeNull();
  });
});
