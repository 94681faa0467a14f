import { useState } from 'react';
import type { MyTime, WeekHours } from '#shared/people-time.ts';
import { Button } from '../../ui/button.tsx';
import { HoursEditor } from './hours-editor.tsx';
import { Section } from './section.tsx';
import { useSaveMyTime } from './use-my-time.ts';
import { copyMonday, DAYS, problemOf, totalOf } from './week-hours.ts';

/** My working hours, edited as a draft. */
export function HoursPart({ time }: { time: MyTime }) {
  const save = useSaveMyTime();
  return (
    <Section
      title="Working hours"
      text="Reminders and due times keep to them. A night shift belongs to the day on which it begins."
    >
      <HoursForm
        // What was saved elsewhere replaces the draft.
        key={JSON.stringify(time.days ?? time.defaults.days)}
        saved={time.days ?? time.defaults.days}
        isBusy={save.isPending}
        onSave={(days) => save.mutate({ days })}
        {...(time.days ? { onReset: () => save.mutate({ days: null }) } : {})}
      />
    </Section>
  );
}

/** The editor with its buttons; used for a person and for the workspace. */
export function HoursForm(props: {
  saved: WeekHours;
  isBusy: boolean;
  onSave: (days: WeekHours) => void;
  onReset?: () => void;
}) {
  const [draft, setDraft] = useState(props.saved);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(props.saved);
  const isWrong = DAYS.some(({ id }) => problemOf(draft[id]) !== null);
  const total = totalOf(DAYS.flatMap(({ id }) => draft[id]));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave(draft);
      }}
    >
      <HoursEditor value={draft} onChange={setDraft} />
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" disabled={!isChanged || isWrong} isBusy={props.isBusy}>
          Save the hours
        </Button>
        <Button look="quiet" onClick={() => setDraft(copyMonday(draft))}>
          Monday’s for all weekdays
        </Button>
        {props.onReset && (
          <Button look="quiet" onClick={props.onReset}>
            As in the workspace
          </Button>
        )}
        <span className="numbers ml-auto text-ui text-dim">{isWrong ? '' : `${total} a week`}</span>
      </div>
    </form>
  );
}
