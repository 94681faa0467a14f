import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { InboxView, Notification } from '#shared/notifications.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { showToast } from '../../ui/toast.tsx';
import { patchLists } from './patch-lists.ts';

const AT_ONCE = 100;

/** A view of my inbox: what is asked of me, and the rest as far as it was scrolled to. */
export function useInbox(view: InboxView) {
  const asks = useQuery({
    ...queries.notifications.list.queryOptions({ input: { view, part: 'asks', limit: AT_ONCE } }),
    enabled: view === 'unread' || view === 'all',
  });
  const updates = useInfiniteQuery(
    queries.notifications.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        view,
        part: 'updates' as const,
        limit: AT_ONCE,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  );
  const items = useMemo(() => updates.data?.pages.flatMap((page) => page.items), [updates.data]);
  return {
    asks: asks.data?.items ?? [],
    items: asks.isLoading ? undefined : items,
    error: asks.error ?? updates.error,
    hasMore: updates.hasNextPage,
    loadMore: () => {
      if (updates.hasNextPage && !updates.isFetchingNextPage) void updates.fetchNextPage();
    },
    refetch: () => void queryClient.invalidateQueries({ queryKey: queries.notifications.key() }),
  };
}

const idsOf = (items: readonly Notification[]) => items.map(({ id }) => id);
const again = () => queryClient.invalidateQueries({ queryKey: queries.notifications.key() });

/** Does it, then shows what has come of it; other tabs hear of it by themselves. */
async function act(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    showToast(errorText(error).message, { isError: true });
    return false;
  } finally {
    await again();
  }
}

const undo = (items: readonly Notification[]) => ({
  label: 'Undo',
  run: () => void act(() => api.notifications.undo({ ids: idsOf(items) })),
});

export const inboxActions = {
  markRead(items: readonly Notification[], isRead: boolean): Promise<boolean> {
    const readAt = isRead ? new Date().toISOString() : null;
    patchLists(items, (item) => ({ ...item, readAt }));
    return act(() => api.notifications.markRead({ ids: idsOf(items), isRead }));
  },
  async markDone(items: readonly Notification[]): Promise<void> {
    patchLists(items, () => null);
    if (await act(() => api.notifications.markDone({ ids: idsOf(items) })))
      showToast(items.length > 1 ? `${items.length} done.` : 'Done.', { action: undo(items) });
  },
  takeBack(items: readonly Notification[]): Promise<boolean> {
    patchLists(items, () => null);
    return act(() => api.notifications.undo({ ids: idsOf(items) }));
  },
  async snooze(items: readonly Notification[], untilMs: number, when: string): Promise<void> {
    const until = new Date(untilMs).toISOString();
    patchLists(items, () => null);
    if (await act(() => api.notifications.snooze({ ids: idsOf(items), until })))
      showToast(`Back ${when}.`, { action: undo(items) });
  },
};
export type InboxActions = typeof inboxActions;
