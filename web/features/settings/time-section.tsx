import type { MyTime } from '#shared/people-time.ts';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { ZoneSuggestion } from '../people-time/zone-suggestion.tsx';
import { AwayPart } from './away-part.tsx';
import { BlocksPreview } from './blocks-preview.tsx';
import { CalendarsPart } from './calendars-part.tsx';
import { HolidaysPart } from './holidays-part.tsx';
import { HoursPart } from './hours-part.tsx';
import { ManagerPart } from './manager-part.tsx';
import { QuietPart } from './quiet-part.tsx';
import { Section } from './section.tsx';
import { useMyTime, useSaveMyTime } from './use-my-time.ts';
import { ZoneField } from './zone-field.tsx';

/** When I work, so that what others ask of me comes in my hours. */
export function TimeSection() {
  const mine = useMyTime();
  if (mine.error) return <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />;
  if (!mine.data)
    return (
      <div className="space-y-4" aria-label="Loading" role="status">
        <Skeleton className="h-10 max-w-md" />
        <Skeleton className="h-72" />
      </div>
    );
  return (
    <>
      <ZoneSuggestion />
      <div className="grid gap-x-10 lg:grid-cols-[minmax(0,1fr)_15rem]">
        <div className="lg:order-last">
          <BlocksPreview time={mine.data} />
        </div>
        <div className="min-w-0">
          <ZonePart time={mine.data} />
          <HoursPart time={mine.data} />
          <QuietPart time={mine.data} />
          <HolidaysPart time={mine.data} />
          <AwayPart time={mine.data} />
          <CalendarsPart calendars={mine.data.calendars} />
          <ManagerPart />
        </div>
      </div>
    </>
  );
}

function ZonePart({ time }: { time: MyTime }) {
  const save = useSaveMyTime();
  return (
    <Section
      title="Time zone"
      text="Due times and reminders follow it. When you move, it holds from that moment on; what was due before stays."
    >
      <ZoneField
        label="Your time zone"
        value={time.timeZone}
        hint={time.isTimeZoneChosen ? undefined : 'As in the workspace, until you choose.'}
        onChange={(timeZone) => save.mutate({ timeZone })}
        className="max-w-md"
      />
    </Section>
  );
}
