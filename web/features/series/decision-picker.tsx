import { useQuery } from '@tanstack/react-query';
import { Gavel } from 'lucide-react';
import { useState } from 'react';
import type { Decision } from '#shared/decisions.ts';
import { queries } from '../../api/client.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { inputClass } from '../../ui/field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { useDebounced } from '../../ui/use-debounced.ts';

/** Something that was decided, found by the title of its video or by its outcome. */
export function DecisionPicker(props: {
  linked: readonly Decision[];
  onPick: (decision: Decision) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 200);
  const found = useQuery({
    ...queries.answering.decisions.queryOptions({ input: { q } }),
    placeholderData: (before) => before,
  });
  const isLinked = ({ requestId }: Decision) => props.linked.some((one) => one.requestId === requestId);
  const decisions = found.data?.filter((decision) => !isLinked(decision));
  return (
    <Dialog isOpen onClose={props.onClose} title="Link a decision">
      <input
        type="search"
        aria-label="Search decisions"
        placeholder="Search by title or outcome"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={`${inputClass} mb-3 h-10`}
      />
      {found.error ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !decisions ? (
        <Skeleton className="h-40" />
      ) : decisions.length === 0 ? (
        <EmptyState
          icon={<Gavel className="size-5" />}
          title={q ? 'Nothing found' : 'Nothing was decided yet'}
        >
          {q
            ? 'Try fewer or other words.'
            : 'Ask people on a video to decide between options: what they choose appears here.'}
        </EmptyState>
      ) : (
        <ul aria-label="Decisions" className="-mx-2 max-h-[55dvh] overflow-y-auto">
          {decisions.map((decision) => (
            <li key={decision.requestId}>
              <button
                type="button"
                onClick={() => props.onPick(decision)}
                className="flex w-full items-center gap-3 rounded-lg p-2 text-left hover:bg-hover coarse:min-h-11"
              >
                <Gavel className="size-4 shrink-0 text-dim" />
                <span className="min-w-0 flex-1">
                  <span className="line-clamp-2 wrap-anywhere text-ui">
                    {decision.title}: <strong className="font-medium">{decision.option}</strong>
                  </span>
                  <span className="block text-[0.8125rem] text-dim">
                    {decision.decidedBy.name}, <TimeAgo at={decision.decidedAt} />
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
