import { Check, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Blocker } from '#shared/blockers.ts';
import type { EditionId, UserId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { showToast } from '../../ui/toast.tsx';
import { OwnerSelect } from './owner-select.tsx';

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
        <OwnerSelect
          label={`Who clears: ${text}`}
          className="w-44"
          ownerId={owner?.id ?? null}
          ownerName={owner?.name}
          isBusy={isBusy}
          onChange={(ownerId) => void change({ ownerId })}
        />
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
