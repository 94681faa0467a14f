import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { UserId } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import type { Space, SpaceVisibility } from '#shared/spaces.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, SelectField, TextField } from '../../ui/field.tsx';
import { choiceOf, dueInWorkOf, hoursToOffer } from '../asks/due-field.tsx';
import { useForm } from '../auth/use-form.ts';

/** Makes a space, or changes one. */
export function SpaceDialog({
  space,
  onClose,
}: {
  space?: Space & { members: Person[] };
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const members = useQuery(queries.members.list.queryOptions());
  const [visibility, setVisibility] = useState<SpaceVisibility>(space?.visibility ?? 'open');
  const [chosen, setChosen] = useState<ReadonlySet<UserId>>(
    new Set(space?.members.map((person) => person.id)),
  );
  const [due, setDue] = useState(space ? choiceOf(space.defaultDue) : '24');
  const form = useForm(async ({ name = '' }) => {
    const input = { name, visibility, memberIds: visibility === 'private' ? [...chosen] : [] };
    const saved = space
      ? await api.spaces.update({ id: space.id, ...input, defaultDue: dueInWorkOf(due) })
      : await api.spaces.create(input);
    await queryClient.invalidateQueries({ queryKey: queries.spaces.key() });
    onClose();
    if (!space) await navigate({ to: '/spaces/$id', params: { id: saved.id } });
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={space ? 'Change the space' : 'New space'}
      description="A shelf for a team or a project."
    >
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField label="Name" name="name" required maxLength={60} defaultValue={space?.name} autoFocus />
        <SelectField
          label="Who can see it"
          value={visibility}
          onChange={(event) => setVisibility(event.target.value === 'private' ? 'private' : 'open')}
        >
          <option value="open">Everybody in the workspace</option>
          <option value="private">Its members only</option>
        </SelectField>
        {visibility === 'private' && (
          <ul className="max-h-52 overflow-y-auto rounded-xl border border-line">
            {members.data?.map((person) => (
              <li key={person.id}>
                <label className="flex min-h-11 cursor-pointer items-center gap-3 px-3 hover:bg-hover">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={chosen.has(person.id)}
                    onChange={() => {
                      const next = new Set(chosen);
                      if (!next.delete(person.id)) next.add(person.id);
                      setChosen(next);
                    }}
                  />
                  <Avatar name={person.name} /> <span className="text-ui">{person.name}</span>
                </label>
              </li>
            ))}
          </ul>
        )}
        {space && (
          <SelectField
            label="Asks are due"
            value={due}
            onChange={(event) => setDue(event.target.value)}
            hint="Chosen at first when somebody asks about a video of this space."
          >
            <option value="day">At the end of each one’s working day</option>
            {hoursToOffer(due).map((hours) => (
              <option key={hours} value={hours}>
                Within {hours} of each one’s working hours
              </option>
            ))}
          </SelectField>
        )}
        <FormError>{form.error}</FormError>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" isBusy={form.isBusy}>
            {space ? 'Save' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
