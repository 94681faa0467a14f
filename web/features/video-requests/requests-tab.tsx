import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Video } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { VideoRequest } from '#shared/video-requests.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { YourTime } from '../people-time/your-time.tsx';
import { isOpen, nameOf, progressOf, STATES } from './request-words.ts';

const RequestDialog = lazy(() => import('./request-dialog.tsx').then((m) => ({ default: m.RequestDialog })));

/** Videos that I am asked for, and those that I have asked for. */
export function RequestsTab() {
  const [isAsking, setAsking] = useState(false);
  const mine = useQuery(queries.videoRequests.mine.queryOptions());
  const sent = useQuery(queries.videoRequests.sent.queryOptions());
  const error = mine.error ?? sent.error;
  const isEmpty = mine.data?.length === 0 && sent.data?.length === 0;
  const ask = (look: 'primary' | 'secondary') => (
    <Button look={look} onClick={() => setAsking(true)}>
      <Plus className="size-4" /> Request a video
    </Button>
  );
  return (
    <>
      {!isEmpty && <div className="mb-5 flex justify-end">{ask('secondary')}</div>}
      {error && (!mine.data || !sent.data) ? (
        <ErrorState
          error={error}
          onRetry={() => {
            void mine.refetch();
            void sent.refetch();
          }}
        />
      ) : isEmpty ? (
        <EmptyState icon={<Video className="size-5" />} title="No video requests yet" action={ask('primary')}>
          Ask somebody of the workspace, or a guest by a link, to record an answer. They do it when it suits
          them.
        </EmptyState>
      ) : (
        <div className="space-y-8">
          <Requests title="To answer" requests={mine.data} none="Nobody waits for a video of yours." isMine />
          <Requests title="Sent" requests={sent.data} none="You have asked for no videos yet." />
        </div>
      )}
      <Suspense>{isAsking && <RequestDialog onClose={() => setAsking(false)} />}</Suspense>
    </>
  );
}

function Requests(props: {
  title: string;
  requests: VideoRequest[] | undefined;
  none: string;
  isMine?: boolean;
}) {
  const { requests, isMine = false } = props;
  return (
    <section aria-label={props.title}>
      <h2 className="mb-2 text-ui font-medium text-dim">{props.title}</h2>
      {!requests ? (
        <Skeleton className="h-16" />
      ) : requests.length === 0 ? (
        <p className="text-ui text-dim">{props.none}</p>
      ) : (
        <ul className="space-y-2">
          {requests.map((request) => (
            <li key={request.id}>
              <Row request={request} isMine={isMine} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ request, isMine }: { request: VideoRequest; isMine: boolean }) {
  const { id, title, from, lines } = request;
  const [line] = lines;
  const open = lines.find(isOpen);
  const state = lines.length === 1 && line ? STATES[line.state] : null;
  return (
    <Link
      to="/requests/$id"
      params={{ id }}
      className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-xl border border-line bg-raised px-4 py-3 transition-colors duration-150 hover:bg-hover"
    >
      <span className="min-w-0 flex-1 basis-56">
        <span className="block truncate font-medium">{title}</span>
        <span className="block text-[0.8125rem] text-dim">
          {isMine ? from.name : lines.length === 1 && line ? nameOf(line) : `${lines.length} people`}
          {' · '}
          {open?.dueAt ? (
            <>
              due <YourTime at={open.dueAt} />
            </>
          ) : (
            <TimeAgo at={request.createdAt} />
          )}
        </span>
      </span>
      <Badge tone={state?.tone ?? 'neutral'}>{progressOf(request)}</Badge>
    </Link>
  );
}
