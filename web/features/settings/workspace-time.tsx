import { useMutation, useQuery } from '@tanstack/react-query';
import { queries, queryClient } from '../../api/client.ts';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { HoursForm } from './hours-part.tsx';
import { RegionFields } from './region-fields.tsx';
import { Section } from './section.tsx';
import { askTimeAgain, timeFailed } from './use-my-time.ts';
import { ZoneField } from './zone-field.tsx';

/** For admins: what holds for members who have chosen nothing of their own. */
export function WorkspaceTime() {
  const defaults = useQuery(queries.peopleTime.defaults.queryOptions());
  const countries = useQuery({ ...queries.peopleTime.countries.queryOptions(), staleTime: Infinity });
  const save = useMutation(
    queries.peopleTime.updateDefaults.mutationOptions({
      onSuccess(saved) {
        queryClient.setQueryData(queries.peopleTime.defaults.queryKey(), saved);
        askTimeAgain();
        showToast('Saved');
      },
      onError: timeFailed,
    }),
  );
  if (defaults.error) return <ErrorState error={defaults.error} onRetry={() => void defaults.refetch()} />;
  return (
    <Section title="Working time" text="For members who have not chosen their own under “Your time”.">
      {!defaults.data ? (
        <Skeleton className="h-96" />
      ) : (
        <div className="max-w-2xl space-y-5">
          <ZoneField
            label="Time zone"
            value={defaults.data.timeZone}
            onChange={(timeZone) => save.mutate({ timeZone })}
            className="max-w-md"
          />
          <RegionFields
            value={defaults.data.holidayRegion}
            countries={countries.data ?? []}
            onChange={(region) => region !== null && save.mutate({ holidayRegion: region })}
          />
          <HoursForm
            key={JSON.stringify(defaults.data.days)}
            saved={defaults.data.days}
            isBusy={save.isPending}
            onSave={(days) => save.mutate({ days })}
          />
        </div>
      )}
    </Section>
  );
}
