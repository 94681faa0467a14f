import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, isSameZone, personTimeText, wallTime } from './local-time.ts';
import { modernZone } from './modern-zone.ts';

const ms = (text: string) => Date.parse(text);

describe('a wall time', () => {
  it.each([
    ['2026-03-03T10:00Z', '2026-03-02T10:00Z', 'Europe/Berlin', 'Tue 11:00'],
    ['2026-03-02T23:00Z', '2026-03-02T10:00Z', 'Europe/Berlin', 'Tue 00:00'],
    ['2026-03-09T10:00Z', '2026-03-02T10:00Z', 'Europe/Berlin', 'Mon 9 Mar, 11:00'],
    ['2027-01-04T10:00Z', '2026-03-02T10:00Z', 'Europe/Berlin', 'Mon 4 Jan 2027, 11:00'],
    // On either side of a jump, and of the date line.
    ['2026-03-29T00:59Z', '2026-03-29T00:00Z', 'Europe/Berlin', 'Sun 01:59'],
    ['2026-03-29T01:00Z', '2026-03-29T00:00Z', 'Europe/Berlin', 'Sun 03:00'],
    ['2011-12-30T09:59Z', '2011-12-29T00:00Z', 'Pacific/Apia', 'Thu 23:59'],
    ['2011-12-30T10:00Z', '2011-12-29T00:00Z', 'Pacific/Apia', 'Sat 00:00'],
    // Twice on the clock: which of them.
    ['2026-10-25T00:30Z', '2026-10-24T12:00Z', 'Europe/Berlin', 'Sun 02:30 (GMT+2)'],
    ['2026-10-25T01:30Z', '2026-10-24T12:00Z', 'Europe/Berlin', 'Sun 02:30 (GMT+1)'],
    ['2026-10-25T02:00Z', '2026-10-24T12:00Z', 'Europe/Berlin', 'Sun 03:00'],
    ['2026-04-04T14:45Z', '2026-04-04T12:00Z', 'Australia/Lord_Howe', 'Sun 01:45 (GMT+11)'],
    ['2026-04-04T15:15Z', '2026-04-04T12:00Z', 'Australia/Lord_Howe', 'Sun 01:45 (GMT+10:30)'],
  ])('%s, asked at %s in %s, is %s', (at, now, timeZone, text) => {
    expect(wallTime(ms(at), ms(now), timeZone)).toBe(text);
  });
});

describe('a distance', () => {
  it.each([
    ['2026-03-02T10:00:30Z', 'now'],
    ['2026-03-02T09:48Z', '12 min ago'],
    ['2026-03-02T10:59:31Z', 'in 1 h'],
    ['2026-03-02T13:05Z', 'in 3 h'],
    ['2026-03-03T12:00Z', 'in 26 h'],
    ['2026-03-03T22:30Z', 'in 1 day'],
    ['2026-03-04T10:00Z', 'in 2 days'],
    ['2026-02-28T10:00Z', '2 days ago'],
  ])('to %s is %s', (at, text) => {
    expect(distance(ms(at), ms('2026-03-02T10:00Z'), 'Europe/Berlin')).toBe(text);
  });

  it('counts days of the calendar, over clock changes and a day that does not exist', () => {
    // 47 hours, and yet the day after tomorrow.
    expect(distance(ms('2026-03-30T10:00Z'), ms('2026-03-28T11:00Z'), 'Europe/Berlin')).toBe('in 2 days');
    expect(distance(ms('2026-10-26T11:00Z'), ms('2026-10-24T10:00Z'), 'Europe/Berlin')).toBe('in 2 days');
    expect(distance(ms('2012-01-01T00:00Z'), ms('2011-12-30T00:00Z'), 'Pacific/Apia')).toBe('in 3 days');
  });

  it('never says “in” of the past', () => {
    const time = fc.integer({ min: ms('2010-01-01'), max: ms('2035-01-01') });
    const zone = fc.constantFrom('Europe/Berlin', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/St_Johns');
    fc.assert(
      fc.property(time, fc.integer({ min: -9e8, max: 9e8 }), zone, (now, by, timeZone) => {
        const text = distance(now + by, now, timeZone);
        expect(text).toMatch(by > 0 ? /^(now|in \d+ (min|h|days?))$/ : /^(now|\d+ (min|h|days?) ago)$/);
        expect(text).not.toMatch(/\b(0|60 min)\b/);
      }),
    );
  });
});

describe('a person', () => {
  const now = ms('2026-03-02T13:10Z');
  const tokyo = { timeZone: 'Asia/Tokyo', worksUntil: null, worksFrom: null };
  it.each([
    [{ ...tokyo, worksUntil: '2026-03-02T16:00:00.000Z' }, 'works until 17:00 your time · 22:10 for Mia now'],
    [
      { ...tokyo, worksFrom: '2026-03-03T00:00:00.000Z' },
      'works from Tue 01:00 your time · 22:10 for Mia now',
    ],
    [tokyo, '22:10 for Mia now'],
    // It has passed since the server was asked.
    [{ ...tokyo, worksUntil: '2026-03-02T13:00:00.000Z' }, '22:10 for Mia now'],
    [
      { timeZone: 'Europe/Paris', worksUntil: '2026-03-02T16:00:00.000Z', worksFrom: null },
      'works until 17:00',
    ],
  ])('%# is shown by their hours, never by presence', (person, text) => {
    expect(personTimeText(person, 'Mia', now, 'Europe/Berlin')).toBe(text);
  });
});

it('zones with two names are the same', () => {
  expect(modernZone('Asia/Calcutta')).toBe('Asia/Kolkata');
  expect(isSameZone('Asia/Katmandu', modernZone('Asia/Katmandu'))).toBe(true);
  expect(isSameZone('Asia/Calcutta', 'Asia/Kolkata')).toBe(true);
  expect(isSameZone('Europe/Berlin', 'Europe/Paris')).toBe(false);
  expect(isSameZone('Nowhere/Land', 'UTC')).toBe(false);
});
