import { useQuery } from '@tanstack/react-query';
import { Hash, UsersRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { GroupId, SpaceId, UserId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { PersonTimeLine } from '../people-time/person-time-line.tsx';

/** Who is chosen. */
export interface Audience {
  people: ReadonlySet<UserId>;
  groups: ReadonlySet<GroupId>;
  spaces: ReadonlySet<SpaceId>;
}
export const NOBODY: Audience = { people: new Set(), groups: new Set(), spaces: new Set() };
/** More than these are found by writing. */
const MOST_SHOWN = 200;

function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

/** Groups, spaces and people to choose from, found by name. */
export function AskAudience(props: {
  value: Audience;
  onChange: (value: Audience) => void;
  asked: ReadonlySet<string>;
}) {
  const { value, onChange } = props;
  const members = useQuery(queries.members.list.queryOptions());
  const groups = useQuery(queries.groups.list.queryOptions());
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const me = useQuery(queries.accounts.me.queryOptions());
  const [search, setSearch] = useState('');
  const people = (members.data ?? []).filter((person) => person.id !== me.data?.user.id);
  const isFound = ({ name }: { name: string }) => name.toLowerCase().includes(search.trim().toLowerCase());
  const shown = people.filter(isFound);
  const all = [...people, ...(groups.data ?? []), ...(spaces.data ?? [])];
  return (
    <fieldset>
      <legend className="mb-1.5 text-ui font-medium">Who</legend>
      {all.length > 6 && (
        <input
          aria-label="Search people, groups and spaces"
          placeholder="Search people, groups and spaces"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className={`${inputClass} mb-2 h-9`}
        />
      )}
      <ul className="max-h-56 overflow-y-auto rounded-xl border border-line">
        {!members.data && <Skeleton className="m-2 h-10" />}
        {groups.data?.filter(isFound).map((group) => (
          <Choice
            key={group.id}
            isChecked={value.groups.has(group.id)}
            onChange={() => onChange({ ...value, groups: toggled(value.groups, group.id) })}
            icon={<UsersRound className="size-4" />}
            name={group.name}
            hint={`Group of ${group.members.length}`}
          />
        ))}
        {spaces.data?.filter(isFound).map((space) => (
          <Choice
            key={space.id}
            isChecked={value.spaces.has(space.id)}
            onChange={() => onChange({ ...value, spaces: toggled(value.spaces, space.id) })}
            icon={<Hash className="size-4" />}
            name={space.name}
            hint={space.visibility === 'open' ? 'Open space: everybody' : 'Space: its members'}
          />
        ))}
        {shown.slice(0, MOST_SHOWN).map((person) => (
          <Choice
            key={person.id}
            isChecked={value.people.has(person.id)}
            onChange={() => onChange({ ...value, people: toggled(value.people, person.id) })}
            icon={<Avatar name={person.name} />}
            name={person.name}
            hint={<PersonTimeLine userId={person.id} name={person.name} />}
            note={props.asked.has(person.id) ? 'asked already' : ''}
          />
        ))}
        {shown.length > MOST_SHOWN && (
          <li className="p-3 text-center text-[0.8125rem] text-dim">
            {shown.length - MOST_SHOWN} more: write a part of the name.
          </li>
        )}
        {members.data && people.length === 0 && (
          <li className="p-4 text-center text-ui text-dim">
            You are alone here. Invite people under Settings → Members.
          </li>
        )}
      </ul>
    </fieldset>
  );
}

function Choice(props: {
  isChecked: boolean;
  onChange: () => void;
  icon: ReactNode;
  name: string;
  hint: ReactNode;
  note?: string;
}) {
  return (
    <li className="border-b border-line last:border-0">
      <label className="flex min-h-11 cursor-pointer items-center gap-3 px-3 py-1.5 hover:bg-hover">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-accent"
          checked={props.isChecked}
          onChange={props.onChange}
        />
        <span className="flex size-7 shrink-0 items-center justify-center text-dim">{props.icon}</span>
        <span className="min-w-0 flex-1 text-ui">
          {props.name}
          <span className="block text-[0.8125rem] text-dim">{props.hint}</span>
        </span>
        {props.note && <span className="text-xs text-faint">{props.note}</span>}
      </label>
    </li>
  );
}
