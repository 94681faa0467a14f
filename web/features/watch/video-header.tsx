import { useNavigate } from '@tanstack/react-router';
import {
  Download,
  MonitorPlay,
  MoreHorizontal,
  Pencil,
  RotateCcw,
  Scissors,
  Trash2,
  UsersRound,
  Video as VideoIcon,
} from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Playback, PlaybackSource } from '#shared/playback.ts';
import type { Video } from '#shared/videos.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { Progress } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { GoToVersion } from '../versions/version-notice.tsx';

const ShareDialog = lazy(() => import('../share/share-dialog.tsx').then((m) => ({ default: m.ShareDialog })));
const VersionMenu = lazy(() =>
  import('../versions/version-menu.tsx').then((m) => ({ default: m.VersionMenu })),
);
const RequestDialog = lazy(() =>
  import('../video-requests/request-dialog.tsx').then((m) => ({ default: m.RequestDialog })),
);
const ExportDialog = lazy(() => import('./export-dialog.tsx').then((m) => ({ default: m.ExportDialog })));

/** Under its own slug, and under that of the link where it is what that shows. */
function keep(video: Video): void {
  for (const slug of video.version.isCurrent ? [video.slug, video.version.slug] : [video.version.slug])
    queryClient.setQueryData(queries.videos.get.queryKey({ input: { slug } }), video);
}

/** Title, author, state in words, and what can be done with the video. */
export function VideoHeader({
  video,
  source,
  playback,
  positionMs,
  isGuest,
  onTogether,
  onVersion,
}: {
  video: Video;
  /** Guests can look and say, and have no page of their own to send. */
  isGuest: boolean;
  /** Starts watching together; null where it has been started. */
  onTogether: (() => Promise<void>) | null;
  onVersion: GoToVersion;
  source: PlaybackSource['kind'] | null;
  playback: Playback | undefined;
  /** Where the player is now: an export begins there. */
  positionMs: () => number;
}) {
  const downloadUrl = playback?.downloadUrl ?? null;
  const canExport = !isGuest && playback?.sources.some(({ kind }) => kind !== 'original') === true;
  const [exportFrom, setExportFrom] = useState<number | null>(null);
  const [isSharing, setSharing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [isRenaming, setRenaming] = useState(false);
  const navigate = useNavigate();
  const failed = (error: unknown) => showToast(errorText(error).message, { isError: true });

  async function remove(): Promise<void> {
    await api.videos.remove({ slug: video.slug });
    const undo = () =>
      void api.videos
        .restore({ slug: video.slug })
        .then(() => navigate({ to: '/v/$slug', params: { slug: video.slug } }), failed);
    showToast('Video deleted', { action: { label: 'Undo', run: undo } });
    await navigate({ to: '/' });
  }

  return (
    <header className="px-4 pt-4 sm:px-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-3">
        <div className="min-w-0 flex-1 basis-80 max-sm:basis-full">
          {isRenaming ? (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                const title = (
                  event.currentTarget.elements.namedItem('title') as HTMLInputElement
                ).value.trim();
                setRenaming(false);
                if (title && title !== video.title)
                  void api.videos.update({ slug: video.version.slug, title }).then(keep, failed);
              }}
            >
              <input
                autoFocus
                name="title"
                aria-label="Title"
                defaultValue={video.title}
                maxLength={200}
                onBlur={(event) => event.target.form?.requestSubmit()}
                onKeyDown={(event) => event.key === 'Escape' && setRenaming(false)}
                className={`${inputClass} h-10 text-lg font-semibold`}
              />
            </form>
          ) : (
            <h1 className="text-[1.3125rem] leading-7 font-semibold tracking-tight break-words">
              {video.title}
            </h1>
          )}
          <p className="mt-1.5 flex flex-wrap items-center gap-x-2 text-ui text-dim">
            <Avatar name={video.author.name} size="small" />
            <span className="font-medium text-text">{video.author.name}</span>
            {video.recordedBy && <span>· recorded by {video.recordedBy.name} (guest)</span>}
            <span aria-hidden="true">·</span>
            <TimeAgo at={video.createdAt} />
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {!isGuest && onTogether && (
            <Button onClick={() => void onTogether()}>
              <MonitorPlay className="size-4" /> Watch together
            </Button>
          )}
          {(video.version.count > 1 || video.canEdit) && (
            <Suspense>
              <VersionMenu video={video} onVersion={onVersion} />
            </Suspense>
          )}
          {!isGuest && <CopyButton text={video.url} />}
          {(!isGuest || downloadUrl) && (
            <Menu
              trigger={
                <IconButton label="More" className="size-9">
                  <MoreHorizontal className="size-5" />
                </IconButton>
              }
            >
              {video.canEdit && (
                <MenuItem
                  icon={<Pencil className="size-4" />}
                  onSelect={() => setTimeout(() => setRenaming(true))}
                >
                  Rename
                </MenuItem>
              )}
              {downloadUrl && (
                <MenuItem
                  icon={<Download className="size-4" />}
                  onSelect={() => location.assign(downloadUrl)}
                >
                  Download MP4
                </MenuItem>
              )}
              {video.canEdit && (
                <MenuItem
                  icon={<UsersRound className="size-4" />}
                  onSelect={() => setTimeout(() => setSharing(true))}
                >
                  Share with guests…
                </MenuItem>
              )}
              {!isGuest && (
                <MenuItem
                  icon={<VideoIcon className="size-4" />}
                  onSelect={() => setTimeout(() => setAsking(true))}
                >
                  Ask for a video answer…
                </MenuItem>
              )}
              {canExport && (
                <MenuItem
                  icon={<Scissors className="size-4" />}
                  onSelect={() => setTimeout(() => setExportFrom(positionMs()))}
                >
                  Export a range…
                </MenuItem>
              )}
              {video.canEdit && (
                <>
                  <MenuSeparator />
                  <MenuItem
                    isDanger
                    icon={<Trash2 className="size-4" />}
                    onSelect={() => void remove().catch(failed)}
                  >
                    {video.version.count > 1 ? `Delete with all ${video.version.count} versions` : 'Delete'}
                  </MenuItem>
                </>
              )}
            </Menu>
          )}
        </div>
      </div>
      {isSharing && (
        <Suspense>
          <ShareDialog slug={video.slug} onClose={() => setSharing(false)} />
        </Suspense>
      )}
      {isAsking && (
        <Suspense>
          <RequestDialog about={video} onClose={() => setAsking(false)} />
        </Suspense>
      )}
      {exportFrom !== null && playback && (
        <Suspense>
          <ExportDialog
            playback={playback}
            title={video.title}
            startMs={exportFrom}
            onClose={() => setExportFrom(null)}
          />
        </Suspense>
      )}
      <StateLine
        video={video}
        source={source}
        onRetry={() => void api.videos.retry({ slug: video.version.slug }).then(keep, failed)}
      />
    </header>
  );
}

