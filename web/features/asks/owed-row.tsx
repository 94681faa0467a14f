import { Link } from '@tanstack/react-router';
import { Film } from 'lucide-react';
import type { OwedAsk } from '#shared/asks.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Badge } from '../../ui/states.tsx';
import { YourTime } from '../people-time/your-time.tsx';
import { ASKS_TO } from './ask-words.ts';
import type { RowProps } from './use-list-keys.ts';

/** One thing that waits for me: who asks what of me, until when, and how far I have watched. */
export function OwedRow(props: {
  ask: OwedAsk;
  isSelected: boolean;
  isSelectable: boolean;
  whyNot: string;
  onToggle: () => void;
  onAnswer: () => void;
  rowProps: RowProps;
}) {
  const { ask, isSelected, isSelectable } = props;
  const { video } = ask;
  const dueAt = ask.followUpAt ?? ask.dueAt;
  return (
    <li
      {...props.rowProps}
      aria-label={`${video.title}: ${ask.requestedBy.name} asks you to ${ASKS_TO[ask.kind]}`}
      className={cx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-3 first:rounded-t-xl last:rounded-b-xl focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent sm:flex-nowrap sm:px-4',
        isSelected && 'bg-accent-soft',
      )}
    >
      <label
        className={cx('flex h-14 items-center', isSelectable ? 'cursor-pointer' : 'cursor-not-allowed')}
        title={props.whyNot || undefined}
      >
        <input
          type="checkbox"
          aria-label={`Select ${video.title}`}
          className="size-4 accent-accent disabled:opacity-50 coarse:size-5"
          checked={isSelected && isSelectable}
          disabled={!isSelectable}
          onChange={props.onToggle}
        />
      </label>
      <span className="relative hidden aspect-video h-14 shrink-0 items-center justify-center overflow-hidden rounded-lg border border-line bg-sunken text-faint sm:flex">
        {video.posterUrl ? (
          <img src={video.posterUrl} alt="" loading="lazy" className="size-full object-cover" />
        ) : (
          <Film className="size-5" />
        )}
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate text-ui font-semibold">
          <Link to="/v/$slug" params={{ slug: video.slug }} className="hover:text-accent-text">
            {video.title}
          </Link>
        </p>
        <p className="text-[0.8125rem] text-dim">
          {ask.requestedBy.name} asks you to {ASKS_TO[ask.kind]} ·{' '}
          {dueAt ? (
            <span className={ask.isOverdue ? 'text-danger' : ''}>
              {ask.followUpAt ? 'you follow up by ' : 'by '}
              <YourTime at={dueAt} />
            </span>
          ) : (
            'no due time'
          )}
        </p>
        {ask.note && <p className="mt-0.5 text-[0.8125rem] wrap-anywhere">“{ask.note}”</p>}
        <p className="numbers mt-1 flex flex-wrap items-center gap-1.5 text-xs text-faint">
          {ask.isOverdue && <Badge tone="danger">Overdue</Badge>}
          {ask.isOpened ? `Watched ${ask.watchedPercent} %` : 'Not opened yet'}
          {video.durationMs !== null && ` · ${formatTimecode(video.durationMs)}`}
        </p>
      </div>
      <Button className="ml-7 w-full sm:ml-0 sm:w-auto" onClick={props.onAnswer}>
        Answer…
      </Button>
    </li>
  );
}
