import { useInfiniteQuery } from '@tanstack/react-query';
import type { DeliveryState } from '#shared/notice-kinds.ts';
import type { SentMessage } from '#shared/notifications.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, ErrorState, Skeleton } from '../../ui/states.tsx';
import { YourTime } from '../people-time/your-time.tsx';
import { listClass } from './section.tsx';

export const STATES: Record<DeliveryState, [name: string, tone: 'neutral' | 'good' | 'warn' | 'danger']> = {
  waiting: ['waits', 'neutral'],
  sending: ['on its way', 'neutral'],
  sent: ['sent', 'good'],
  failed: ['failed', 'danger'],
  uncertain: ['may not have arrived', 'warn'],
  silenced: ['silenced by you', 'neutral'],
  answered: ['not needed any more', 'neutral'],
};
export const CHANNELS = { email: 'E-mail', push: 'Push' };

/** Each message to me: when, by which way, and why. */
export function SentList() {
  const sent = useInfiniteQuery(
    queries.notifications.sent.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 30, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  );
  if (sent.error) return <ErrorState error={sent.error} onRetry={() => void sent.refetch()} />;
  if (!sent.data) return <Skeleton className="h-32" />;
  const messages = sent.data.pages.flatMap((page) => page.items);
  if (messages.length === 0) return <p className="text-ui text-dim">Nothing has been sent to you yet.</p>;
  return (
    <>
      <ol className={listClass}>
        {messages.map((message) => (
          <Line key={message.id} message={message} />
        ))}
      </ol>
      {sent.hasNextPage && (
        <Button className="mt-3" isBusy={sent.isFetchingNextPage} onClick={() => void sent.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function Line({ message }: { message: SentMessage }) {
  const [state, tone] = STATES[message.state];
  const [first, ...others] = message.items;
  return (
    <li className="px-4 py-3 text-ui">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>{state}</Badge>
        <span className="text-dim">
          {CHANNELS[message.channel]} · <YourTime at={message.sentAt ?? message.sendAt} />
        </span>
      </div>
      {first && (
        <p className="mt-1 wrap-anywhere">
          {first.title} <span className="block text-[0.8125rem] text-dim">{first.why}</span>
        </p>
      )}
      {others.length > 0 && (
        <details className="mt-1 text-[0.8125rem]">
          <summary>and {others.length} more</summary>
          <ul className="mt-1 space-y-1.5">
            {others.map((item, i) => (
              // What was sent never changes its order, and may say the same twice.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={i} className="wrap-anywhere">
                {item.title} <span className="block text-dim">{item.why}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {message.error && <p className="mt-1 text-[0.8125rem] wrap-anywhere text-danger">{message.error}</p>}
    </li>
  );
}
