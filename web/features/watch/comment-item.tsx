import { Check, CornerDownRight, MoreHorizontal, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Comment } from '#shared/comments.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { errorText } from '../../api/api-error.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { inputClass } from '../../ui/field.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toast.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { CommentText } from './comment-text.tsx';
import type { Comments } from './use-comments.ts';

/** A thread: its comment, the replies, and a place to reply. */
export function Thread(props: {
  thread: Comment;
  replies: Comment[];
  comments: Comments;
  isActive: boolean;
  onSeek: (ms: number) => void;
}) {
  const { thread, replies, comments, onSeek } = props;
  const [isReplying, setReplying] = useState(false);
  const isResolved = thread.resolvedAt !== null;
  return (
    <li
      id={`comment-${thread.id}`}
      className={cx(
        'group/thread border-b border-line px-4 py-3.5 transition-colors duration-150 last:border-0',
        props.isActive && 'bg-accent-soft/60',
      )}
    >
      <CommentBody comment={thread} comments={comments} onSeek={onSeek} />
      {replies.length > 0 && (
        <ul className="mt-3 space-y-3 border-l-2 border-line pl-3.5">
          {replies.map((reply) => (
            <li key={reply.id} id={`comment-${reply.id}`}>
              <CommentBody comment={reply} comments={comments} onSeek={onSeek} />
            </li>
          ))}
        </ul>
      )}
      {isReplying ? (
        <TextForm
          label="Reply"
          submit="Reply"
          onCancel={() => setReplying(false)}
          onSubmit={async (text) => {
            await comments.send(text, null, thread.id);
            setReplying(false);
          }}
        />
      ) : (
        <div className="mt-1.5 -ml-2 flex gap-1">
          <Button look="quiet" size="small" onClick={() => setReplying(true)}>
            <CornerDownRight className="size-3.5" /> Reply
          </Button>
          <Button
            look="quiet"
            size="small"
            onClick={() => (isResolved ? comments.reopen(thread) : comments.resolve(thread))}
          >
            {isResolved ? <RotateCcw className="size-3.5" /> : <Check className="size-3.5" />}
            {isResolved ? 'Reopen' : 'Resolve'}
          </Button>
        </div>
      )}
    </li>
  );
}

function CommentBody({
  comment,
  comments,
  onSeek,
}: {
  comment: Comment;
  comments: Comments;
  onSeek: (ms: number) => void;
}) {
  const [isEditing, setEditing] = useState(false);
  const { atMs } = comment;
  return (
    <article>
      <header className="flex min-h-7 items-center gap-2">
        <Avatar name={comment.author.name} />
        <span className="truncate text-ui font-semibold">{comment.author.name}</span>
        <span className="shrink-0 text-xs text-faint">
          <TimeAgo at={comment.createdAt} />
          {comment.editedAt && ' · edited'}
        </span>
        <span className="flex-1" />
        {comment.resolvedAt && <span className="text-xs font-medium text-good">Resolved</span>}
        {(comment.canEdit || comment.canRemove) && (
          <Menu
            trigger={
              <IconButton label="More" className="size-7">
                <MoreHorizontal className="size-4" />
              </IconButton>
            }
          >
            {comment.canEdit && (
              <MenuItem icon={<Pencil className="size-4" />} onSelect={() => setEditing(true)}>
                Edit
              </MenuItem>
            )}
            {comment.canRemove && (
              <MenuItem
                isDanger
                icon={<Trash2 className="size-4" />}
                onSelect={() => comments.remove(comment)}
              >
                Delete
              </MenuItem>
            )}
          </Menu>
        )}
      </header>
      <div className="mt-1 pl-9">
        {isEditing ? (
          <TextForm
            label="Edit comment"
            submit="Save"
            initial={comment.body}
            onCancel={() => setEditing(false)}
            onSubmit={async (text) => {
              await comments.edit(comment, text);
              setEditing(false);
            }}
          />
        ) : (
          <>
            {atMs !== null && (
              <button
                type="button"
                onClick={() => onSeek(atMs)}
                className="numbers mb-1 inline-block rounded-md bg-accent-soft px-1.5 py-0.5 text-xs font-semibold text-accent-text hover:underline"
              >
                {formatTimecode(atMs)}
              </button>
            )}
            <CommentText text={comment.body} onSeek={onSeek} />
          </>
        )}
      </div>
    </article>
  );
}

/** A small form of one text: Ctrl Enter sends, Escape cancels; what was typed stays when sending fails. */
export function TextForm(props: {
  label: string;
  submit: string;
  initial?: string;
  onSubmit: (text: string) => Promise<unknown>;
  onCancel: () => void;
}) {
  const [text, setText] = useState(props.initial ?? '');
  const [isBusy, setBusy] = useState(false);
  async function submit(): Promise<void> {
    if (!text.trim() || isBusy) return;
    setBusy(true);
    await props
      .onSubmit(text.trim())
      .catch((error: unknown) => showToast(errorText(error).message, { isError: true }));
    setBusy(false);
  }
  return (
    <form
      className="mt-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        autoFocus
        aria-label={props.label}
        rows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
          if (event.key === 'Escape') props.onCancel();
        }}
        className={cx(inputClass, 'resize-y py-2')}
      />
      <div className="mt-2 flex justify-end gap-2">
        <Button look="quiet" size="small" onClick={props.onCancel}>
          Cancel
        </Button>
        <Button look="primary" size="small" type="submit" isBusy={isBusy} disabled={!text.trim()}>
          {props.submit}
        </Button>
      </div>
    </form>
  );
}
