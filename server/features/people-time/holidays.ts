import type { Country } from '#shared/people-time.ts';

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;
type Holiday = { day: string; name: string };

/** The library's data is large: it is loaded when first needed. */
const library = async () => (await import('date-holidays')).default;

/** Computed once a process; holidays of a year don't change while it runs. */
const known = new Map<string, Holiday[]>();
let allCountries: Country[] | null = null;

/** Public holidays of a region (`DE-BY`; `none` has none) from one year to another, both included, by day. */
export async function publicHolidays(region: string, fromYear: number, toYear: number): Promise<Holiday[]> {
  if (region === 'none') return [];
  const days: Holiday[] = [];
  for (let year = fromYear; year <= toYear; year++) {
    const key = `${region} ${year}`;
    const ofYear = known.get(key) ?? (await compute(region, year));
    known.set(key, ofYear);
    days.push(...ofYear);
  }
  return days;
}

async function compute(region: string, year: number): Promise<Holiday[]> {
  const Holidays = await library();
  const [country = '', state = '', part = ''] = region.split('-');
  return new Holidays(country, state, part, { types: ['public'] }).getHolidays(year, 'en').flatMap(toDays);
}

/**
 * Whole days only. The library's `date` is local; where a holiday goes from sunset to sunset, the day is the one that its morning
 * is in.
 */
function toDays({
  date,
  start,
  end,
  name,
}: {
  date: string;
  start: Date;
  end: Date;
  name: string;
}): Holiday[] {
  const count = Math.round((end.getTime() - start.getTime()) / DAY_MS);
  const localMs = Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19)}Z`);
  if (end.getTime() - start.getTime() < 0.9 * DAY_MS) return [];
  return Array.from({ length: count }, (_, i) => ({
    day: new Date(localMs + HALF_DAY_MS - 1 + i * DAY_MS).toISOString().slice(0, 10),
    name,
  }));
}

/** All countries with their states, and the parts of states, by name. */
export async function holidayCountries(): Promise<Country[]> {
  if (allCountries) return allCountries;
  const Holidays = await library();
  const source = new Holidays();
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en');
  // Without any, the library answers undefined, whatever its types say.
  const entries = (record: Record<string, string> | undefined) => Object.entries(record ?? {});
  allCountries = entries(source.getCountries('en')).map(([id, name]) => ({
    id,
    name,
    regions: entries(source.getStates(id, 'en'))
      .flatMap(([state, stateName]) => [
        { id: `${id}-${state}`, name: stateName },
        ...entries(source.getRegions(id, state, 'en')).map(([part, partName]) => ({
          id: `${id}-${state}-${part}`,
          name: `${stateName}, ${partName}`,
        })),
      ])
      .toSorted(byName),
  }));
  return (allCountries = allCountries.toSorted(byName));
}

export async function isHolidayRegion(region: string): Promise<boolean> {
  if (region === 'none') return true;
  const countries = await holidayCountries();
  return countries.some(({ id, regions }) => id === region || regions.some((part) => part.id === region));
}
