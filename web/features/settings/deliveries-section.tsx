import { useMutation, useQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import type { DeliveryId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { YourTime } from '../people-time/your-time.tsx';
import { listClass, rowClass, Section } from './section.tsx';
import { CHANNELS, STATES } from './sent-list.tsx';

const SHOWN = 100;

/** What failed to reach members, for admins: why, and a way to try it again. */
export function DeliveriesSection() {
  const troubled = useQuery(queries.notifications.troubled.queryOptions({ input: { limit: SHOWN } }));
  const retry = useMutation({
    mutationFn: (id: DeliveryId) => api.notifications.retry({ id }),
    onSuccess: () => showToast('It is being sent again.'),
    onError: (error) => showToast(errorText(error).message, { isError: true }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queries.notifications.key() }),
  });
  if (troubled.error) return <ErrorState error={troubled.error} onRetry={() => void troubled.refetch()} />;
  if (!troubled.data) return <Skeleton className="h-64" />;
  const { items, nextCursor } = troubled.data;
  return (
    <Section
      title="Deliveries"
      text="What could not be sent, after several tries; and what may not have arrived, as the sending was interrupted. Each still lies in the inbox of its recipient."
    >
      {items.length === 0 ? (
        <EmptyState icon={<MailCheck className="size-5" />} title="Everything has been delivered">
          A message that fails appears here, with the reason.
        </EmptyState>
      ) : (
        <ul aria-label="Deliveries" className={listClass}>
          {items.map((delivery) => {
            const [state, tone] = STATES[delivery.state];
            return (
              <li key={delivery.id} className={rowClass}>
                <div className="min-w-0 flex-1 basis-60">
                  <p className="flex flex-wrap items-center gap-2">
                    <span className="font-medium">{delivery.recipient.name}</span>
                    <Badge tone={tone}>{state}</Badge>
                  </p>
                  <p className="numbers mt-0.5 text-[0.8125rem] text-dim">
                    {CHANNELS[delivery.channel]} ·{' '}
                    {delivery.count === 1 ? '1 notice' : `${delivery.count} notices`} ·{' '}
                    <YourTime at={delivery.sendAt} />
                  </p>
                  {delivery.error && (
                    <p className="mt-0.5 text-[0.8125rem] wrap-anywhere text-dim">{delivery.error}</p>
                  )}
                </div>
                <Button
                  size="small"
                  isBusy={retry.isPending && retry.variables === delivery.id}
                  onClick={() => retry.mutate(delivery.id)}
                >
                  Try again
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {nextCursor && <p className="mt-3 text-[0.8125rem] text-dim">The newest {SHOWN}.</p>}
    </Section>
  );
}
