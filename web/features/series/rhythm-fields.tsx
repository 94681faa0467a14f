import { useState } from 'react';
import type { SeriesRhythm } from '#shared/series.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { browserZone } from '../people-time/local-time.ts';
import { choiceOf, REPEATS, ruleOf, WEEKDAYS, type Repeat } from './rhythms.ts';

const LEADS = [
  [8, '8 hours before'],
  [24, 'A day before'],
  [48, 'Two days before'],
  [120, 'Five days before'],
] as const;
const GRACES = [
  [0, 'None'],
  [24, 'A day more'],
  [72, 'Three days more'],
  [168, 'A week more'],
] as const;

/** On which days, until when, and in whose time. */
export function RhythmFields({
  rhythm,
  onChange,
}: {
  rhythm: SeriesRhythm;
  onChange: (rhythm: SeriesRhythm) => void;
}) {
  const choice = choiceOf(rhythm.rule);
  // A rule that was made by the API stays what it is, unless another is chosen.
  const [ownRule] = useState(choice ? null : rhythm.rule);
  const [zone] = useState(rhythm.timeZone ?? browserZone());
  const isByWeekday = choice?.repeat === 'weekly' || choice?.repeat === 'biweekly';
  const set = (change: Partial<SeriesRhythm>) => onChange({ ...rhythm, ...change });
  const others = (known: readonly (readonly [number, string])[], hours: number, text: string) =>
    known.some(([one]) => one === hours) ? known : [[hours, `${hours} hours ${text}`] as const, ...known];
  return (
    <div className="grid grid-cols-2 gap-3">
      <SelectField
        label="Repeats"
        value={choice?.repeat ?? 'own'}
        onChange={(event) => {
          const repeat = event.target.value;
          const rule = repeat === 'own' ? ownRule : ruleOf(repeat as Repeat, choice?.weekday ?? 'FR');
          if (rule !== null) set({ rule });
        }}
      >
        {ownRule !== null && <option value="own">{ownRule}</option>}
        {Object.entries(REPEATS).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </SelectField>
      {isByWeekday && (
        <SelectField
          label="On"
          value={choice.weekday}
          onChange={(event) => set({ rule: ruleOf(choice.repeat, event.target.value) })}
        >
          {WEEKDAYS.map(([code, text]) => (
            <option key={code} value={code}>
              {text}
            </option>
          ))}
        </SelectField>
      )}
      <TextField
        label="From"
        type="date"
        required
        value={rhythm.startsOn}
        onChange={(event) => event.target.value && set({ startsOn: event.target.value })}
      />
      <TextField
        label="Due by"
        type="time"
        required
        value={rhythm.dueTime}
        onChange={(event) => event.target.value && set({ dueTime: event.target.value })}
      />
      <SelectField
        label="Of which time"
        value={rhythm.timeZone ?? 'own'}
        onChange={(event) => set({ timeZone: event.target.value === 'own' ? null : event.target.value })}
      >
        <option value="own">Each one’s own</option>
        <option value={zone}>{zone}</option>
      </SelectField>
      <SelectField
        label="Opens"
        value={rhythm.leadHours}
        onChange={(event) => set({ leadHours: Number(event.target.value) })}
      >
        {others(LEADS, rhythm.leadHours, 'before').map(([hours, text]) => (
          <option key={hours} value={hours}>
            {text}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Late answers"
        value={rhythm.graceHours}
        onChange={(event) => set({ graceHours: Number(event.target.value) })}
      >
        {others(GRACES, rhythm.graceHours, 'more').map(([hours, text]) => (
          <option key={hours} value={hours}>
            {text}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
