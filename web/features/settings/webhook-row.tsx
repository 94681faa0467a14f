import { useState } from 'react';
import type { Webhook } from '#shared/webhooks.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { rowClass } from './section.tsx';

/** One webhook, with how its last messages did. */
export function WebhookRow(props: {
  hook: Webhook;
  where: string;
  onTest: () => Promise<void>;
  onRemove: () => void;
}) {
  const { hook, where } = props;
  const [isBusy, setIsBusy] = useState(false);
  const [tone, word] = stateOf(hook);
  const hasFailed = tone === 'danger' || tone === 'warn';
  return (
    <li className={rowClass}>
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="truncate">{hook.name}</span> <Badge tone={tone}>{word}</Badge>
        </p>
        <p className="text-[0.8125rem] [overflow-wrap:anywhere] text-dim">
          <code>{hook.address}</code> · {where} · {hook.events.length} of 5 events
          {hook.lastSuccessAt && (
            <>
              {' '}
              · last posted <TimeAgo at={hook.lastSuccessAt} />
            </>
          )}
        </p>
        {hasFailed && hook.lastFailureAt && (
          <p role="status" className="mt-1 text-[0.8125rem] text-danger">
            {hook.lostCount > 0 &&
              `${hook.lostCount} message${hook.lostCount === 1 ? '' : 's'} did not arrive. `}
            {hook.lastError} (<TimeAgo at={hook.lastFailureAt} />)
          </p>
        )}
      </div>
      <Button
        size="small"
        isBusy={isBusy}
        aria-label={`Send a test to ${hook.name}`}
        onClick={() => {
          setIsBusy(true);
          void props.onTest().finally(() => setIsBusy(false));
        }}
      >
        Send a test
      </Button>
      <Button size="small" look="danger" aria-label={`Remove ${hook.name}`} onClick={props.onRemove}>
        Remove
      </Button>
    </li>
  );
}

function stateOf(hook: Webhook): ['neutral' | 'good' | 'warn' | 'danger', string] {
  const { lastFailureAt, lastSuccessAt, lostCount } = hook;
  if (lostCount > 0) return ['danger', 'Failing'];
  if (lastFailureAt !== null && (lastSuccessAt ?? '') < lastFailureAt) return ['warn', 'Last try failed'];
  return lastSuccessAt === null ? ['neutral', 'Nothing posted yet'] : ['good', 'Works'];
}
