import { describe, expect, it } from 'vitest';
import { calendar } from '../../tests/support/calendar-server.ts';
import { CalendarProblem, expandCalendar } from './expand-calendar.ts';
import { readCalendar } from './read-calendar.ts';

const question = (text: string, kind: 'away' | 'holidays' = 'away') => ({
  text,
  kind,
  timeZone: 'Europe/Berlin',
  fromMs: Date.parse('2026-03-01T00:00Z'),
  toMs: Date.parse('2026-05-01T00:00Z'),
});
const expand = (...events: string[][]) => expandCalendar(question(calendar(...events)));
const hours = (startsAt: string, endsAt: string) => ({
  kind: 'hours',
  startsAt: `2026-${startsAt}:00.000Z`,
  endsAt: `2026-${endsAt}:00.000Z`,
});

describe('a calendar of absences', () => {
  it('gives whole days, the last included, without saying why', () => {
    expect(
      expand(
        ['DTSTART;VALUE=DATE:20260309', 'DTEND;VALUE=DATE:20260314', 'SUMMARY:Surgery'],
        ['DTSTART;VALUE=DATE:20260320', 'SUMMARY:One day'],
        ['DTSTART;VALUE=DATE:20270309', 'SUMMARY:Far away'],
      ),
    ).toEqual([
      { kind: 'days', firstDay: '2026-03-09', lastDay: '2026-03-13', name: '' },
      { kind: 'days', firstDay: '2026-03-20', lastDay: '2026-03-20', name: '' },
    ]);
  });

  it('gives hours in UTC, in a named zone, and in mine where none is named', () => {
    expect(
      expand(
        ['DTSTART:20260310T140000Z', 'DTEND:20260310T150000Z'],
        ['DTSTART;TZID=America/New_York:20260310T090000', 'DURATION:PT30M'],
        ['DTSTART:20260310T090000', 'DTEND:20260310T100000'],
      ),
    ).toEqual([
      hours('03-10T14:00', '03-10T15:00'),
      hours('03-10T13:00', '03-10T13:30'),
      hours('03-10T08:00', '03-10T09:00'),
    ]);
  });

  it('takes a zone that only the calendar knows from its own definition', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Office Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T000000',
      'TZOFFSETFROM:+0530',
      'TZOFFSETTO:+0530',
      'END:STANDARD',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
    ].join('\r\n');
    const text = calendar([
      'DTSTART;TZID=Office Standard Time:20260310T090000',
      'DTEND;TZID=Office Standard Time:20260310T100000',
    ]).replace('BEGIN:VEVENT', zone);
    expect(expandCalendar(question(text))).toEqual([hours('03-10T03:30', '03-10T04:30')]);
  });

  it('repeats by the rule, at the same wall time after a clock change, with exceptions', () => {
    const weekly = [
      'UID:weekly',
      'DTSTART;TZID=Europe/Berlin:20260318T130000',
      'DTEND;TZID=Europe/Berlin:20260318T170000',
      'RRULE:FREQ=WEEKLY;COUNT=5',
      'EXDATE;TZID=Europe/Berlin:20260408T130000',
    ];
    const moved = [
      'UID:weekly',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260401T130000',
      'DTSTART;TZID=Europe/Berlin:20260402T080000',
      'DTEND;TZID=Europe/Berlin:20260402T090000',
    ];
    const cancelled = [
      'UID:weekly',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260415T130000',
      'DTSTART;TZID=Europe/Berlin:20260415T130000',
      'DTEND;TZID=Europe/Berlin:20260415T170000',
      'STATUS:CANCELLED',
    ];
    expect(expand(weekly, moved, cancelled)).toEqual([
      hours('03-18T12:00', '03-18T16:00'),
      hours('03-25T12:00', '03-25T16:00'),
      hours('04-02T06:00', '04-02T07:00'),
    ]);
  });

  it('leaves out what is marked as free, or cancelled', () => {
    expect(
      expand(
        ['DTSTART;VALUE=DATE:20260309', 'TRANSP:TRANSPARENT'],
        ['DTSTART:20260310T140000Z', 'DTEND:20260310T150000Z', 'STATUS:CANCELLED'],
      ),
    ).toEqual([]);
  });
});

it('a calendar of holidays gives whole days with their names, free or not', () => {
  const text = calendar(
    ['DTSTART;VALUE=DATE:20260403', 'SUMMARY:Good Friday', 'TRANSP:TRANSPARENT'],
    ['DTSTART:20260404T140000Z', 'DTEND:20260404T150000Z', 'SUMMARY:Party'],
  );
  expect(expandCalendar(question(text, 'holidays'))).toEqual([
    { kind: 'days', firstDay: '2026-04-03', lastDay: '2026-04-03', name: 'Good Friday' },
  ]);
});

describe('a calendar that is none, or wants to do harm', () => {
  it.each(['', '<!doctype html><title>Sign in</title>', 'BEGIN:VCARD\r\nEND:VCARD', 'BEGIN:VCALENDAR'])(
    'is named: %j',
    (text) => expect(() => expandCalendar(question(text))).toThrow(CalendarProblem),
  );

  it('is refused with too many events', () => {
    const many = ['DTSTART:20260301T000000Z', 'DURATION:PT1M', 'RRULE:FREQ=MINUTELY'];
    expect(() => expand(many)).toThrow('more than 4000 events');
    const old = ['DTSTART:19700301T000000Z', 'DURATION:PT1M', 'RRULE:FREQ=SECONDLY'];
    expect(() => expand(old)).toThrow('repeats too often');
  });

  it('is stopped when it takes too long, and the next one is read', async () => {
    const never = calendar([
      'DTSTART:20260301T000000Z',
      'DURATION:PT1M',
      'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
    ]);
    expect(await readCalendar(question(never), 700)).toEqual({
      problem: expect.stringMatching(/takes too long|repeats too often|could not be understood/),
    });
    const good = calendar(['DTSTART;VALUE=DATE:20260309']);
    expect(await readCalendar(question(good))).toMatchObject({ events: [{ firstDay: '2026-03-09' }] });
  });

  it('is given up with 30 000 repeating events', { timeout: 30_000 }, async () => {
    const huge = calendar(
      ...Array.from({ length: 30_000 }, () => [
        'DTSTART:20260301T000000Z',
        'DURATION:PT1M',
        'RRULE:FREQ=DAILY',
      ]),
    );
    expect(await readCalendar(question(huge), 15_000)).toEqual({
      problem: expect.stringMatching(/more than 4000 events|too large|takes too long/),
    });
  });
});
