import { useQuery } from '@tanstack/react-query';
import type { MyTime } from '#shared/people-time.ts';
import { queries } from '../../api/client.ts';
import { RegionFields } from './region-fields.tsx';
import { Section } from './section.tsx';
import { useSaveMyTime } from './use-my-time.ts';

const day = new Intl.DateTimeFormat('en', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** Whose public holidays are free for me. */
export function HolidaysPart({ time }: { time: MyTime }) {
  const save = useSaveMyTime();
  const countries = useQuery({ ...queries.peopleTime.countries.queryOptions(), staleTime: Infinity });
  const nameOf = (id: string) =>
    countries.data?.find((country) => id === country.id || id.startsWith(`${country.id}-`))?.name ?? id;
  const { holidayRegion: standard } = time.defaults;
  return (
    <Section
      title="Public holidays"
      text="You are free on them. Another list of days? Add it as a calendar below."
    >
      <RegionFields
        value={time.holidayRegion}
        inherited={`As in the workspace (${standard === 'none' ? 'none' : nameOf(standard)})`}
        countries={countries.data ?? []}
        onChange={(holidayRegion) => save.mutate({ holidayRegion })}
      />
      {time.nextHolidays.length > 0 && (
        <ul aria-label="Next public holidays" className="numbers mt-4 space-y-1 text-ui">
          {time.nextHolidays.map(({ day: date, name }) => (
            <li key={date} className="flex gap-3">
              <span className="w-36 shrink-0 text-dim">{day.format(new Date(`${date}T00:00Z`))}</span>
              <span className="min-w-0 [overflow-wrap:anywhere]" dir="auto">
                {name}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
