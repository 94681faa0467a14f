import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/states.tsx';

export type Part = 'participant' | 'observer';

/** Who of the workspace answers, and who only receives. */
export function PeoplePicker({
  parts,
  onChange,
}: {
  parts: ReadonlyMap<UserId, Part>;
  onChange: (parts: ReadonlyMap<UserId, Part>) => void;
}) {
  const members = useQuery(queries.members.list.queryOptions());
  const [search, setSearch] = useState('');
  const people = members.data ?? [];
  const shown = people.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  function set(id: UserId, part: string): void {
    const next = new Map(parts);
    if (part === 'participant' || part === 'observer') next.set(id, part);
    else next.delete(id);
    onChange(next);
  }
  return (
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
        {shown.map(({ id, name }) => (
          <li
            key={id}
            className="flex min-h-11 items-center gap-3 border-b border-line px-3 py-1.5 last:border-0"
          >
            <Avatar name={name} />
            <span className="min-w-0 flex-1 truncate text-ui">{name}</span>
            <select
              aria-label={`Part of ${name}`}
              className={`${inputClass} h-9 w-auto pr-8`}
              value={parts.get(id) ?? ''}
              onChange={(event) => set(id, event.target.value)}
            >
              <option value="">Not in it</option>
              <option value="participant">Answers</option>
              <option value="observer">Receives</option>
            </select>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
