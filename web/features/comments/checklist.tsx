import { ArrowLeft, ArrowRight, Check, CheckCheck, RotateCcw, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState, Progress } from '../../ui/states.tsx';
import { Thread, type CommentActions } from './comment-item.tsx';
import { useReview, type ReviewStore } from './review-store.ts';
import type { Thread as ThreadOf } from './thread-filter.ts';
import { neighbour, nextOpen, resolvedIn, worklistOf } from './worklist.ts';

/** The open threads one at a time: each is shown, or its range played, and the next one comes when it is resolved. */
export function Checklist({
  review,
  actions,
  threads,
}: {
  review: ReviewStore;
  actions: CommentActions;
  threads: readonly ThreadOf[];
}) {
  const { comments, onShow } = actions;
  const focusId = useReview(review, (state) => state.focusId);
  const seenIds = useSeen(threads);
  const list = useMemo(() => worklistOf(threads, seenIds), [threads, seenIds]);
  const at = list.findIndex(({ thread }) => thread.id === focusId);
  const current = list[at] ?? null;
  const resolved = resolvedIn(list);
  const isOver = resolved === list.length;
  const leave = () => review.change({ isChecklist: false });

  const play = (next: ThreadOf | null) => {
    if (next) onShow(next.thread);
  };
  const resolve = () => {
    if (!current || !mayResolve(current, actions)) return;
    if (current.thread.resolvedAt !== null) return comments.reopen(current.thread);
    const next = nextOpen(list, current.thread.id);
    comments.resolve(current.thread);
    play(next);
  };

  // Where nothing of the list is looked at, or what was looked at is gone: the first that is open.
  const first = current ? null : (nextOpen(list, null)?.thread ?? null);
  useEffect(() => {
    if (first) onShow(first);
  }, [first, onShow]);

  useKeys({
    n: () => play(nextOpen(list, focusId)),
    p: () => play(neighbour(list, focusId, -1)),
    r: resolve,
    Escape: leave,
  });

  return (
    <section className="flex min-h-0 flex-1 flex-col" aria-label="Checklist of open threads">
      <header className="border-b border-line px-3 py-2">
        <div className="flex items-center gap-2">
          <h2 className="numbers flex-1 text-ui font-semibold" aria-live="polite">
            {isOver ? 'All resolved' : `${Math.max(0, at) + 1} of ${list.length}`}
          </h2>
          <span className="numbers text-[0.8125rem] text-dim">
            {resolved} of {list.length} resolved
          </span>
          <IconButton label="Back to all threads (Esc)" onClick={leave}>
            <X className="size-4" />
          </IconButton>
        </div>
        <div className="mt-1.5">
          <Progress
            percent={list.length === 0 ? 100 : (resolved / list.length) * 100}
            label="Resolved threads"
          />
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto max-lg:order-2" tabIndex={-1}>
        {isOver && (
          <EmptyState
            icon={<CheckCheck className="size-5" />}
            title="All resolved"
            action={<Button onClick={leave}>Show all threads</Button>}
          >
            Nothing is left to do here. New threads show up by themselves.
          </EmptyState>
        )}
        {current && (
          <Thread
            key={current.thread.id}
            thread={current.thread}
            replies={current.replies}
            actions={actions}
            isActive={false}
            isFocused={false}
          />
        )}
      </div>
      <div className="flex items-center gap-1.5 border-line bg-raised p-2.5 max-lg:order-1 max-lg:border-b lg:border-t">
        <Button size="small" disabled={at <= 0} onClick={() => play(neighbour(list, focusId, -1))}>
          <ArrowLeft className="size-4" /> Previous
        </Button>
        <Button
          size="small"
          disabled={nextOpen(list, focusId) === null}
          onClick={() => play(nextOpen(list, focusId))}
        >
          Next <ArrowRight className="size-4" />
        </Button>
        <span className="flex-1" />
        {current && mayResolve(current, actions) && (
          <Button size="small" look="primary" onClick={resolve} aria-keyshortcuts="r">
            {current.thread.resolvedAt === null ? (
              <>
                <Check className="size-4" /> Resolve & next
              </>
            ) : (
              <>
                <RotateCcw className="size-4" /> Reopen
              </>
            )}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Guests resolve their own threads alone. */
function mayResolve({ thread }: ThreadOf, { canComment, isGuest }: CommentActions): boolean {
  return canComment && (!isGuest || thread.canEdit);
}

/** Ids of all threads that were open at some time since this was opened. */
function useSeen(threads: readonly ThreadOf[]): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set());
  const fresh = threads
    .filter(({ thread }) => thread.resolvedAt === null && !seen.has(thread.id))
    .map(({ thread }) => thread.id);
  if (fresh.length > 0) setSeen(new Set([...seen, ...fresh]));
  return seen;
}

/** Goes before the keys of the page, which mean all threads. */
function useKeys(keys: Record<string, () => void>): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (target.closest('input:not([type=range]), textarea, select, [role=dialog], [role=menu]')) return;
      const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!action) return;
      event.preventDefault();
      action();
    }
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  });
}