const STEPS = {
  waiting: 'Waiting for a worker',
  probing: 'Looking at the file',
  transcoding: 'Transcoding',
  finishing: 'Finishing',
};

/** Where the video is on its way, in words; nothing once it is ready. */
function StateLine({
  video,
  source,
  onRetry,
}: {
  video: Video;
  source: PlaybackSource['kind'] | null;
  onRetry: () => void;
}) {
  if (video.status === 'failed') {
    return (
      <div
        role="alert"
        className="mt-4 flex flex-wrap items-center gap-3 rounded-xl bg-danger-soft px-4 py-3 text-ui text-danger"
      >
        <p className="min-w-0 flex-1">{video.failure?.message}</p>
        {video.canEdit && (
          <Button size="small" onClick={onRetry}>
            <RotateCcw className="size-3.5" /> Retry
          </Button>
        )}
      </div>
    );
  }
  if (video.status !== 'processing' || !video.progress) return null;
  const { step, percent } = video.progress;
  const meanwhile =
    source === 'original'
      ? ' · playing the original meanwhile'
      : source === 'recording'
        ? ' · playing the recording meanwhile'
        : '';
  return (
    <div className="mt-4 space-y-1.5">
      <p className="numbers text-[0.8125rem] text-dim" aria-live="polite">
        {STEPS[step]}
        {step === 'transcoding' && ` ${Math.round(percent)} %`}
        {meanwhile}
      </p>
      <Progress percent={percent} label="Processing" />
    </div>
  );
}
