import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { UserId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { namedIn, type Parts } from './people-picker.tsx';

/** Who would speak, next first: in the chosen order, and then who was not there when it was chosen. */
export function useSpeakers(parts: Parts, order: readonly UserId[] | null): UserId[] {
  const groups = useQuery(queries.groups.list.queryOptions());
  const asked = parts.audiences.filter(({ part }) => part === 'participant');
  const inGroups = (groups.data ?? [])
    .filter(({ id }) => asked.some((audience) => audience.id === id))
    .flatMap((group) => group.members.map(({ id }) => id));
  const here = new Set([
    ...namedIn(parts, 'participant'),
    ...inGroups.filter((id) => parts.people.get(id) !== 'observer'),
  ]);
  return [...(order ?? []).filter((id) => here.has(id)), ...[...here].filter((id) => !order?.includes(id))];
}

/** Everybody answers, or one after the other speaks, in this order. */
export function RotationEditor({
  speakers,
  isRotating,
  onChange,
}: {
  speakers: readonly UserId[];
  isRotating: boolean;
  /** Null: everybody answers. */
  onChange: (order: readonly UserId[] | null) => void;
}) {
  const members = useQuery(queries.members.list.queryOptions());
  const nameOf = (id: UserId) => members.data?.find((person) => person.id === id)?.name ?? '…';
  function move(index: number, by: number): void {
    const next = [...speakers];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    onChange(next);
  }
  return (
    <fieldset>
      <label className="flex min-h-11 items-center gap-2 text-ui font-medium">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isRotating}
          onChange={(event) => onChange(event.target.checked ? speakers : null)}
        />
        One speaks each time, the others watch
      </label>
      {isRotating && (
        <>
          <ol aria-label="Order of speakers" className="rounded-xl border border-line">
            {speakers.map((id, i) => (
              <li
                key={id}
                className="flex min-h-11 items-center gap-3 border-b border-line px-3 py-1 last:border-0"
              >
                <span className="numbers w-4 text-right text-[0.8125rem] text-dim">{i + 1}</span>
                <Avatar name={nameOf(id)} />
                <span className="min-w-0 flex-1 truncate text-ui">{nameOf(id)}</span>
                <IconButton label={`Move ${nameOf(id)} up`} disabled={i === 0} onClick={() => move(i, -1)}>
                  <ArrowUp className="size-4" />
                </IconButton>
                <IconButton
                  label={`Move ${nameOf(id)} down`}
                  disabled={i === speakers.length - 1}
                  onClick={() => move(i, 1)}
                >
                  <ArrowDown className="size-4" />
                </IconButton>
              </li>
            ))}
            {speakers.length === 0 && (
              <li className="p-3 text-center text-ui text-dim">Choose who answers first.</li>
            )}
          </ol>
          <p className="mt-1.5 text-[0.8125rem] text-dim">
            Who is away keeps their turn for when they are back. Who joins later comes last.
          </p>
        </>
      )}
    </fieldset>
  );
}
