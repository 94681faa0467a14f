import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { VideoRequestId } from '#shared/ids.ts';
import type { VideoRequest } from '#shared/video-requests.ts';
import { queries } from '../../api/client.ts';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { RequestAnswers } from './request-answers.tsx';
import { RequestHead } from './request-head.tsx';
import { isOpen } from './request-words.ts';
import { RequestActions } from './request-actions.tsx';

// The recorder is loaded for who is to answer.
const MyAnswer = lazy(() => import('./my-answer.tsx').then((m) => ({ default: m.MyAnswer })));

/** `/requests/$id`: for who is asked the place to answer, for who asks the answers. */
export function RequestPage() {
  const { id } = useParams({ from: '/app/requests/$id' });
  const request = useQuery(queries.videoRequests.get.queryOptions({ input: { id: id as VideoRequestId } }));
  const me = useQuery(queries.accounts.me.queryOptions());
  useTitle(request.data?.title ?? 'Video request');
  return (
    <div className="mx-auto max-w-3xl px-4 py-6 sm:px-8 sm:py-8">
      {request.error && !request.data ? (
        <ErrorState error={request.error} onRetry={() => void request.refetch()} />
      ) : !request.data || !me.data ? (
        <Skeleton className="h-40" />
      ) : (
        <Shown
          request={request.data}
          meId={me.data.user.id}
          maxMinutes={me.data.workspace.maxRecordingMinutes}
        />
      )}
    </div>
  );
}

function Shown({ request, meId, maxMinutes }: { request: VideoRequest; meId: string; maxMinutes: number }) {
  const mine = request.lines.find(({ person, isGuest }) => !isGuest && person?.id === meId);
  const isSender = request.from.id === meId;
  const dueLine = mine ?? request.lines.find(isOpen);
  return (
    <div className="space-y-6">
      <RequestHead
        title={request.title}
        note={request.note}
        lead={isSender ? 'You ask for a video' : `${request.from.name} asks for a video`}
        about={request.about}
        dueAt={dueLine?.dueAt ?? null}
        isOverdue={dueLine?.state === 'overdue'}
      />
      {request.withdrawnAt && (
        <p role="status" className="rounded-lg bg-sunken px-3 py-2 text-ui text-dim">
          This request was withdrawn. Nobody waits for an answer any more.
        </p>
      )}
      {request.isMine && <RequestActions request={request} />}
      {mine && (
        <Suspense fallback={<Skeleton className="h-40" />}>
          <MyAnswer request={request} mine={mine} userId={meId} maxMinutes={maxMinutes} />
        </Suspense>
      )}
      {request.isMine && <RequestAnswers request={request} />}
    </div>
  );
}
