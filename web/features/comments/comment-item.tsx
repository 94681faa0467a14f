import {
  CalendarClock,
  Check,
  CornerDownRight,
  History,
  Link2,
  MoreHorizontal,
  Pencil,
  PenLine,
  RotateCcw,
  SlidersHorizontal,
  SquareDashed,
  Trash2,
  UserRound,
} from 'lucide-react';
import { useState } from 'react';
import type { Comment } from '#shared/comments.ts';
import { frameOfMs, type FrameRate } from '#shared/frames.ts';
import { formatTimecode } from '#shared/timecode.ts';
import type { PlayerStore } from '../../player/player-store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { FromVersion } from '../versions/from-version.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { copyText } from '../../ui/copy-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Badge } from '../../ui/states.tsx';
import { shortTime, TimeAgo } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import { AttachmentList } from './attachment-list.tsx';
import { LABELS } from './comment-labels.ts';
import { CommentText } from './comment-text.tsx';
import type { Nameable } from './mention-draft.ts';
import { ReactionRow, ReactMenu } from './reaction-row.tsx';
import { AnswerForm } from './answer-form.tsx';
import type { ReplyDrafts } from './reply-drafts.ts';
import { ReplyPlayer } from './reply-player.tsx';
import { TextForm } from './text-form.tsx';
import { DetailsDialog, HistoryDialog } from './thread-dialogs.tsx';
import type { Comments } from './use-comments.ts';

/** What a comment can do besides being read. */
export interface CommentActions {
  comments: Comments;
  meId: string;
  /** Reply, react and draw. */
  canComment: boolean;
  /** Guests resolve their own threads alone. */
  isGuest: boolean;
  candidates: readonly Nameable[];
  player: PlayerStore;
  /** Recorded replies that are not sent yet; null: nobody records here. */
  replyDrafts: ReplyDrafts | null;
  frameRate: FrameRate;
  /** The number of the version that is seen. */
  version: number;
  onSeek: (ms: number) => void;
  /** Shows its frame, or plays its range. */
  onShow: (comment: Comment) => void;
  onDraw: (comment: Comment) => void;
  /** The address that leads back here. */
  linkTo: (comment: Comment) => string;
}

/** A thread: its comment, the replies, and a place to reply. */
export function Thread(props: {
  thread: Comment;
  replies: Comment[];
  actions: CommentActions;
  isActive: boolean;
  isFocused: boolean;
}) {
  const { thread, replies, actions } = props;
  const { comments } = actions;
  const { replyDrafts } = actions;
  const [isReplying, setReplying] = useState(() => replyDrafts?.has(thread.id) === true);
  const isResolved = thread.resolvedAt !== null;
  return (
    <div
      id={`comment-${thread.id}`}
      tabIndex={-1}
      className={cx(
        'group/thread border-b border-line px-4 py-3.5 transition-colors duration-150 outline-none',
        props.isActive && 'bg-accent-soft/60',
        props.isFocused && 'shadow-[inset_3px_0_0_var(--color-accent)]',
      )}
    >
      <CommentBody comment={thread} actions={actions} />
      {replies.length > 0 && (
        <ul className="mt-3 space-y-3 border-l-2 border-line pl-3.5">
          {replies.map((reply) => (
            <li key={reply.id} id={`comment-${reply.id}`}>
              <CommentBody comment={reply} actions={actions} />
            </li>
          ))}
        </ul>
      )}
      {isReplying ? (
        <AnswerForm thread={thread} actions={actions} onDone={() => setReplying(false)} />
      ) : actions.canComment ? (
        <div className="mt-1.5 -ml-2 flex gap-1">
          <Button look="quiet" size="small" onClick={() => setReplying(true)}>
            <CornerDownRight className="size-3.5" /> Reply
          </Button>
          {(!actions.isGuest || thread.canEdit) && (
            <Button
              look="quiet"
              size="small"
              onClick={() => (isResolved ? comments.reopen(thread) : comments.resolve(thread))}
            >
              {isResolved ? <RotateCcw className="size-3.5" /> : <Check className="size-3.5" />}
              {isResolved ? 'Reopen' : 'Resolve'}
            </Button>
          )}
          <ReactMenu comment={thread} comments={comments} />
        </div>
      ) : null}
    </div>
  );
}

function CommentBody({ comment, actions }: { comment: Comment; actions: CommentActions }) {
  const { comments, onSeek } = actions;
  const [isEditing, setEditing] = useState(false);
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
        <CommentMenu comment={comment} actions={actions} onEdit={() => setEditing(true)} />
      </header>
      <div className="mt-1 pl-9">
        <Facts comment={comment} actions={actions} />
        {comment.stillUrl && (
          <button
            type="button"
            aria-label={
              comment.ink.length > 0 ? 'Show this frame with its drawing' : 'Show this frame with its region'
            }
            onClick={() => actions.onShow(comment)}
            className="mb-1.5 block overflow-hidden rounded-lg border border-line"
          >
            <img src={comment.stillUrl} alt="" loading="lazy" className="max-h-32 bg-sunken object-contain" />
          </button>
        )}
        {comment.quote !== null && (
          <blockquote className="mb-1.5 border-l-2 border-accent/50 pl-2.5 text-[0.8125rem] text-dim italic">
            “{comment.quote}”
          </blockquote>
        )}
        {isEditing ? (
          <TextForm
            label="Edit comment"
            submit="Save"
            slug={comments.slug}
            initial={{ text: comment.body, attachments: comment.attachments }}
            mayBeEmpty={comment.ink.length > 0 || comment.reply !== null}
            candidates={actions.candidates}
            onCancel={() => setEditing(false)}
            onSubmit={async (body, attachments) => {
              await comments.edit(comment, body, { attachments });
              setEditing(false);
            }}
          />
        ) : (
          <>
            {comment.body !== '' && <CommentText text={comment.body} onSeek={onSeek} />}
            <AttachmentList attachments={comment.attachments} />
          </>
        )}
        {comment.reply && (
          <ReplyPlayer key={comment.reply.slug} reply={comment.reply} name={comment.author.name} />
        )}
        {saysNothing(comment) && (
          <p className="text-ui text-faint">What was recorded here was thrown away.</p>
        )}
        <ReactionRow comment={comment} comments={comments} meId={actions.meId} />
      </div>
    </article>
  );
}

