import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AskAnswer, AskKind, LedgerEntry } from '#shared/acknowledgements.ts';
import type { UserId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { OptionChoice } from './answer-controls.tsx';

type Kind = AskAnswer['kind'];
const OWN: Record<AskKind, [Kind, string, string][]> = {
  watch: [],
  acknowledge: [['acknowledged', 'Acknowledge, with a word', 'I have received it.']],
  approve: [
    ['approved', 'Approve, with a word', 'It is good as it is.'],
    ['changes_requested', 'Ask for changes', 'Say what has to change.'],
  ],
  decide: [['decided', 'Decide, with a word', 'Choose one of the options.']],
};
const ALWAYS: [Kind, string, string][] = [
  ['will_follow_up', 'I will follow up', 'You stay asked until then.'],
  ['cannot', 'I can’t', 'Say why, so that nobody waits.'],
  ['not_me', 'Not me: hand it over', 'Somebody else is asked instead.'],
];

/** All the answers that there are to one ask. */
export function AnswerDialog(props: {
  ask: Pick<LedgerEntry, 'kind' | 'options'>;
  /** What is chosen at first; null: the first of all. */
  first?: Kind | null;
  title?: string;
  onClose: () => void;
  onAnswer: (answer: AskAnswer) => Promise<boolean>;
}) {
  const { ask } = props;
  const kinds = [...OWN[ask.kind], ...ALWAYS];
  const members = useQuery(queries.members.list.queryOptions());
  const me = useQuery(queries.accounts.me.queryOptions());
  const [kind, setKind] = useState<Kind>(props.first ?? kinds[0]?.[0] ?? 'will_follow_up');
  const [option, setOption] = useState('');
  const isNoteNeeded = kind === 'cannot' || kind === 'changes_requested';
  const [note, setNote] = useState('');
  const [by, setBy] = useState('');
  const [toId, setToId] = useState<UserId | ''>('');
  const [isBusy, setBusy] = useState(false);
  const people = (members.data ?? []).filter(({ id }) => id !== me.data?.user.id);

  async function send(): Promise<void> {
    const answer = answerOf({ kind, note: note.trim(), by, toId, option });
    if (!answer) return;
    setBusy(true);
    const isDone = await props.onAnswer(answer);
    setBusy(false);
    if (isDone) props.onClose();
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.title ?? 'Answer'}
      description="Whoever asked sees it at once."
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <fieldset className="space-y-1">
          <legend className="sr-only">Your answer</legend>
          {kinds.map(([value, title, hint]) => (
            <label
              key={value}
              className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-hover"
            >
              <input
                type="radio"
                name="answer"
                className="size-4 accent-accent"
                checked={kind === value}
                autoFocus={kind === value}
                onChange={() => setKind(value)}
              />
              <span className="text-ui">
                {title}
                <span className="block text-[0.8125rem] text-dim">{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {kind === 'decided' && <OptionChoice options={ask.options} value={option} onChange={setOption} />}
        {kind === 'will_follow_up' && (
          <TextField
            label="By"
            type="datetime-local"
            required
            value={by}
            onChange={(event) => setBy(event.target.value)}
            hint="In your time zone; everybody sees it in theirs."
          />
        )}
        {kind === 'not_me' && (
          <SelectField
            label="Who instead"
            required
            value={toId}
            onChange={(event) => setToId(event.target.value as UserId)}
          >
            <option value="">Choose…</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <TextField
          label={NOTE_LABELS[kind] ?? 'A word (optional)'}
          required={isNoteNeeded}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <div className="flex justify-end gap-2 pt-1">
          <Button look="quiet" onClick={props.onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" isBusy={isBusy}>
            Send
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const NOTE_LABELS: Partial<Record<Kind, string>> = { cannot: 'Why', changes_requested: 'Which changes' };

/** Null where something is missing; the form says what. */
function answerOf(form: {
  kind: Kind;
  note: string;
  by: string;
  toId: UserId | '';
  option: string;
}): AskAnswer | null {
  const note = form.note || null;
  switch (form.kind) {
    case 'acknowledged':
    case 'approved':
      return { kind: form.kind, note };
    case 'changes_requested':
      return form.note ? { kind: form.kind, note: form.note } : null;
    case 'decided':
      return form.option ? { kind: form.kind, option: form.option, note } : null;
    case 'will_follow_up':
      return form.by ? { kind: form.kind, by: new Date(form.by).toISOString(), note } : null;
    case 'cannot':
      return form.note ? { kind: form.kind, note: form.note } : null;
    case 'not_me':
      return form.toId ? { kind: form.kind, toId: form.toId, note } : null;
  }
}
