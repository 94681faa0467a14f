import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Circle, FolderOpen, Lock, Settings2, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { SpaceId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries } from '../../api/client.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { SpaceLevel } from '../inbox/space-level.tsx';
import { VideoList } from './video-list.tsx';

const SpaceDialog = lazy(() =>
  import('./space-dialog.tsx').then((module) => ({ default: module.SpaceDialog })),
);
const NONE = SpaceId.parse('00000000-0000-4000-8000-000000000000');

export function SpacePage() {
  const params = useParams({ from: '/app/spaces/$id' });
  const id = SpaceId.catch(NONE).parse(params.id);
  const navigate = useNavigate();
  const space = useQuery(queries.spaces.get.queryOptions({ input: { id } }));
  const [isChanging, setChanging] = useState(false);
  useTitle(space.data?.name ?? 'Space');
  if (space.error) return <ErrorState error={space.error} onRetry={() => void space.refetch()} />;
  return (
    <div className="mx-auto max-w-7xl px-4 py-6 sm:px-8 sm:py-8">
      <header className="mb-7 flex flex-wrap items-center gap-3">
        <div className="mr-auto">
          <h1 className="flex items-center gap-2 text-2xl font-semibold tracking-tight">
            {space.data ? space.data.name : <Skeleton className="h-8 w-48" />}
            {space.data?.visibility === 'private' && (
              <Lock className="size-4.5 text-faint" aria-label="Private" />
            )}
          </h1>
          <p className="mt-1 text-ui text-dim">
            {space.data?.visibility === 'private'
              ? `${space.data.members.length} members: ${space.data.members.map((person) => person.name).join(', ')}`
              : 'Open to everybody in the workspace'}
          </p>
        </div>
        {space.data && <SpaceLevel spaceId={id} name={space.data.name} />}
        {space.data?.canManage && (
          <>
            <Button onClick={() => setChanging(true)}>
              <Settings2 className="size-4" /> Change
            </Button>
            {space.data.videoCount === 0 && (
              <Button
                look="danger"
                onClick={() =>
                  void api.spaces.remove({ id }).then(
                    () => navigate({ to: '/' }),
                    (error: unknown) => showToast(errorText(error).message, { isError: true }),
                  )
                }
              >
                <Trash2 className="size-4" /> Remove
              </Button>
            )}
          </>
        )}
      </header>
      <VideoList
        spaceId={id}
        empty={
          <EmptyState
            icon={<FolderOpen className="size-5" />}
            title="This shelf is empty"
            action={
              <Link to="/record" className={buttonClass('primary')}>
                <Circle className="size-3.5 fill-current" /> Record
              </Link>
            }
          >
            Choose this space when you record or upload, and the video appears here.
          </EmptyState>
        }
      />
      <Suspense>
        {isChanging && space.data && <SpaceDialog space={space.data} onClose={() => setChanging(false)} />}
      </Suspense>
    </div>
  );
}
