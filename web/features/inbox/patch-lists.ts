import type { Notification } from '#shared/notifications.ts';
import { queries, queryClient } from '../../api/client.ts';

interface Page {
  items: Notification[];
  nextCursor: string | null;
}

/** Changes entries in all lists that are loaded, or takes them out (null), before the server has answered. */
export function patchLists(
  items: readonly Notification[],
  patch: (item: Notification) => Notification | null,
): void {
  const ids = new Set<string>(items.map(({ id }) => id));
  const onPage = (page: Page): Page => ({
    ...page,
    items: page.items.flatMap((item) => (ids.has(item.id) ? (patch(item) ?? []) : [item])),
  });
  queryClient.setQueriesData<Page | { pages: Page[] }>(
    { queryKey: queries.notifications.list.key() },
    (data) => {
      if (!data) return data;
      return 'pages' in data ? { ...data, pages: data.pages.map(onPage) } : onPage(data);
    },
  );
}
