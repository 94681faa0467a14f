import type { DueInWork } from '#shared/acknowledgements.ts';
import { SelectField, TextField } from '../../ui/field.tsx';

/** What a form about due times holds: a choice of the list, and a wall time for “at a time”. */
export interface DueChoice {
  choice: string;
  at: string;
}

const HINT = 'Of each one’s own working time, around holidays and time away.';

export function choiceOf(due: DueInWork): string {
  return due.kind === 'endOfWorkingDay' ? 'day' : String(due.hours);
}

export function dueInWorkOf(choice: string): DueInWork | null {
  if (choice === 'day') return { kind: 'endOfWorkingDay' };
  return /^\d+$/.test(choice) ? { kind: 'workingHours', hours: Number(choice) } : null;
}

/** As the API takes it. */
export function dueOf({ choice, at }: DueChoice): { dueAt: string | null; due: DueInWork | null } {
  return {
    dueAt: choice === 'at' && at ? new Date(at).toISOString() : null,
    due: dueInWorkOf(choice),
  };
}

/** Hours to choose from, with the one that is set. */
export function hoursToOffer(...set: string[]): string[] {
  const all = new Set(['4', '8', '16', '24', '40', ...set.filter((choice) => /^\d+$/.test(choice))]);
  return [...all].toSorted((a, b) => Number(a) - Number(b));
}

/** When it is due: never, in working time, or at an instant. */
export function DueField(props: {
  value: DueChoice;
  onChange: (value: DueChoice) => void;
  /** What the space says; shown as such. */
  suggested?: string;
  /** Of an extension: hours are added to what is. */
  isExtending?: boolean;
}) {
  const { value, onChange, suggested, isExtending = false } = props;
  const name = (choice: string) => (choice === suggested ? ' (default)' : '');
  return (
    <>
      <SelectField
        label={isExtending ? 'Extend by' : 'Due'}
        value={value.choice}
        onChange={(event) => onChange({ ...value, choice: event.target.value })}
        hint={dueInWorkOf(value.choice) ? HINT : undefined}
      >
        {!isExtending && <option value="none">No due time</option>}
        <option value="day">
          {isExtending ? 'Until the end of the next working day' : 'At the end of their working day'}
          {name('day')}
        </option>
        {hoursToOffer(value.choice, suggested ?? '').map((hours) => (
          <option key={hours} value={hours}>
            {isExtending ? `${hours} working hours` : `Within ${hours} of their working hours`}
            {name(hours)}
          </option>
        ))}
        <option value="at">At a time…</option>
      </SelectField>
      {value.choice === 'at' && (
        <TextField
          label="Due at"
          type="datetime-local"
          required
          value={value.at}
          onChange={(event) => onChange({ ...value, at: event.target.value })}
          hint="In your time zone; everybody sees it in theirs."
        />
      )}
    </>
  );
}
