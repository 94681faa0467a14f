import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AskKind, DueInWork, Ledger } from '#shared/acknowledgements.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { api, queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { choiceOf, DueField, dueOf } from '../asks/due-field.tsx';
import { AskAudience, NOBODY, type Audience } from './ask-audience.tsx';
import { act } from './ledger.ts';
import { OptionsField } from './options-field.tsx';
import { UrgentField } from './urgent-field.tsx';

const KINDS: [AskKind, string, string][] = [
  ['acknowledge', 'Acknowledge: state that they have received it', 'Each gets one clear button.'],
  ['watch', 'Watch it', 'Answered by itself, once they have watched 90 % of it. No button can claim that.'],
  ['approve', 'Approve it, or ask for changes', 'Each approves it, or says what has to change.'],
  ['decide', 'Decide between options', 'Each chooses one of them.'],
];

/** Asks people, groups, spaces and guests for one of four things, with a due time and a note. */
export function AskDialog(props: {
  slug: VideoSlug;
  asked: ReadonlySet<string>;
  defaultDue: DueInWork | undefined;
  isAdding: boolean;
  onClose: () => void;
}) {
  const { slug } = props;
  const suggested = props.defaultDue ? choiceOf(props.defaultDue) : undefined;
  const [kind, setKind] = useState<AskKind>('acknowledge');
  const [options, setOptions] = useState(['', '']);
  const [audience, setAudience] = useState<Audience>(NOBODY);
  const [guests, setGuests] = useState('');
  const [due, setDue] = useState({ choice: suggested ?? 'none', at: '' });
  const [note, setNote] = useState('');
  const [urgentReason, setUrgentReason] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [links, setLinks] = useState<{ email: string; url: string }[]>([]);
  const emails = guests.split(/[\s,;]+/).filter(Boolean);
  const chosen = audience.people.size + audience.groups.size + audience.spaces.size;
  const isOnlyPeople = audience.groups.size + audience.spaces.size === 0;
  const count = audience.people.size + emails.length;
  const hint = KINDS.find(([value]) => value === kind)?.[2];

  async function ask(): Promise<Ledger> {
    const what = {
      slug,
      kind,
      options: kind === 'decide' ? options.map((option) => option.trim()).filter(Boolean) : [],
      note: note.trim() || null,
      ...dueOf(due),
    };
    let ledger: Ledger | null = null;
    if (chosen > 0) {
      ledger = await api.acknowledgements.ask({
        ...what,
        recipientIds: [...audience.people],
        groupIds: [...audience.groups],
        spaceIds: [...audience.spaces],
        urgentReason,
      });
      // Where the guests can't be asked, the others are not asked twice.
      setAudience(NOBODY);
    }
    if (emails.length > 0) {
      const asked = await api.shareLinks.askGuests({ ...what, emails });
      setGuests('');
      setLinks(asked.links);
      ledger = asked.ledger;
    }
    return ledger ?? api.acknowledgements.ledger({ slug });
  }
  async function submit(): Promise<void> {
    setBusy(true);
    const hasGuests = emails.length > 0;
    const isAsked = await act(slug, ask);
    setBusy(false);
    if (isAsked && !hasGuests) props.onClose();
  }
  if (links.length > 0) return <GuestLinks links={links} onClose={props.onClose} />;
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.isAdding ? 'Add people' : 'Ask for an answer'}
      description="Watching alone never counts as acknowledging."
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SelectField
          label="Ask them to"
          value={kind}
          onChange={(event) => setKind(event.target.value as AskKind)}
          hint={hint}
        >
          {KINDS.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
        {kind === 'decide' && <OptionsField options={options} onChange={setOptions} />}
        <AskAudience value={audience} onChange={setAudience} asked={props.asked} />
        <TextField
          label="Guests, by e-mail (optional)"
          value={guests}
          onChange={(event) => setGuests(event.target.value)}
          placeholder="gus@client.com, ann@client.com"
          hint="Each gets a link of their own. They need no account."
          inputMode="email"
          autoComplete="off"
        />
        <DueField value={due} onChange={setDue} {...(suggested ? { suggested } : {})} />
        <TextField
          label="Note (optional)"
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.target.value)}
          placeholder="What should they look for?"
        />
        <UrgentField reason={urgentReason} onChange={setUrgentReason} />
        <div className="flex justify-end gap-2 pt-1">
          <Button look="quiet" onClick={props.onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" disabled={chosen + emails.length === 0} isBusy={isBusy}>
            {isOnlyPeople && count > 1 ? `Ask ${count} people` : 'Ask'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Where no mail can be sent, the links have to be. */
function GuestLinks({ links, onClose }: { links: { email: string; url: string }[]; onClose: () => void }) {
  const system = useQuery(queries.accounts.system.queryOptions());
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Guests are asked"
      description={
        system.data?.emailDelivery === 'smtp'
          ? 'Each was mailed a link of their own. Copy one now if you want to send it yourself: it is not shown again.'
          : 'No e-mail service is set up here: send each their link yourself. It is not shown again.'
      }
    >
      <ul className="divide-y divide-line rounded-xl border border-line">
        {links.map(({ email, url }) => (
          <li key={email} className="flex items-center gap-3 px-3 py-2 text-ui">
            <span className="min-w-0 flex-1 truncate">{email}</span>
            <CopyButton text={url} />
          </li>
        ))}
      </ul>
      <div className="mt-4 flex justify-end">
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
