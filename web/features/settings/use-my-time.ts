import { useMutation, useQuery } from '@tanstack/react-query';
import type { MyTime } from '#shared/people-time.ts';
import { errorText } from '../../api/api-error.ts';
import { queries, queryClient } from '../../api/client.ts';
import { showToast } from '../../ui/toast.tsx';

export const timeFailed = (error: unknown) => showToast(errorText(error).message, { isError: true });

/** What is shown of people's time is asked again. */
export const askTimeAgain = () => void queryClient.invalidateQueries({ queryKey: queries.peopleTime.key() });

/** Saves a part of my time; the answer holds what follows from it. */
export function useSaveMyTime() {
  return useMutation(
    queries.peopleTime.update.mutationOptions({
      onSuccess(saved: MyTime) {
        queryClient.setQueryData(queries.peopleTime.mine.queryKey(), saved);
        showToast('Saved');
      },
      onError: timeFailed,
    }),
  );
}

export function useMyTime() {
  return useQuery(queries.peopleTime.mine.queryOptions());
}
