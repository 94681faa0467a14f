import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Blocker, BlockerItem } from '#shared/blockers.ts';
import type { BlockerId } from '#shared/ids.ts';
import type { Edition, Prompt } from '#shared/series.ts';
import { queries } from '../../api/client.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { BlockerLine } from './blocker-line.tsx';
import type { EntryDraft } from './entry-draft.ts';
import { OwnerSelect } from './owner-select.tsx';

const MOST = 20;

/** What is in my way: what is still open from before, and what comes with this answer. */
export function BlockersField(props: {
  edition: Edition;
  prompt: Prompt;
  draft: EntryDraft;
  onChange: (draft: EntryDraft) => void;
}) {
  const { edition, prompt, draft, onChange } = props;
  const known = useQuery(queries.blockers.list.queryOptions({ input: { id: edition.id } }));
  const me = useQuery(queries.accounts.me.queryOptions());
  const added = useRef<BlockerId | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const meId = me.data?.user.id;
  const all = known.data ?? [];
  const own = all.filter(({ raisedIn, raisedBy }) => raisedIn === edition.id && raisedBy.id === meId);
  const items = draft.blockers ?? own.filter(({ closedAt }) => closedAt === null).map(itemOf);
  const carried = all.filter(
    (blocker) =>
      blocker.raisedIn !== edition.id && (blocker.raisedBy.id === meId || blocker.owner?.id === meId),
  );
  const set = (blockers: readonly BlockerItem[]) => onChange({ ...draft, blockers });
  const change = (id: BlockerId, part: Partial<BlockerItem>) =>
    set(items.map((item) => (item.id === id ? { ...item, ...part } : item)));
  useEffect(() => {
    if (!added.current) return;
    box.current?.querySelector<HTMLInputElement>(`[data-blocker="${added.current}"]`)?.focus();
    added.current = null;
  });
  function add(): void {
    const id = crypto.randomUUID() as BlockerId;
    added.current = id;
    set([...items, { id, promptId: prompt.id, text: '', ownerId: null }]);
  }
  const shown = items.filter(({ promptId }) => promptId === prompt.id);
  return (
    <div
      ref={box}
      role="group"
      aria-label={`Blockers under “${prompt.text}”`}
      className="rounded-xl border border-line bg-raised p-3"
    >
      <p className="mb-1 text-[0.8125rem] text-dim">In the way: carried over until somebody closes it.</p>
      {carried.length > 0 && (
        <ul aria-label="Still open" className="mb-2 divide-y divide-line">
          {carried.map((blocker) => (
            <BlockerLine key={blocker.id} blocker={blocker} editionId={edition.id} />
          ))}
        </ul>
      )}
      <ul className="space-y-2">
        {shown.map((item, i) => (
          <li key={item.id} className="flex flex-wrap items-center gap-2">
            <input
              aria-label={`Blocker ${i + 1}`}
              data-blocker={item.id}
              className={`${inputClass} h-9 min-w-0 flex-1 max-sm:basis-full coarse:h-11`}
              placeholder="What is in the way?"
              maxLength={500}
              value={item.text}
              onChange={(event) => change(item.id, { text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                if (item.text.trim()) add();
              }}
            />
            <OwnerSelect
              label={`Who clears blocker ${i + 1}`}
              className="min-w-0 flex-1 sm:w-48 sm:flex-none"
              ownerId={item.ownerId}
              onChange={(ownerId) => change(item.id, { ownerId })}
            />
            <IconButton
              label={`Remove blocker ${i + 1}`}
              onClick={() => set(items.filter(({ id }) => id !== item.id))}
            >
              <X className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
      {shown.length < MOST && (
        <Button look="quiet" size="small" className="mt-1" disabled={!known.data || !me.data} onClick={add}>
          <Plus className="size-4" /> Add a blocker
        </Button>
      )}
    </div>
  );
}

function itemOf({ id, promptId, text, owner }: Blocker): BlockerItem {
  return { id, promptId, text, ownerId: owner?.id ?? null };
}
