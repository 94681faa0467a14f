import { useMutation, useQuery } from '@tanstack/react-query';
import { UserId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { queries, queryClient } from '../../api/client.ts';
import { SelectField } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Section } from './section.tsx';

/** Whom I let hear of what I have left unanswered. Nobody else can choose that for me. */
export function ManagerPart() {
  const mine = useQuery(queries.reminders.myManager.queryOptions());
  const me = useQuery(queries.accounts.me.queryOptions());
  const members = useQuery(queries.members.list.queryOptions());
  const save = useMutation(
    queries.reminders.chooseManager.mutationOptions({
      onSuccess(saved) {
        queryClient.setQueryData(queries.reminders.myManager.queryKey(), saved);
        showToast('Saved');
      },
      onError: (error) => showToast(errorText(error).message, { isError: true }),
    }),
  );
  const others = members.data?.filter(({ id }) => id !== me.data?.user.id);
  return (
    <Section
      title="Your manager"
      text="When reminders and a word to who asked did not help, this person is told what you have left unanswered. Only you choose that."
    >
      {mine.data && others ? (
        <SelectField
          label="Is told last of all"
          className="max-w-md"
          value={(save.variables ?? mine.data).managerId ?? ''}
          onChange={(event) =>
            save.mutate({ managerId: event.target.value ? UserId.parse(event.target.value) : null })
          }
        >
          <option value="">Nobody</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      ) : (
        <Skeleton className="h-16 max-w-md" />
      )}
    </Section>
  );
}
