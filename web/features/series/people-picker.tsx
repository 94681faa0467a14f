import { useQuery } from '@tanstack/react-query';
import { Hash, UsersRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { UserId } from '#shared/ids.ts';
import type { Series, SeriesAudience } from '#shared/series.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/states.tsx';

export type Part = SeriesAudience['part'];

/** Who takes part: people by themselves, and groups and spaces as a whole. */
export interface Parts {
  people: ReadonlyMap<UserId, Part>;
  audiences: readonly SeriesAudience[];
}

/** More than these are found by writing. */
const MOST_SHOWN = 200;

export function partsOf(series: Series | undefined): Parts {
  const named = new Set(series?.namedIds);
  const inPart = (people: Series['participants'] = [], part: Part) =>
    people.filter(({ id }) => named.has(id)).map(({ id }) => [id, part] as const);
  return {
    people: new Map([
      ...inPart(series?.observers, 'observer'),
      ...inPart(series?.participants, 'participant'),
    ]),
    audiences: series?.audiences ?? [],
  };
}

/** Those who are asked by themselves. */
export const namedIn = ({ people }: Parts, part: Part) =>
  [...people].filter(([, own]) => own === part).map(([id]) => id);

/** Who of the workspace answers, and who only receives. */
export function PeoplePicker({ parts, onChange }: { parts: Parts; onChange: (parts: Parts) => void }) {
  const members = useQuery(queries.members.list.queryOptions());
  const groups = useQuery(queries.groups.list.queryOptions());
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const [search, setSearch] = useState('');
  const isFound = ({ name }: { name: string }) => name.toLowerCase().includes(search.trim().toLowerCase());
  const shown = (members.data ?? []).filter(isFound);
  const all = [...(members.data ?? []), ...(groups.data ?? []), ...(spaces.data ?? [])];
  function setPerson(id: UserId, part: Part | null): void {
    const people = new Map(parts.people);
    if (part) people.set(id, part);
    else people.delete(id);
    onChange({ ...parts, people });
  }
  const audienceIn = (id: string) => parts.audiences.find((one) => one.id === id)?.part ?? null;
  function setAudience(audience: SeriesAudience | null, id: string): void {
    const others = parts.audiences.filter((one) => one.id !== id);
    onChange({ ...parts, audiences: audience ? [...others, audience] : others });
  }
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
        {groups.data?.filter(isFound).map(({ id, name, members: inside }) => (
          <Row
            key={id}
            icon={<UsersRound className="size-4" />}
            name={name}
            hint={`Group of ${inside.length}`}
            part={audienceIn(id)}
            onChange={(part) => setAudience(part && { kind: 'group', id, part }, id)}
          />
        ))}
        {spaces.data?.filter(isFound).map(({ id, name, visibility }) => (
          <Row
            key={id}
            icon={<Hash className="size-4" />}
            name={name}
            hint={visibility === 'open' ? 'Open space: everybody' : 'Space: its members'}
            part={audienceIn(id)}
            onChange={(part) => setAudience(part && { kind: 'space', id, part }, id)}
          />
        ))}
        {shown.slice(0, MOST_SHOWN).map(({ id, name }) => (
          <Row
            key={id}
            icon={<Avatar name={name} />}
            name={name}
            part={parts.people.get(id) ?? null}
            onChange={(part) => setPerson(id, part)}
          />
        ))}
        {shown.length > MOST_SHOWN && (
          <li className="p-3 text-center text-[0.8125rem] text-dim">
            {shown.length - MOST_SHOWN} more: write a part of the name.
          </li>
        )}
        {members.data && all.length > 0 && !all.some(isFound) && (
          <li className="p-3 text-center text-ui text-dim">Nobody has that name.</li>
        )}
      </ul>
      <p className="mt-1.5 text-[0.8125rem] text-dim">
        Whoever is in a group or space when an edition opens is asked. What you choose for one person counts
        more.
      </p>
    </fieldset>
  );
}

function Row(props: {
  icon: ReactNode;
  name: string;
  hint?: string;
  part: Part | null;
  onChange: (part: Part | null) => void;
}) {
  return (
    <li className="flex min-h-11 items-center gap-3 border-b border-line px-3 py-1.5 last:border-0">
      <span className="flex size-7 shrink-0 items-center justify-center text-dim">{props.icon}</span>
      <span className="min-w-0 flex-1 text-ui">
        <span className="block truncate">{props.name}</span>
        {props.hint && <span className="block truncate text-[0.8125rem] text-dim">{props.hint}</span>}
      </span>
      <span className="w-32 shrink-0">
        <select
          aria-label={`Part of ${props.name}`}
          className={`${inputClass} h-9 pr-8`}
          value={props.part ?? ''}
          onChange={(event) => {
            const { value } = event.target;
            props.onChange(value === 'participant' || value === 'observer' ? value : null);
          }}
        >
          <option value="">Not in it</option>
          <option value="participant">Answers</option>
          <option value="observer">Receives</option>
        </select>
      </span>
    </li>
  );
}
