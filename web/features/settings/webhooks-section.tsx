import { useQuery } from '@tanstack/react-query';
import { Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import type { SpaceId } from '#shared/ids.ts';
import type { Webhook, WebhookEvent } from '#shared/webhooks.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { FormError, SelectField, TextField } from '../../ui/field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useForm } from '../auth/use-form.ts';
import { listClass, Section } from './section.tsx';
import { WebhookRow } from './webhook-row.tsx';

export const EVENT_NAMES: Record<WebhookEvent, string> = {
  video_ready: 'A video is ready',
  new_version: 'A new version',
  comment: 'A comment or reply',
  ask_answered: 'An ask is answered',
  decision: 'A decision',
};
const EVENTS = Object.keys(EVENT_NAMES) as WebhookEvent[];

/** Posts to Slack, Mattermost and what is like them. For admins. */
export function WebhooksSection() {
  const hooks = useQuery(queries.webhooks.list.queryOptions());
  const spaces = useQuery(queries.spaces.list.queryOptions());
  if (hooks.error) return <ErrorState error={hooks.error} onRetry={() => void hooks.refetch()} />;
  if (!hooks.data) return <Skeleton className="h-64" />;
  const nameOf = (hook: Webhook) =>
    hook.spaceId === null
      ? 'everything that everybody can see'
      : (spaces.data?.find(({ id }) => id === hook.spaceId)?.name ?? 'a private space');
  const act = (work: Promise<unknown>) =>
    work.then(
      () => hooks.refetch(),
      (error: unknown) => showToast(errorText(error).message, { isError: true }),
    );
  return (
    <>
      <NewWebhookForm spaces={spaces.data ?? []} onMade={() => void hooks.refetch()} />
      <Section title="Webhooks of this workspace">
        {hooks.data.length === 0 ? (
          <EmptyState icon={<WebhookIcon className="size-5" />} title="No webhooks yet">
            Make an incoming webhook in your chat, and paste its address above.
          </EmptyState>
        ) : (
          <ul aria-label="Webhooks" className={listClass}>
            {hooks.data.map((hook) => (
              <WebhookRow
                key={hook.id}
                hook={hook}
                where={nameOf(hook)}
                onTest={async () => {
                  await act(api.webhooks.test({ id: hook.id }));
                }}
                onRemove={() => void act(api.webhooks.remove({ id: hook.id }))}
              />
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function NewWebhookForm(props: { spaces: { id: SpaceId; name: string }[]; onMade: () => void }) {
  const [events, setEvents] = useState<WebhookEvent[]>(EVENTS);
  const [made, setMade] = useState(0);
  const form = useForm(async ({ name = '', url = '', spaceId = '' }) => {
    const space = props.spaces.find(({ id }) => id === spaceId);
    await api.webhooks.create({ name, url, spaceId: space?.id ?? null, events });
    setMade((count) => count + 1);
    setEvents(EVENTS);
    props.onMade();
  });
  return (
    <Section
      title="New webhook"
      text="For incoming webhooks of Slack, Mattermost, Rocket.Chat or Discord (with /slack at the end). What happens in a private space is posted only by a webhook of that space."
    >
      <form key={made} className="max-w-2xl space-y-4" onSubmit={(event) => void form.onSubmit(event)}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="Name" name="name" required maxLength={60} placeholder="#design in Slack" />
          <SelectField label="Post what happens in" name="spaceId">
            <option value="">All that everybody can see</option>
            {props.spaces.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
        <TextField
          label="Address"
          name="url"
          type="url"
          required
          maxLength={2000}
          autoComplete="off"
          placeholder="https://hooks.slack.com/services/…"
          hint="It is a secret, and is not shown again."
        />
        <fieldset>
          <legend className="mb-1 text-ui font-medium">When to post</legend>
          <div className="flex flex-wrap gap-x-6">
            {EVENTS.map((id) => (
              <label key={id} className="flex min-h-9 items-center gap-2 text-ui coarse:min-h-11">
                <input
                  type="checkbox"
                  checked={events.includes(id)}
                  onChange={({ target }) =>
                    setEvents(target.checked ? [...events, id] : events.filter((event) => event !== id))
                  }
                  className="size-4 accent-accent"
                />
                {EVENT_NAMES[id]}
              </label>
            ))}
          </div>
        </fieldset>
        <Button type="submit" look="primary" isBusy={form.isBusy} disabled={events.length === 0}>
          Add the webhook
        </Button>
        <FormError>{form.error}</FormError>
      </form>
    </Section>
  );
}
