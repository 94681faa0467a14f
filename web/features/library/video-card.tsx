import { Link } from '@tanstack/react-router';
import { AlertTriangle, Film, MessageSquare } from 'lucide-react';
import { formatTimecode } from '#shared/timecode.ts';
import type { VideoSummary } from '#shared/videos.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Spinner } from '../../ui/button.tsx';
import { Badge, Skeleton } from '../../ui/states.tsx';
import { shortTime, TimeAgo } from '../../ui/time.tsx';

const STATE = {
  recording: 'Being recorded',
  uploading: 'Uploading',
  processing: 'Processing',
  ready: '',
  failed: 'Failed',
};

/** One video of a list: poster, length, author, and its state in words. */
export function VideoCard({ video }: { video: VideoSummary }) {
  const { acknowledgements: asks } = video;
  return (
    <Link to="/v/$slug" params={{ slug: video.slug }} className="group block rounded-xl">
      <div className="relative aspect-video overflow-hidden rounded-xl border border-line bg-sunken">
        {video.posterUrl ? (
          <img
            src={video.posterUrl}
            alt=""
            loading="lazy"
            className="size-full object-cover transition-transform duration-150 group-hover:scale-[1.015]"
          />
        ) : (
          <span className="flex size-full items-center justify-center text-faint">
            {video.status === 'failed' ? (
              <AlertTriangle className="size-6" />
            ) : video.status === 'ready' ? (
              <Film className="size-6" />
            ) : (
              <Spinner className="size-6" />
            )}
          </span>
        )}
        {video.durationMs !== null && video.status !== 'recording' && (
          <span className="numbers absolute right-2 bottom-2 rounded-md bg-black/75 px-1.5 py-0.5 text-xs font-medium text-white">
            {formatTimecode(video.durationMs)}
          </span>
        )}
        {video.status !== 'ready' && (
          <span className="absolute top-2 left-2">
            <Badge
              tone={
                video.status === 'failed' ? 'danger' : video.status === 'recording' ? 'accent' : 'neutral'
              }
            >
              {STATE[video.status]}
            </Badge>
          </span>
        )}
      </div>
      <div className="flex gap-2.5 px-0.5 pt-2.5">
        <Avatar name={video.author.name} />
        <div className="min-w-0 flex-1">
          <h3 className="line-clamp-2 text-ui leading-snug font-semibold group-hover:text-accent-text">
            {video.title}
            {video.version.number > 1 && (
              <span className="numbers ml-1.5 align-middle text-xs font-medium text-faint">
                v{video.version.number}
              </span>
            )}
          </h3>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-[0.8125rem] text-dim">
            <span className="truncate">
              {video.recordedBy ? `${video.recordedBy.name} (guest)` : video.author.name}
            </span>
            <span aria-hidden="true">·</span>
            <TimeAgo at={video.createdAt} />
            {video.commentCount > 0 && (
              <span
                className="numbers inline-flex items-center gap-1"
                title={`${video.commentCount} comments, ${video.openThreadCount} open threads`}
              >
                <span aria-hidden="true">·</span>
                <MessageSquare className="size-3.5" aria-label="Comments" /> {video.commentCount}
              </span>
            )}
          </p>
          {(asks.asked > 0 || video.status === 'failed') && (
            <p className="mt-1.5 flex flex-wrap gap-1.5">
              {video.myAcknowledgement === 'asked' && (
                <Badge tone="accent">
                  {video.myDueAt ? `Yours by ${shortTime(video.myDueAt)}` : 'Waits for you'}
                </Badge>
              )}
              {asks.asked > 0 && (
                <Badge tone={asks.answered === asks.asked ? 'good' : 'warn'}>
                  {asks.answered} of {asks.asked}{' '}
                  {asks.toAcknowledge === asks.asked ? 'acknowledged' : 'answered'}
                  {asks.nextDueAt && ` · due ${shortTime(asks.nextDueAt)}`}
                </Badge>
              )}
            </p>
          )}
        </div>
      </div>
    </Link>
  );
}

export function VideoGrid({ videos }: { videos: readonly VideoSummary[] | undefined }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-x-5 gap-y-7">
      {videos
        ? videos.map((video) => <VideoCard key={video.id} video={video} />)
        : [1, 2, 3, 4, 5, 6].map((n) => (
            <div key={n}>
              <Skeleton className="aspect-video" />
              <Skeleton className="mt-3 h-4 w-3/4" />
              <Skeleton className="mt-2 h-3 w-1/2" />
            </div>
          ))}
    </div>
  );
}
