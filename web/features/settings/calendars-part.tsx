import { useState } from 'react';
import type { Calendar } from '#shared/people-time.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { FormError, SelectField, TextField } from '../../ui/field.tsx';
import { Badge } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { useForm } from '../auth/use-form.ts';
import { listClass, rowClass, Section } from './section.tsx';
import { askTimeAgain, timeFailed } from './use-my-time.ts';

/** iCal addresses that time away or holidays are taken from. */
export function CalendarsPart({ calendars }: { calendars: readonly Calendar[] }) {
  const [made, setMade] = useState(0);
  const form = useForm(async ({ name = '', kind, url = '' }) => {
    await api.peopleTime.addCalendar({ name, kind: kind === 'holidays' ? 'holidays' : 'away', url });
    setMade((count) => count + 1);
    askTimeAgain();
  });
  return (
    <Section
      title="Calendars"
      text="An iCal address of absences or holidays, such as your HR tool gives you. It is read every few hours; titles of absences are not kept. Don’t add a calendar of meetings: you would count as away during each."
    >
      <form key={made} className="space-y-3" onSubmit={(event) => void form.onSubmit(event)}>
        <div className="flex flex-wrap gap-3">
          <TextField
            label="Name"
            name="name"
            required
            maxLength={60}
            placeholder="Absences"
            className="min-w-40 flex-1"
          />
          <SelectField label="Its events are" name="kind" className="min-w-40 flex-1">
            <option value="away">Time away</option>
            <option value="holidays">Public holidays</option>
          </SelectField>
        </div>
        <div className="flex flex-wrap items-end gap-3">
          <TextField
            label="iCal address"
            name="url"
            required
            maxLength={2000}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://…/absences.ics"
            className="min-w-48 flex-1"
          />
          <Button type="submit" className="h-10" isBusy={form.isBusy}>
            Add
          </Button>
        </div>
        <FormError>{form.error}</FormError>
      </form>
      {calendars.length > 0 && (
        <ul aria-label="Calendars" className={cx(listClass, 'mt-4')}>
          {calendars.map((calendar) => (
            <CalendarRow key={calendar.id} calendar={calendar} />
          ))}
        </ul>
      )}
    </Section>
  );
}

const STATES = {
  waiting: ['neutral', 'Being read'],
  ok: ['good', 'Up to date'],
  failed: ['danger', 'Not read'],
} as const;

const eventsText = (count: number) =>
  count === 0 ? 'nothing in the next two years' : count === 1 ? '1 event' : `${count} events`;

function CalendarRow({ calendar }: { calendar: Calendar }) {
  const [tone, word] = STATES[calendar.status];
  const act = (work: Promise<unknown>) => void work.then(askTimeAgain, timeFailed);
  const { id, eventCount, readAt } = calendar;
  return (
    <li className={rowClass}>
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="truncate">{calendar.name}</span> <Badge tone={tone}>{word}</Badge>
        </p>
        <p className="text-[0.8125rem] [overflow-wrap:anywhere] text-dim">
          {calendar.host} · {calendar.kind === 'away' ? 'time away' : 'public holidays'}
          {readAt && (
            <>
              {' '}
              · {eventsText(eventCount)}, read <TimeAgo at={readAt} />
            </>
          )}
        </p>
        {calendar.problem && calendar.status === 'failed' && (
          <p className="mt-1 text-[0.8125rem] text-danger">
            {calendar.problem} {readAt ? 'What was read before is still in use.' : ''}
          </p>
        )}
      </div>
      <Button
        size="small"
        aria-label={`Read again: ${calendar.name}`}
        onClick={() => act(api.peopleTime.refreshCalendar({ id }))}
      >
        Read again
      </Button>
      <Button
        size="small"
        look="danger"
        aria-label={`Remove ${calendar.name}`}
        onClick={() => act(api.peopleTime.removeCalendar({ id }))}
      >
        Remove
      </Button>
    </li>
  );
}
