import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { EntryComment } from '#shared/editions.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { TimeAgo } from '../../../ui/time.tsx';
import { CommentText } from '../../comments/comment-text.tsx';
import { CommentForm } from './comment-form.tsx';

/** What a comment on an answer shows, wherever it is kept. */
export type ShownComment = Pick<
  EntryComment,
  'author' | 'body' | 'createdAt' | 'editedAt' | 'canEdit' | 'canRemove'
>;

export function AnswerComment(props: {
  comment: ShownComment;
  onEdit: (body: string) => Promise<unknown>;
  onRemove: () => void;
  /** Times in it lead there; null: there is no video. */
  onSeek: ((ms: number) => void) | null;
  /** Below the text. */
  children?: ReactNode;
}) {
  const { comment } = props;
  const [isEditing, setEditing] = useState(false);
  return (
    <article>
      <header className="flex min-h-7 items-center gap-2">
        <Avatar name={comment.author.name} size="small" />
        <span className="truncate text-ui font-medium">{comment.author.name}</span>
        <span className="shrink-0 text-xs text-faint">
          <TimeAgo at={comment.createdAt} />
          {comment.editedAt && ' · edited'}
        </span>
        <span className="flex-1" />
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
              <MenuItem isDanger icon={<Trash2 className="size-4" />} onSelect={props.onRemove}>
                Delete
              </MenuItem>
            )}
          </Menu>
        )}
      </header>
      <div className="pl-7">
        {isEditing ? (
          <CommentForm
            label="Edit comment"
            submit="Save"
            initial={comment.body}
            onCancel={() => setEditing(false)}
            onSubmit={async (body) => {
              await props.onEdit(body);
              setEditing(false);
            }}
          />
        ) : (
          <CommentText text={comment.body} onSeek={props.onSeek} />
        )}
        {props.children}
      </div>
    </article>
  );
}
