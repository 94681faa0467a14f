import { useMutation, useQuery } from '@tanstack/react-query';
import { errorText } from '../../api/api-error.ts';
import { queries, queryClient } from '../../api/client.ts';
import { SelectField } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Section } from './section.tsx';

const CHOICES = ['None: only tell who asked', 'One', 'Two', 'Three', 'Four', 'Five'];

/** For admins: how often people are reminded of what they are asked. */
export function RemindersPart() {
  const policy = useQuery(queries.reminders.policy.queryOptions());
  const save = useMutation(
    queries.reminders.updatePolicy.mutationOptions({
      onSuccess(saved) {
        queryClient.setQueryData(queries.reminders.policy.queryKey(), saved);
        showToast('Saved');
      },
      onError: (error) => showToast(errorText(error).message, { isError: true }),
    }),
  );
  return (
    <Section
      title="Reminders"
      text="People are reminded of an ask in their own working hours, half-way to its due time and in the mornings after it. Then who asked is told."
    >
      {policy.data ? (
        <SelectField
          label="Reminders of one ask, at most"
          className="max-w-md"
          value={save.variables?.most ?? policy.data.most}
          onChange={(event) => save.mutate({ most: Number(event.target.value) })}
        >
          {CHOICES.map((text, most) => (
            <option key={text} value={most}>
              {text}
            </option>
          ))}
        </SelectField>
      ) : (
        <Skeleton className="h-16 max-w-md" />
      )}
    </Section>
  );
}
