import { describe, expect, it } from 'vitest';
import { holidayCountries, isHolidayRegion, publicHolidays } from './holidays.ts';

const days = async (region: string, year: number) =>
  (await publicHolidays(region, year, year)).map(({ day }) => day);

describe('public holidays', () => {
  it('are those of the region', async () => {
    expect(await days('DE-BY', 2026)).toContain('2026-01-06');
    expect(await days('DE-HH', 2026)).not.toContain('2026-01-06');
    expect(await days('DE-HH', 2026)).toContain('2026-10-31');
  });

  it('are moved where the law moves them', async () => {
    // 4 July 2026 is a Saturday.
    expect(await days('US', 2026)).toContain('2026-07-03');
  });

  it('are the day, where they begin at sunset of the day before', async () => {
    // Yom Kippur 5787 is on Monday 21 September 2026.
    expect(await days('IL', 2026)).toContain('2026-09-21');
  });

  it('are whole days: half a day for some does not count', async () => {
    expect(await days('CN', 2026)).not.toContain('2026-03-08');
  });

  it('go over several years, and are none where none are wanted', async () => {
    const found = await publicHolidays('GB-ENG', 2026, 2027);
    expect(found.filter(({ name }) => name === 'Good Friday').map(({ day }) => day)).toEqual([
      '2026-04-03',
      '2027-03-26',
    ]);
    expect(await publicHolidays('none', 2026, 2027)).toEqual([]);
  });

  it('can be computed for every country and region of the list', { timeout: 60_000 }, async () => {
    for (const { id, regions } of await holidayCountries()) {
      const region = regions.at(-1)?.id ?? id;
      expect(await isHolidayRegion(region)).toBe(true);
      for (const day of await days(region, 2026)) expect(day).toMatch(/^202[567]-\d\d-\d\d$/);
    }
  });
});
