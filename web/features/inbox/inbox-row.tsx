import { AlarmClock, Check, CircleAlert, Mail, MailOpen, Undo2 } from 'lucide-react';
import type { Notification } from '#shared/notifications.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Badge } from '../../ui/states.tsx';
import { useNow } from '../../ui/use-now.ts';
import { browserZone, distance, wallTime } from '../people-time/local-time.ts';
import { YourTime } from '../people-time/your-time.tsx';

export interface RowActions {
  open: (item: Notification) => void;
  done: (item: Notification) => void;
  snooze: (item: Notification) => void;
  toggleRead: (item: Notification) => void;
}

/** One entry. What was not read has a dot and is bold; both say so in words to screen readers. */
export function InboxRow(props: {
  item: Notification;
  /** Under a title of its video already. */
  isInGroup: boolean;
  isCurrent: boolean;
  onFocus: () => void;
  actions: RowActions;
}) {
  const { item, actions } = props;
  const isRead = item.readAt !== null;
  return (
    <div
      className={cx(
        'group relative flex items-start gap-3 border-b border-line px-4 py-3 sm:px-5',
        props.isCurrent ? 'bg-hover' : 'hover:bg-sunken',
        props.isInGroup && 'sm:pl-8',
      )}
    >
      <span className="relative mt-0.5">
        <Avatar name={item.actor?.name ?? item.title} />
        {!isRead && (
          <span
            aria-hidden="true"
            className="absolute -top-0.5 -left-0.5 size-2.5 rounded-full border-2 border-canvas bg-accent"
          />
        )}
      </span>
      <div className="min-w-0 flex-1">
        <button
          type="button"
          id={`entry-${item.id}`}
          aria-current={props.isCurrent || undefined}
          onFocus={props.onFocus}
          onClick={() => actions.open(item)}
          className={cx(
            'block w-full text-left text-ui wrap-anywhere after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
            isRead ? 'text-dim' : 'font-medium',
          )}
        >
          {!isRead && <span className="sr-only">Unread: </span>}
          {item.title}
        </button>
        {item.text && <p className="mt-0.5 line-clamp-2 text-ui wrap-anywhere text-dim">{item.text}</p>}
        <Facts item={item} />
      </div>
      <Buttons item={item} actions={actions} />
    </div>
  );
}

function Facts({ item }: { item: Notification }) {
  const now = useNow();
  const at = Date.parse(item.createdAt);
  const timeZone = browserZone();
  return (
    <div className="mt-1 flex flex-wrap items-baseline gap-x-2 gap-y-1 text-[0.8125rem] text-dim">
      {item.urgentReason !== null && <Badge tone="danger">Urgent: {item.urgentReason}</Badge>}
      {item.dueAt && (
        <span className={cx('font-medium', Date.parse(item.dueAt) < now && 'text-danger')}>
          {Date.parse(item.dueAt) < now ? 'Was due' : 'Due'} <YourTime at={item.dueAt} />
        </span>
      )}
      {item.snoozedUntil && Date.parse(item.snoozedUntil) > now && (
        <span className="numbers">Back {wallTime(Date.parse(item.snoozedUntil), now, timeZone)}</span>
      )}
      {item.trouble && (
        <span className="flex items-center gap-1 text-danger">
          <CircleAlert className="size-3.5" aria-hidden="true" />
          {item.trouble === 'failed' ? 'Could not be sent to you' : 'May not have been sent to you'}
        </span>
      )}
      <time dateTime={item.createdAt} title={wallTime(at, now, timeZone)} className="numbers">
        {distance(at, now, timeZone)}
      </time>
      <details className="relative z-10">
        <summary className="list-none underline decoration-dotted underline-offset-2 coarse:py-2">
          Why?
        </summary>
        <p className="mt-1 max-w-prose">{item.why}</p>
      </details>
    </div>
  );
}

function Buttons({ item, actions }: { item: Notification; actions: RowActions }) {
  const isAway = item.doneAt !== null || item.snoozedUntil !== null;
  return (
    <div className="relative z-10 flex shrink-0 flex-col opacity-100 sm:flex-row sm:opacity-0 sm:group-focus-within:opacity-100 sm:group-hover:opacity-100 coarse:opacity-100">
      <span className="hidden sm:block">
        <IconButton
          label={item.readAt ? 'Mark as unread (U)' : 'Mark as read (U)'}
          onClick={() => actions.toggleRead(item)}
        >
          {item.readAt ? <Mail className="size-4" /> : <MailOpen className="size-4" />}
        </IconButton>
      </span>
      {item.doneAt === null && (
        <IconButton label="Snooze (H)" onClick={() => actions.snooze(item)}>
          <AlarmClock className="size-4" />
        </IconButton>
      )}
      <IconButton label={isAway ? 'Back to the inbox (E)' : 'Done (E)'} onClick={() => actions.done(item)}>
        {isAway ? <Undo2 className="size-4" /> : <Check className="size-4" />}
      </IconButton>
    </div>
  );
}
