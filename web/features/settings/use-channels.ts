import { useMutation, useQuery } from '@tanstack/react-query';
import type { MyChannels } from '#shared/channels.ts';
import { errorText } from '../../api/api-error.ts';
import { queries, queryClient } from '../../api/client.ts';
import { showToast } from '../../ui/toast.tsx';

export const channelsFailed = (error: unknown) => showToast(errorText(error).message, { isError: true });

export const askChannelsAgain = () => queryClient.invalidateQueries({ queryKey: queries.channels.key() });

export function useMyChannels() {
  return useQuery(queries.channels.mine.queryOptions());
}

/** Saves a choice; the answer holds what follows from it. */
export function useSaveChannels() {
  return useMutation(
    queries.channels.update.mutationOptions({
      onSuccess(saved: MyChannels) {
        queryClient.setQueryData(queries.channels.mine.queryKey(), saved);
        showToast('Saved');
      },
      onError: channelsFailed,
    }),
  );
}
