import { useInboxCounts } from './use-inbox-counts.ts';

/** The number on the bell; nothing while there is nothing to read. */
export function UnreadCount() {
  const { data } = useInboxCounts();
  if (!data || data.unread === 0) return null;
  return (
    <span className="numbers relative ml-auto flex h-5 min-w-5 items-center justify-center rounded-full bg-accent px-1.5 text-xs font-medium whitespace-nowrap text-on-accent">
      {data.unread > 99 ? '99+' : data.unread}
      <span className="sr-only"> unread</span>
    </span>
  );
}
