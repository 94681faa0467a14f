import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { BellOff, CheckCheck, Inbox, AlarmClock } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { InboxView, Notification } from '#shared/notifications.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { InboxList } from './inbox-list.tsx';
import type { RowActions } from './inbox-row.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { useInboxCounts } from './use-inbox-counts.ts';
import { inboxActions, useInbox } from './use-inbox.ts';

const VIEWS: [view: InboxView, name: string][] = [
  ['unread', 'Unread'],
  ['all', 'All'],
  ['snoozed', 'Snoozed'],
  ['done', 'Done'],
];
/** As many as one call takes. */
const MOST_AT_ONCE = 500;

/** What I am told: asks first, the rest by video and thread. */
export function InboxPage() {
  const { view = 'all' } = useSearch({ from: '/app/inbox' });
  const navigate = useNavigate();
  const counts = useInboxCounts();
  const box = useRef<HTMLDivElement>(null);
  const { asks, items, error, loadMore, refetch } = useInbox(view);
  const [snoozed, setSnoozed] = useState<Notification | null>(null);
  const actions = useRowActions(setSnoozed);
  const unread = counts.data?.unread ?? 0;
  useTitle(unread > 0 ? `(${unread}) Inbox` : 'Inbox');
  const unreadShown = [...asks, ...(items ?? [])].filter(({ readAt }) => readAt === null);
  return (
    <div ref={box} className="h-full overflow-y-auto">
      <div className="mx-auto max-w-4xl py-6 sm:px-8 sm:py-8">
        <header className="mb-3 flex min-h-11 flex-wrap items-center gap-3 px-4 sm:px-5">
          <h1 className="mr-auto text-2xl font-semibold tracking-tight">Inbox</h1>
          {(view === 'unread' || view === 'all') && unreadShown.length > 0 && (
            <Button
              look="quiet"
              onClick={() => void inboxActions.markRead(unreadShown.slice(0, MOST_AT_ONCE), true)}
            >
              <CheckCheck className="size-4" /> Mark all as read
            </Button>
          )}
        </header>
        <nav aria-label="Views of the inbox" className="flex gap-1 overflow-x-auto border-b border-line px-2">
          {VIEWS.map(([id, name]) => (
            <button
              key={id}
              type="button"
              aria-pressed={id === view}
              onClick={() =>
                void navigate({
                  to: '/inbox',
                  search: { view: id === 'all' ? undefined : id },
                  replace: true,
                })
              }
              className="-mb-px flex h-11 items-center gap-1.5 border-b-2 border-transparent px-3 text-ui font-medium text-dim hover:text-text aria-pressed:border-accent aria-pressed:text-text"
            >
              {name}
              {id === 'unread' && unread > 0 && <span className="numbers text-xs">{unread}</span>}
            </button>
          ))}
        </nav>
        {error ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : !items ? (
          <div className="space-y-3 p-4" aria-busy="true">
            <Skeleton className="h-16" />
            <Skeleton className="h-16" />
            <Skeleton className="h-16" />
          </div>
        ) : asks.length + items.length === 0 ? (
          <Nothing view={view} />
        ) : (
          <InboxList key={view} asks={asks} items={items} box={box} actions={actions} onEnd={loadMore} />
        )}
      </div>
      {snoozed && (
        <SnoozeDialog
          onClose={() => setSnoozed(null)}
          onSnooze={(until, when) => void inboxActions.snooze([snoozed], until, when)}
        />
      )}
    </div>
  );
}

function useRowActions(snooze: (item: Notification) => void): RowActions {
  const router = useRouter();
  return useMemo(
    () => ({
      snooze: (item) => item.doneAt === null && snooze(item),
      done: (item) =>
        void (item.doneAt || item.snoozedUntil
          ? inboxActions.takeBack([item])
          : inboxActions.markDone([item])),
      toggleRead: (item) => void inboxActions.markRead([item], item.readAt === null),
      open(item) {
        if (item.readAt === null) void inboxActions.markRead([item], true);
        const url = new URL(item.url, location.origin);
        router.history.push(`${url.pathname}${url.search}${url.hash}`);
      },
    }),
    [router, snooze],
  );
}

const NOTHING: Record<InboxView, [icon: ReactNode, title: string, text: string]> = {
  unread: [<CheckCheck key="i" className="size-5" />, 'Everything is read', 'What is new appears here.'],
  all: [
    <Inbox key="i" className="size-5" />,
    'Your inbox is empty',
    'What is asked of you, answers to you and mentions of you appear here, in your working hours.',
  ],
  snoozed: [
    <AlarmClock key="i" className="size-5" />,
    'Nothing is snoozed',
    'Press H on an entry, and it comes back when you can see to it.',
  ],
  done: [
    <BellOff key="i" className="size-5" />,
    'Nothing is done yet',
    'Press E on an entry to put it here.',
  ],
};

function Nothing({ view }: { view: InboxView }) {
  const [icon, title, text] = NOTHING[view];
  return (
    <EmptyState icon={icon} title={title}>
      {text}
    </EmptyState>
  );
}
