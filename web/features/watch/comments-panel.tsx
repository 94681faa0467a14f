import { MessageSquare } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Comment } from '#shared/comments.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { errorText } from '../../api/api-error.ts';
import { usePlayer, type PlayerStore } from '../../player/player-store.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Thread } from './comment-item.tsx';
import type { Comments } from './use-comments.ts';

/** A thread is lit while the picture is within this of its place. */
const NEAR_MS = 2000;

export function CommentsPanel({
  store,
  comments,
  focusId,
}: {
  store: PlayerStore;
  comments: Comments;
  focusId: string | null;
}) {
  const [showsResolved, setShowsResolved] = useState(true);
  const second = usePlayer(store, (state) => Math.floor(state.positionMs / 500) * 500);
  const all = comments.comments;
  const threads = all?.filter((comment) => comment.parentId === null) ?? [];
  const open = threads.filter((thread) => thread.resolvedAt === null);
  const shown = showsResolved ? threads : open;

  useEffect(() => {
    if (focusId && all)
      document.getElementById(`comment-${focusId}`)?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  }, [focusId, all]);

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {threads.length > 0 && open.length < threads.length && (
        <label className="flex items-center gap-2 border-b border-line px-4 py-2 text-[0.8125rem] text-dim">
          <input
            type="checkbox"
            className="accent-accent"
            checked={showsResolved}
            onChange={(event) => setShowsResolved(event.target.checked)}
          />
          Show resolved ({threads.length - open.length})
        </label>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto" tabIndex={-1}>
        {comments.error ? (
          <ErrorState error={comments.error} onRetry={() => void comments.refetch()} />
        ) : !all ? (
          <div className="space-y-4 p-4">
            <Skeleton className="h-16" />
            <Skeleton className="h-16" />
          </div>
        ) : shown.length === 0 ? (
          <EmptyState
            icon={<MessageSquare className="size-5" />}
            title={threads.length > 0 ? 'Everything is resolved' : 'No comments yet'}
          >
            {threads.length > 0
              ? 'Tick “Show resolved” to see what was said.'
              : 'Pause where you have something to say and write it below. It stays pinned to that moment.'}
          </EmptyState>
        ) : (
          <ul>
            {shown.map((thread) => (
              <Thread
                key={thread.id}
                thread={thread}
                replies={all.filter((comment) => comment.parentId === thread.id)}
                comments={comments}
                isActive={
                  thread.id === focusId ||
                  (thread.atMs !== null && Math.abs(thread.atMs - second) < NEAR_MS && second > 0)
                }
                onSeek={(ms) => store.seek(ms)}
              />
            ))}
          </ul>
        )}
      </div>
      <Composer store={store} comments={comments} />
    </div>
  );
}

/** Takes the time when typing starts, so that the comment stays where it was meant however long the sentence gets. */
function Composer({ store, comments }: { store: PlayerStore; comments: Comments }) {
  const [text, setText] = useState('');
  const [pinnedMs, setPinnedMs] = useState<number | null>(null);
  const [isOnWhole, setOnWhole] = useState(false);
  const positionMs = usePlayer(store, (state) => Math.floor(state.positionMs / 250) * 250);
  const box = useRef<HTMLTextAreaElement>(null);
  const atMs = pinnedMs ?? positionMs;

  async function send(): Promise<void> {
    const body = text.trim();
    if (!body) return;
    setText('');
    setPinnedMs(null);
    await comments
      .send(body, isOnWhole ? null : Math.round(atMs), null as Comment['parentId'])
      .catch((error: unknown) => {
        setText(body);
        setPinnedMs(atMs);
        showToast(errorText(error).message, { isError: true });
      });
    box.current?.focus();
  }

  return (
    <form
      className="border-t border-line bg-raised p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={box}
        rows={2}
        aria-label="Write a comment"
        placeholder="Write a comment…"
        value={text}
        onChange={(event) => {
          if (!text && event.target.value) {
            store.pause();
            setPinnedMs(Math.round(store.get().positionMs));
          }
          if (!event.target.value) setPinnedMs(null);
          setText(event.target.value);
        }}
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void send()}
        className={cx(inputClass, 'resize-none py-2')}
      />
      <div className="mt-2 flex items-center justify-between gap-2">
        <button
          type="button"
          aria-pressed={!isOnWhole}
          title="Pin it to this moment, or say it of the whole video"
          onClick={() => setOnWhole(!isOnWhole)}
          className={cx(
            'numbers rounded-lg px-2 py-1 text-[0.8125rem] font-medium transition-colors coarse:min-h-11',
            isOnWhole ? 'bg-sunken text-dim' : 'bg-accent-soft text-accent-text',
          )}
        >
          {isOnWhole ? 'On the whole video' : `At ${formatTimecode(atMs)}`}
        </button>
        <Button type="submit" look="primary" disabled={!text.trim()} isBusy={comments.isSending}>
          Comment
        </Button>
      </div>
    </form>
  );
}
