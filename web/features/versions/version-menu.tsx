import { useQuery } from '@tanstack/react-query';
import { ChevronDown, CircleCheck, Layers, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { formatTimecode } from '#shared/timecode.ts';
import type { Video } from '#shared/videos.ts';
import type { VideoVersion } from '#shared/versions.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import { Badge } from '../../ui/states.tsx';
import { shortTime } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { GoToVersion } from './version-notice.tsx';

const NewVersionDialog = lazy(() =>
  import('./new-version-dialog.tsx').then((m) => ({ default: m.NewVersionDialog })),
);

const STATUS: Record<VideoVersion['status'], string> = {
  recording: 'Being recorded',
  uploading: 'Uploading',
  processing: 'Processing',
  ready: '',
  failed: 'Failed',
};

/** Which version is seen, and the others; with what can be done with this one. */
export function VersionMenu({ video, onVersion }: { video: Video; onVersion: GoToVersion }) {
  const { version, canEdit } = video;
  const [isAdding, setAdding] = useState(false);
  const { data, error } = useQuery({
    ...queries.videos.versions.queryOptions({ input: { slug: version.slug } }),
    enabled: version.count > 1,
  });
  const failed = (problem: unknown) => showToast(errorText(problem).message, { isError: true });
  const again = () => queryClient.invalidateQueries({ queryKey: queries.videos.key() });

  async function makeCurrent(): Promise<void> {
    await api.videos.makeCurrent({ slug: version.slug });
    await again();
    showToast(`The link shows version ${version.number} now`);
  }
  async function remove(): Promise<void> {
    const { slug, number } = version;
    await api.videos.removeVersion({ slug });
    onVersion(null);
    await again();
    const undo = () => void api.videos.restoreVersion({ slug }).then(again, failed);
    showToast(`Version ${number} deleted`, { action: { label: 'Undo', run: undo } });
  }
  return (
    <>
      {version.count === 1 ? (
        <Button onClick={() => setAdding(true)}>
          <Layers className="size-4" /> New version
        </Button>
      ) : (
        <Menu
          trigger={
            <Button>
              <Layers className="size-4" /> v{version.number}
              <span className="sr-only">: show other versions</span>
              <ChevronDown className="size-3.5 text-faint" />
            </Button>
          }
        >
          <MenuLabel>Versions</MenuLabel>
          {error && <p className="px-2.5 py-2 text-ui text-danger">{errorText(error).message}</p>}
          {!data && !error && <p className="px-2.5 py-2 text-ui text-dim">Loading…</p>}
          {data?.map((one) => (
            <VersionItem
              key={one.videoId}
              version={one}
              isShown={one.number === version.number}
              onSelect={() => onVersion(one.isCurrent ? null : one.number)}
            />
          ))}
          {canEdit && (
            <>
              <MenuSeparator />
              {!version.isCurrent && ['ready', 'processing'].includes(video.status) && (
                <MenuItem
                  icon={<CircleCheck className="size-4" />}
                  onSelect={() => void makeCurrent().catch(failed)}
                >
                  Make version {version.number} current
                </MenuItem>
              )}
              <MenuItem icon={<Plus className="size-4" />} onSelect={() => setTimeout(() => setAdding(true))}>
                New version…
              </MenuItem>
              <MenuItem
                isDanger
                icon={<Trash2 className="size-4" />}
                onSelect={() => void remove().catch(failed)}
              >
                Delete version {version.number}
              </MenuItem>
            </>
          )}
        </Menu>
      )}
      {isAdding && (
        <Suspense>
          <NewVersionDialog video={video} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

function VersionItem({
  version,
  isShown,
  onSelect,
}: {
  version: VideoVersion;
  isShown: boolean;
  onSelect: () => void;
}) {
  const { number, author, status, durationMs, isCurrent, createdAt } = version;
  const facts = [
    shortTime(createdAt),
    author.name,
    ...(durationMs === null ? [] : [formatTimecode(durationMs)]),
    ...(STATUS[status] ? [STATUS[status]] : []),
  ];
  return (
    <MenuItem isTall onSelect={onSelect}>
      <span className="min-w-0 max-w-72">
        <span className="flex items-center gap-2 font-medium">
          Version {number}
          {isCurrent && <Badge tone="accent">current</Badge>}
          {isShown && <Badge>shown here</Badge>}
        </span>
        <span className="numbers block truncate text-xs text-dim">{facts.join(' · ')}</span>
      </span>
    </MenuItem>
  );
}
