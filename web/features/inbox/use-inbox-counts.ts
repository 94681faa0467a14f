import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queries, queryClient } from '../../api/client.ts';

/** A timer can't wait for longer. */
const LONGEST_MS = 2_000_000_000;

/** How much is unread: the same in all tabs, as each hears of a change; what comes in sight by itself is looked for then. */
export function useInboxCounts() {
  const counts = useQuery(queries.notifications.counts.queryOptions());
  const nextAt = counts.data?.nextAt ?? null;
  useEffect(() => {
    if (nextAt === null) return;
    const waitMs = Math.max(0, Date.parse(nextAt) - Date.now()) + 500;
    if (waitMs > LONGEST_MS) return;
    const timer = setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: queries.notifications.key() });
    }, waitMs);
    return () => clearTimeout(timer);
  }, [nextAt]);
  return counts;
}
