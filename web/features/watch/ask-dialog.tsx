import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DueInWork } from '#shared/acknowledgements.ts';
import type { UserId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { inputClass, SelectField, TextField } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { PersonTimeLine } from '../people-time/person-time-line.tsx';

const DUE_CHOICES = [
  ['none', 'No due time'],
  ['day', 'At the end of their working day'],
  ['8', 'Within 8 of their working hours'],
  ['24', 'Within 24 of their working hours'],
  ['at', 'At a time…'],
] as const;
type DueChoice = (typeof DUE_CHOICES)[number][0];
const DUE_IN_WORK: Partial<Record<DueChoice, DueInWork>> = {
  day: { kind: 'endOfWorkingDay' },
  8: { kind: 'workingHours', hours: 8 },
  24: { kind: 'workingHours', hours: 24 },
};

/** Asks chosen members, with an optional due time and note. */
export function AskDialog(props: {
  asked: Set<string>;
  onClose: () => void;
  onAsk: (input: {
    recipientIds: UserId[];
    note: string | null;
    dueAt: string | null;
    due: DueInWork | null;
  }) => Promise<boolean>;
}) {
  const members = useQuery(queries.members.list.queryOptions());
  const me = useQuery(queries.accounts.me.queryOptions());
  const [chosen, setChosen] = useState<ReadonlySet<UserId>>(new Set());
  const [search, setSearch] = useState('');
  const [due, setDue] = useState<DueChoice>('none');
  const [dueAt, setDueAt] = useState('');
  const [note, setNote] = useState('');
  const [isBusy, setBusy] = useState(false);
  const people = (members.data ?? []).filter((person) => person.id !== me.data?.user.id);
  const shown = people.filter((person) => person.name.toLowerCase().includes(search.trim().toLowerCase()));

  function toggle(id: UserId): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title="Ask for an acknowledgement"
      description="Each gets one clear button. Watching alone never counts as acknowledging."
    >
      <form
        className="space-y-4"
        onSubmit={async (event) => {
          event.preventDefault();
          setBusy(true);
          const isAsked = await props.onAsk({
            recipientIds: [...chosen],
            note: note.trim() || null,
            dueAt: due === 'at' && dueAt ? new Date(dueAt).toISOString() : null,
            due: DUE_IN_WORK[due] ?? null,
          });
          setBusy(false);
          if (isAsked) props.onClose();
        }}
      >
        <fieldset>
          <legend className="mb-1.5 text-ui font-medium">Who</legend>
          {people.length > 6 && (
            <input
              aria-label="Search people"
              placeholder="Search people"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              className={`${inputClass} mb-2 h-9`}
            />
          )}
          <ul className="max-h-56 overflow-y-auto rounded-xl border border-line">
            {!members.data && <Skeleton className="m-2 h-10" />}
            {shown.map((person) => (
              <li key={person.id} className="border-b border-line last:border-0">
                <label className="flex min-h-11 cursor-pointer items-center gap-3 px-3 py-1.5 hover:bg-hover">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={chosen.has(person.id)}
                    onChange={() => toggle(person.id)}
                  />
                  <Avatar name={person.name} />
                  <span className="min-w-0 flex-1 text-ui">
                    {person.name}
                    <span className="block text-[0.8125rem] text-dim">
                      <PersonTimeLine userId={person.id} name={person.name} />
                    </span>
                  </span>
                  {props.asked.has(person.id) && <span className="text-xs text-faint">asked already</span>}
                </label>
              </li>
            ))}
            {members.data && people.length === 0 && (
              <li className="p-4 text-center text-ui text-dim">
                You are alone here. Invite people under Settings → Members.
              </li>
            )}
          </ul>
        </fieldset>
        <SelectField
          label="Due"
          value={due}
          onChange={(event) => setDue(event.target.value as DueChoice)}
          hint={
            due in DUE_IN_WORK ? 'Of each one’s own working time, around holidays and time away.' : undefined
          }
        >
          {DUE_CHOICES.map(([choice, text]) => (
            <option key={choice} value={choice}>
              {text}
            </option>
          ))}
        </SelectField>
        {due === 'at' && (
          <TextField
            label="Due at"
            type="datetime-local"
            required
            value={dueAt}
            onChange={(event) => setDueAt(event.target.value)}
            hint="In your time zone; everybody sees it in theirs."
          />
        )}
        <TextField
          label="Note (optional)"
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.target.value)}
          placeholder="What should they look for?"
        />
        <div className="flex justify-end gap-2 pt-1">
          <Button look="quiet" onClick={props.onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" disabled={chosen.size === 0} isBusy={isBusy}>
            {chosen.size > 1 ? `Ask ${chosen.size} people` : 'Ask'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
