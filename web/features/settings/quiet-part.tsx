import { useState } from 'react';
import type { DailyHours, MyTime } from '#shared/people-time.ts';
import { Button } from '../../ui/button.tsx';
import { BlockFields } from './hours-editor.tsx';
import { Section } from './section.tsx';
import { useSaveMyTime } from './use-my-time.ts';

const EVENING: DailyHours = { from: '20:00', to: '08:00' };

/** When nothing may disturb, whatever the working hours say. */
export function QuietPart({ time }: { time: MyTime }) {
  const save = useSaveMyTime();
  const { quietHours } = time;
  return (
    <Section title="Quiet hours" text="Nothing disturbs you then, every day, not even in working hours.">
      <label className="flex min-h-9 w-fit items-center gap-2.5 text-ui coarse:min-h-11">
        <input
          type="checkbox"
          checked={quietHours !== null}
          disabled={save.isPending}
          onChange={(event) => save.mutate({ quietHours: event.target.checked ? EVENING : null })}
          className="size-4 accent-accent"
        />
        Keep hours quiet
      </label>
      {quietHours && (
        <QuietForm
          key={JSON.stringify(quietHours)}
          saved={quietHours}
          isBusy={save.isPending}
          onSave={(changed) => save.mutate({ quietHours: changed })}
        />
      )}
    </Section>
  );
}

function QuietForm(props: { saved: DailyHours; isBusy: boolean; onSave: (hours: DailyHours) => void }) {
  const [draft, setDraft] = useState(props.saved);
  const isChanged = draft.from !== props.saved.from || draft.to !== props.saved.to;
  const isWrong = draft.from === draft.to && draft.from !== '00:00';
  return (
    <form
      className="mt-2 flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave(draft);
      }}
    >
      <BlockFields name="Quiet hours" block={draft} onChange={setDraft} onRemove={null} />
      {isChanged && (
        <Button type="submit" look="primary" disabled={isWrong} isBusy={props.isBusy}>
          Save
        </Button>
      )}
    </form>
  );
}
