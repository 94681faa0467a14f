import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Film } from 'lucide-react';
import { useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import type { VideoSummary } from '#shared/videos.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { inputClass } from '../../ui/field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { useDebounced } from '../../ui/use-debounced.ts';
import { Poster } from './video-field.tsx';

const PAGE = 20;

/** One of my videos, found by its title. */
export function VideoPicker({ onPick, onClose }: { onPick: (slug: VideoSlug) => void; onClose: () => void }) {
  const [text, setText] = useState('');
  const title = useDebounced(text.trim(), 200);
  const me = useQuery(queries.accounts.me.queryOptions());
  const authorId = me.data?.user.id;
  const list = useInfiniteQuery({
    ...queries.videos.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        limit: PAGE,
        ...(authorId ? { authorId } : {}),
        ...(title ? { title } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
    enabled: authorId !== undefined,
    placeholderData: (before) => before,
  });
  const videos = list.data?.pages.flatMap((page) => page.items);
  return (
    <Dialog isOpen onClose={onClose} title="Use a video of mine">
      <input
        type="search"
        aria-label="Search my videos"
        placeholder="Search by title"
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={`${inputClass} mb-3 h-10`}
      />
      {list.error && !videos ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !videos ? (
        <Skeleton className="h-56" />
      ) : videos.length === 0 ? (
        <EmptyState icon={<Film className="size-5" />} title={title ? 'None is called so' : 'No video yet'}>
          {title ? 'Try fewer or other words.' : 'What you record or upload appears here.'}
        </EmptyState>
      ) : (
        <ul aria-label="My videos" className="-mx-2 max-h-[55dvh] overflow-y-auto">
          {videos.map((video) => (
            <li key={video.id}>
              <Choice video={video} onPick={() => onPick(video.slug)} />
            </li>
          ))}
          {list.hasNextPage && (
            <li className="flex justify-center p-2">
              <Button isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Show more
              </Button>
            </li>
          )}
        </ul>
      )}
    </Dialog>
  );
}

function Choice({ video, onPick }: { video: VideoSummary; onPick: () => void }) {
  return (
    <button
      type="button"
      onClick={onPick}
      className="flex w-full items-center gap-3 rounded-lg p-2 text-left hover:bg-hover"
    >
      <Poster url={video.posterUrl} />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 wrap-anywhere text-ui font-medium">{video.title}</span>
        <span className="numbers block text-[0.8125rem] text-dim">
          {video.durationMs !== null && `${formatTimecode(video.durationMs)} · `}
          <TimeAgo at={video.createdAt} />
        </span>
      </span>
    </button>
  );
}
