import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';

/** Who clears a blocker: somebody of the workspace, or nobody yet. */
export function OwnerSelect(props: {
  label: string;
  ownerId: UserId | null;
  /** Where the owner is no member any more. */
  ownerName?: string | undefined;
  isBusy?: boolean;
  className?: string;
  onChange: (ownerId: UserId | null) => void;
}) {
  const { ownerId } = props;
  const members = useQuery(queries.members.list.queryOptions());
  // With thousands of members, and a dozen of these on a page, only the one that is used has them all.
  const [isUsed, setUsed] = useState(false);
  const owner = members.data?.find(({ id }) => id === ownerId);
  const shown = isUsed ? (members.data ?? []) : owner ? [owner] : [];
  return (
    <span className={cx('block', props.className)}>
      <select
        aria-label={props.label}
        className={`${inputClass} h-9 pr-8 text-ui coarse:h-11`}
        disabled={props.isBusy}
        value={ownerId ?? ''}
        onFocus={() => setUsed(true)}
        onPointerDown={() => setUsed(true)}
        onChange={(event) => props.onChange((event.target.value || null) as UserId | null)}
      >
        <option value="">Nobody yet</option>
        {ownerId && !owner && <option value={ownerId}>{props.ownerName ?? '…'}</option>}
        {shown.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
