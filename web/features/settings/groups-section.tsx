import { useQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Group } from '#shared/groups.ts';
import type { UserId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, inputClass, TextField } from '../../ui/field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';
import { listClass, rowClass, Section } from './section.tsx';

const again = () => queryClient.invalidateQueries({ queryKey: queries.groups.key() });

/** Named sets of members, for admins: to ask them together. */
export function GroupsSection() {
  const groups = useQuery(queries.groups.list.queryOptions());
  const [changing, setChanging] = useState<Group | 'new' | null>(null);
  if (groups.error) return <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />;
  const add = (
    <Button look="primary" onClick={() => setChanging('new')}>
      <Plus className="size-4" /> New group
    </Button>
  );
  async function remove(group: Group): Promise<void> {
    try {
      await api.groups.remove({ id: group.id });
      const memberIds = group.members.map(({ id }) => id);
      const run = () => void api.groups.create({ name: group.name, memberIds }).then(again);
      showToast(`${group.name} is removed`, { action: { label: 'Undo', run } });
    } catch (error) {
      showToast(errorText(error).message, { isError: true });
    }
    void again();
  }
  return (
    <Section
      title="Groups"
      text="Ask everybody in a group at once. What was asked stays when a group changes."
    >
      {!groups.data && <Skeleton className="h-24" />}
      {groups.data?.length === 0 && (
        <EmptyState icon={<UsersRound className="size-5" />} title="There are no groups yet" action={add}>
          Put people together who are often asked together, such as everybody in an office.
        </EmptyState>
      )}
      {groups.data && groups.data.length > 0 && (
        <>
          <ul className={listClass} aria-label="Groups">
            {groups.data.map((group) => (
              <li key={group.id} className={rowClass}>
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium">{group.name}</p>
                  <p className="truncate text-[0.8125rem] text-dim">
                    {group.members.length === 0
                      ? 'Nobody yet'
                      : `${group.members.length}: ${group.members.map(({ name }) => name).join(', ')}`}
                  </p>
                </div>
                <Button size="small" aria-label={`Change ${group.name}`} onClick={() => setChanging(group)}>
                  Change
                </Button>
                <Button
                  size="small"
                  look="danger"
                  aria-label={`Remove ${group.name}`}
                  onClick={() => void remove(group)}
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
          <div className="mt-4">{add}</div>
        </>
      )}
      {changing && (
        <GroupDialog group={changing === 'new' ? null : changing} onClose={() => setChanging(null)} />
      )}
    </Section>
  );
}

function GroupDialog({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const members = useQuery(queries.members.list.queryOptions());
  const [chosen, setChosen] = useState<ReadonlySet<UserId>>(new Set(group?.members.map(({ id }) => id)));
  const [search, setSearch] = useState('');
  const form = useForm(async ({ name = '' }) => {
    const input = { name, memberIds: [...chosen] };
    await (group ? api.groups.update({ id: group.id, ...input }) : api.groups.create(input));
    await again();
    onClose();
  });
  const shown = members.data?.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  function toggle(id: UserId): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }
  return (
    <Dialog isOpen onClose={onClose} title={group ? 'Change the group' : 'New group'}>
      <form className="space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        <TextField label="Name" name="name" required maxLength={60} defaultValue={group?.name} autoFocus />
        <fieldset>
          <legend className="mb-1.5 text-ui font-medium">Who is in it ({chosen.size})</legend>
          {(members.data?.length ?? 0) > 6 && (
            <input
              aria-label="Search people"
              placeholder="Search people"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              className={`${inputClass} mb-2 h-9`}
            />
          )}
          <ul className="max-h-60 overflow-y-auto rounded-xl border border-line">
            {shown?.slice(0, 200).map((person) => (
              <li key={person.id}>
                <label className="flex min-h-11 cursor-pointer items-center gap-3 px-3 hover:bg-hover">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={chosen.has(person.id)}
                    onChange={() => toggle(person.id)}
                  />
                  <Avatar name={person.name} /> <span className="text-ui">{person.name}</span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
        <FormError>{form.error}</FormError>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" isBusy={form.isBusy}>
            {group ? 'Save' : 'Create'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
