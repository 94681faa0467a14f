import { useMutation, useQuery } from '@tanstack/react-query';
import type { NoticeLevel } from '#shared/notice-kinds.ts';
import type { NotificationChoices } from '#shared/notifications.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { SelectField } from '../../ui/field.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { LEVELS, SpaceLevel } from '../inbox/space-level.tsx';
import { listClass, rowClass, Section } from './section.tsx';
import { SentList } from './sent-list.tsx';

/** What I want to hear of, and how; and what I was sent. */
export function NotificationsSection() {
  const choices = useQuery(queries.notifications.preferences.queryOptions());
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const save = useMutation({
    mutationFn: (change: { level: NoticeLevel }) => api.notifications.setPreferences(change),
    onSuccess: keepChoices,
    onError: (error) => showToast(errorText(error).message, { isError: true }),
  });
  if (choices.error) return <ErrorState error={choices.error} onRetry={() => void choices.refetch()} />;
  if (!choices.data) return <Skeleton className="h-64" />;
  // What is being saved is shown at once.
  const { level } = { ...choices.data, ...(save.isPending ? save.variables : {}) };
  return (
    <>
      <Section
        title="What you hear of"
        text="In your working hours, in bundles. What is asked of you always lies in your inbox, whatever you choose."
      >
        <SelectField
          label="In all spaces"
          className="max-w-sm"
          value={level}
          onChange={(event) => save.mutate({ level: event.target.value as NoticeLevel })}
        >
          {LEVELS.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
        {(spaces.data?.length ?? 0) > 0 && (
          <ul aria-label="Spaces" className={`${listClass} mt-4`}>
            {spaces.data?.map((space) => (
              <li key={space.id} className={rowClass}>
                <span className="mr-auto truncate font-medium">{space.name}</span>
                <SpaceLevel spaceId={space.id} name={space.name} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="What you were sent" text="When, by which way, and why.">
        <SentList />
      </Section>
    </>
  );
}

function keepChoices(choices: NotificationChoices): void {
  queryClient.setQueryData(queries.notifications.preferences.queryOptions().queryKey, choices);
}
