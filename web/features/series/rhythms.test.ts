import { expect, it } from 'vitest';
import { choiceOf, dayText, REPEATS, rhythmText, ruleOf, WEEKDAYS, type Repeat } from './rhythms.ts';

it('each choice makes a rule, which leads back to it', () => {
  for (const repeat of Object.keys(REPEATS) as Repeat[])
    for (const [weekday] of WEEKDAYS) expect(choiceOf(ruleOf(repeat, weekday))?.repeat).toBe(repeat);
  expect(choiceOf('FREQ=WEEKLY;BYDAY=WE')).toEqual({ repeat: 'weekly', weekday: 'WE' });
  expect(choiceOf('FREQ=YEARLY')).toBeNull();
});

it('is said in words', () => {
  const weekly = { rule: 'FREQ=WEEKLY;BYDAY=FR', dueTime: '15:00', timeZone: null };
  expect(rhythmText(weekly)).toBe('Every week on Friday by 15:00, in each one’s own time');
  expect(rhythmText({ ...weekly, timeZone: 'Europe/Berlin' })).toContain('Europe/Berlin time');
  expect(rhythmText({ ...weekly, rule: ruleOf('workdays', 'FR') })).toMatch(/^Monday to Friday by/);
  expect(dayText('2026-11-27')).toMatch(/^Fri,? 27 Nov$/);
});
