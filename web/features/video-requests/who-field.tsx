import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/states.tsx';

/** Members of the workspace, or somebody without an account. */
export function WhoField(props: {
  isGuest: boolean;
  onGuest: (isGuest: boolean) => void;
  ids: ReadonlySet<UserId>;
  onIds: (ids: ReadonlySet<UserId>) => void;
  meId: UserId | undefined;
}) {
  const { isGuest, ids } = props;
  return (
    <fieldset>
      <legend className="mb-1.5 text-ui font-medium">Who</legend>
      <div className="mb-2 flex flex-wrap gap-x-5">
        {[false, true].map((guest) => (
          <label key={String(guest)} className="flex min-h-9 items-center gap-2 text-ui coarse:min-h-11">
            <input
              type="radio"
              name="who"
              className="size-4 accent-accent"
              checked={isGuest === guest}
              onChange={() => props.onGuest(guest)}
            />
            {guest ? 'A guest, by a link' : 'Members'}
          </label>
        ))}
      </div>
      {!isGuest && <MemberList ids={ids} onIds={props.onIds} meId={props.meId} />}
    </fieldset>
  );
}

function MemberList({
  ids,
  onIds,
  meId,
}: {
  ids: ReadonlySet<UserId>;
  onIds: (ids: ReadonlySet<UserId>) => void;
  meId: UserId | undefined;
}) {
  const members = useQuery(queries.members.list.queryOptions());
  const [search, setSearch] = useState('');
  const people = (members.data ?? []).filter(({ id }) => id !== meId);
  const shown = people.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  if (members.data && people.length === 0)
    return <p className="text-ui text-dim">Nobody else is here yet. Invite somebody, or ask a guest.</p>;
  return (
    <>
      {people.length > 6 && (
        <input
          aria-label="Search people"
          placeholder="Search people"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className={`${inputClass} mb-2 h-9`}
        />
      )}
      <ul className="max-h-48 overflow-y-auto rounded-xl border border-line">
        {!members.data && <Skeleton className="m-2 h-10" />}
        {shown.map(({ id, name }) => (
          <li key={id} className="border-b border-line last:border-0">
            <label className="flex min-h-11 cursor-pointer items-center gap-3 px-3 text-ui hover:bg-hover">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={ids.has(id)}
                onChange={({ target }) => {
                  const next = new Set(ids);
                  if (target.checked) next.add(id);
                  else next.delete(id);
                  onIds(next);
                }}
              />
              <Avatar name={name} /> <span className="truncate">{name}</span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
