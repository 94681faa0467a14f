import { useQuery } from '@tanstack/react-query';
import { Check, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Blocker } from '#shared/blockers.ts';
import type { EditionId, UserId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';

/** “since 2 editions”. */
export function carriedText(editionsSince: number): string {
  if (editionsSince === 0) return 'new';
  return editionsSince === 1 ? 'since the last edition' : `since ${editionsSince} editions`;
}

/** One blocker as it stands: who raised it, since when, who clears it; closed and opened again by whoever may. */
export function BlockerLine({ blocker, editionId }: { blocker: Blocker; editionId: EditionId }) {
  const { id, text, closedAt, closedBy, owner, canChange } = blocker;
  const [isBusy, setBusy] = useState(false);
  const isClosed = closedAt !== null;
  async function change(part: { isClosed?: boolean; ownerId?: UserId | null }): Promise<void> {
    setBusy(true);
    try {
      const changed = await api.blockers.change({ id, ...part });
      queryClient.setQueryData(
        queries.blockers.list.queryKey({ input: { id: editionId } }),
        (all: Blocker[] | undefined) =>
          all?.map((one) => (one.id === id ? { ...changed, editionsSince: one.editionsSince } : one)),
      );
      if (part.isClosed)
        showToast('Closed: it is carried over no longer.', {
          action: { label: 'Undo', run: () => void change({ isClosed: false }) },
        });
    } catch (error) {
      showToast(errorText(error).message, { isError: true });
    } finally {
      setBusy(false);
      await queryClient.invalidateQueries({ queryKey: queries.blockers.key() });
    }
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 py-2">
      <div className="min-w-0 flex-1 basis-56">
        <p className={cx('wrap-anywhere text-ui', isClosed && 'text-dim line-through')}>{text}</p>
        <p className="text-[0.8125rem] text-dim">
          {blocker.raisedBy.name} · {carriedText(blocker.editionsSince)}
          {isClosed
            ? ` · closed by ${closedBy?.name ?? 'somebody'}`
            : !canChange && owner && ` · ${owner.name} clears it`}
        </p>
      </div>
      {canChange && !isClosed && (
        <Owner owner={owner} text={text} isBusy={isBusy} onChange={(ownerId) => void change({ ownerId })} />
      )}
      {canChange && (
        <Button
          size="small"
          isBusy={isBusy}
          aria-label={`${isClosed ? 'Open again' : 'Close'}: ${text}`}
          onClick={() => void change({ isClosed: !isClosed })}
        >
          {isClosed ? <RotateCcw className="size-3.5" /> : <Check className="size-3.5" />}
          {isClosed ? 'Open again' : 'Close'}
        </Button>
      )}
    </li>
  );
}

function Owner(props: {
  owner: Blocker['owner'];
  text: string;
  isBusy: boolean;
  onChange: (ownerId: UserId | null) => void;
}) {
  const members = useQuery(queries.members.list.queryOptions());
  const { owner } = props;
  const others = (members.data ?? []).filter(({ id }) => id !== owner?.id);
  return (
    <select
      aria-label={`Who clears: ${props.text}`}
      className={`${inputClass} h-8 w-auto max-w-44 pr-8 text-ui coarse:h-11`}
      disabled={props.isBusy}
      value={owner?.id ?? ''}
      onChange={(event) => props.onChange((event.target.value || null) as UserId | null)}
    >
      <option value="">Nobody yet</option>
      {owner && <option value={owner.id}>{owner.name}</option>}
      {others.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
