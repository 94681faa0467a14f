import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SpaceId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { VideoGrid } from './video-card.tsx';

/** Videos page by page, newest first. */
export function VideoList({ spaceId, empty }: { spaceId?: SpaceId; empty: ReactNode }) {
  const list = useInfiniteQuery(
    queries.videos.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: 36,
        ...(cursor ? { cursor } : {}),
        ...(spaceId ? { spaceId } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const videos = list.data?.pages.flatMap((page) => page.items);
  if (videos?.length === 0) return empty;
  return (
    <>
      <VideoGrid videos={videos} />
      {list.hasNextPage && (
        <div className="mt-8 flex justify-center">
          <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
