import { SmilePlus } from 'lucide-react';
import type { Comment } from '#shared/comments.ts';
import { cx } from '../../ui/class-names.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { REACTION_NAMES, REACTIONS } from './reaction-names.ts';
import { hasReacted, type Comments } from './use-comments.ts';

/** Reactions that were given; one’s own are lit, and a click gives or takes back. */
export function ReactionRow({
  comment,
  comments,
  meId,
}: {
  comment: Comment;
  comments: Comments;
  meId: string;
}) {
  if (comment.reactions.length === 0) return null;
  return (
    <div className="mt-1.5 flex flex-wrap gap-1">
      {comment.reactions.map(({ emoji, people }) => {
        const isMine = hasReacted(comment, emoji, meId);
        const names = people.map(({ name }) => name).join(', ');
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={isMine}
            aria-label={`${REACTION_NAMES[emoji]}: ${names}`}
            title={names}
            onClick={() => comments.react(comment, emoji)}
            className={cx(
              'numbers flex h-6.5 items-center gap-1 rounded-full border px-2 text-xs transition-colors duration-150 coarse:h-9 coarse:px-3',
              isMine
                ? 'border-accent bg-accent-soft text-accent-text'
                : 'border-line text-dim hover:border-line-strong',
            )}
          >
            <span aria-hidden="true">{emoji}</span> {people.length}
          </button>
        );
      })}
    </div>
  );
}

export function ReactMenu({ comment, comments }: { comment: Comment; comments: Comments }) {
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label="React"
          title="React"
          className="flex size-8 items-center justify-center rounded-lg text-dim transition-colors duration-150 hover:bg-hover hover:text-text coarse:size-11"
        >
          <SmilePlus className="size-3.5" />
        </button>
      }
    >
      {REACTIONS.map((emoji) => (
        <MenuItem
          key={emoji}
          icon={<span aria-hidden="true">{emoji}</span>}
          onSelect={() => comments.react(comment, emoji)}
        >
          {REACTION_NAMES[emoji]}
        </MenuItem>
      ))}
    </Menu>
  );
}