function saysNothing({ body, reply, ink, attachments }: Comment): boolean {
  return body === '' && reply === null && ink.length === 0 && attachments.length === 0;
}

/** Where it is pinned, how it is meant, who sees to it. */
function Facts({ comment, actions }: { comment: Comment; actions: CommentActions }) {
  const { atMs, endMs, label, assignee, dueAt, ink, region, version } = comment;
  const isEarlier = comment.parentId === null && version !== actions.version;
  const [openedAt] = useState(() => Date.now());
  const isLate = dueAt !== null && comment.resolvedAt === null && Date.parse(dueAt) < openedAt;
  if (atMs === null && label === null && assignee === null && dueAt === null && !isEarlier) return null;
  return (
    <div className="mb-1 flex flex-wrap items-center gap-1.5">
      {atMs !== null && (
        <button
          type="button"
          onClick={() => actions.onShow(comment)}
          title={`Frame ${frameOfMs(atMs, actions.frameRate)}${endMs === null ? '' : ` – ${frameOfMs(endMs, actions.frameRate)}`}`}
          className="numbers flex items-center gap-1 rounded-md bg-accent-soft px-1.5 py-0.5 text-xs font-semibold text-accent-text hover:underline coarse:min-h-8"
        >
          {formatTimecode(atMs)}
          {endMs !== null && ` – ${formatTimecode(endMs)}`}
          {ink.length > 0 && <PenLine className="size-3" aria-label="with a drawing" />}
        </button>
      )}
      {isEarlier && <FromVersion version={version} href={actions.linkTo(comment)} />}
      {region && (
        <Badge>
          <SquareDashed className="size-3" aria-hidden="true" /> Region
        </Badge>
      )}
      {label && <Badge tone={LABELS[label].tone}>{LABELS[label].name}</Badge>}
      {assignee && (
        <Badge>
          <UserRound className="size-3" aria-label="Assigned to" /> {assignee.name}
        </Badge>
      )}
      {dueAt && (
        <Badge tone={isLate ? 'danger' : 'neutral'}>
          <CalendarClock className="size-3" aria-hidden="true" /> {isLate ? 'was due' : 'due'}{' '}
          {shortTime(dueAt)}
        </Badge>
      )}
    </div>
  );
}

function CommentMenu({
  comment,
  actions,
  onEdit,
}: {
  comment: Comment;
  actions: CommentActions;
  onEdit: () => void;
}) {
  const [dialog, setDialog] = useState<'details' | 'history' | null>(null);
  const { comments } = actions;
  const isThread = comment.parentId === null;
  const close = () => setDialog(null);
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More" className="size-7">
            <MoreHorizontal className="size-4" />
          </IconButton>
        }
      >
        {isThread && !actions.isGuest && (
          <MenuItem icon={<SlidersHorizontal className="size-4" />} onSelect={() => setDialog('details')}>
            Label, assign, date…
          </MenuItem>
        )}
        <MenuItem
          icon={<Link2 className="size-4" />}
          onSelect={async () => {
            if (await copyText(actions.linkTo(comment))) showToast('Link copied');
          }}
        >
          Copy link
        </MenuItem>
        {comment.editedAt && (
          <MenuItem icon={<History className="size-4" />} onSelect={() => setDialog('history')}>
            What it said before
          </MenuItem>
        )}
        {(comment.canEdit || comment.canRemove) && <MenuSeparator />}
        {comment.canEdit && (
          <MenuItem icon={<Pencil className="size-4" />} onSelect={onEdit}>
            Edit
          </MenuItem>
        )}
        {comment.canEdit && comment.atMs !== null && (
          <MenuItem icon={<PenLine className="size-4" />} onSelect={() => actions.onDraw(comment)}>
            {comment.ink.length > 0 ? 'Edit the drawing' : 'Draw on its frame'}
          </MenuItem>
        )}
        {comment.canRemove && (
          <MenuItem isDanger icon={<Trash2 className="size-4" />} onSelect={() => comments.remove(comment)}>
            Delete
          </MenuItem>
        )}
      </Menu>
      {dialog === 'details' && (
        <DetailsDialog thread={comment} comments={comments} candidates={actions.candidates} onClose={close} />
      )}
      {dialog === 'history' && <HistoryDialog comment={comment} onClose={close} />}
    </>
  );
}
