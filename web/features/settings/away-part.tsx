import { useState } from 'react';
import type { Away, MyTime } from '#shared/people-time.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { FormError, TextField } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';
import { timeIn } from '../people-time/local-time.ts';
import { listClass, rowClass, Section } from './section.tsx';
import { askTimeAgain, timeFailed } from './use-my-time.ts';

/** Time away by hand: whole days, or hours of one. */
export function AwayPart({ time }: { time: MyTime }) {
  const [made, setMade] = useState(0);
  return (
    <Section
      title="Time away"
      text="Nothing is due and nobody waits for you then. Others see when you work next, not why."
    >
      <AwayForm
        key={made}
        onAdded={() => {
          setMade((count) => count + 1);
          askTimeAgain();
        }}
      />
      {time.away.length > 0 && (
        <ul aria-label="Times away" className={cx(listClass, 'mt-4')}>
          {time.away.map((away) => (
            <AwayRow key={away.id} away={away} timeZone={time.timeZone} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function AwayForm({ onAdded }: { onAdded: () => void }) {
  const [isPart, setPart] = useState(false);
  const [firstDay, setFirstDay] = useState('');
  const form = useForm(async ({ first = '', last = '', from = '', to = '', note = '' }) => {
    await api.peopleTime.addAway(
      isPart
        ? { kind: 'hours', day: first, from, to, note }
        : { kind: 'days', firstDay: first, lastDay: last || first, note },
    );
    onAdded();
  });
  return (
    <form className="space-y-3" onSubmit={(event) => void form.onSubmit(event)}>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label={isPart ? 'Day' : 'First day'}
          name="first"
          type="date"
          required
          value={firstDay}
          onChange={(event) => setFirstDay(event.target.value)}
          className="min-w-36 flex-1"
        />
        {isPart ? (
          <>
            <TextField label="From" name="from" type="time" required className="min-w-28 flex-1" />
            <TextField label="To" name="to" type="time" required className="min-w-28 flex-1" />
          </>
        ) : (
          <TextField
            label="Last day"
            name="last"
            type="date"
            min={firstDay || undefined}
            className="min-w-36 flex-1"
          />
        )}
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label="Note, for yourself"
          name="note"
          maxLength={200}
          placeholder="Nobody else sees it"
          className="min-w-48 flex-1"
        />
        <Button type="submit" className="h-10" isBusy={form.isBusy}>
          Add
        </Button>
      </div>
      <label className="flex min-h-9 w-fit items-center gap-2.5 text-ui coarse:min-h-11">
        <input
          type="checkbox"
          checked={isPart}
          onChange={(event) => setPart(event.target.checked)}
          className="size-4 accent-accent"
        />
        Only part of a day
      </label>
      <FormError>{form.error}</FormError>
    </form>
  );
}

const day = new Intl.DateTimeFormat('en', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const dayText = (date: string) => day.format(new Date(`${date}T00:00Z`));

function whenText(away: Away, timeZone: string): string {
  if (away.kind === 'days')
    return away.firstDay === away.lastDay
      ? dayText(away.firstDay)
      : `${dayText(away.firstDay)} to ${dayText(away.lastDay)}`;
  const [start, end] = [Date.parse(away.startsAt), Date.parse(away.endsAt)];
  const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(start);
  return `${dayText(date)}, ${timeIn(start, timeZone)}–${timeIn(end, timeZone)}`;
}

function AwayRow({ away, timeZone }: { away: Away; timeZone: string }) {
  const when = whenText(away, timeZone);
  const undo = async () => {
    if (away.kind === 'days') await api.peopleTime.addAway(away);
    askTimeAgain();
  };
  async function remove(): Promise<void> {
    await api.peopleTime.removeAway({ id: away.id });
    askTimeAgain();
    if (away.kind === 'days')
      showToast('Removed', { action: { label: 'Undo', run: () => void undo().catch(timeFailed) } });
    else showToast('Removed');
  }
  return (
    <li className={rowClass}>
      <div className="min-w-0 flex-1">
        <p className="numbers font-medium">{when}</p>
        {away.note && <p className="text-[0.8125rem] [overflow-wrap:anywhere] text-dim">{away.note}</p>}
      </div>
      <Button
        size="small"
        look="danger"
        aria-label={`Remove ${when}`}
        onClick={() => void remove().catch(timeFailed)}
      >
        Remove
      </Button>
    </li>
  );
}
