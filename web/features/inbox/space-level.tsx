import { useMutation, useQuery } from '@tanstack/react-query';
import type { SpaceId } from '#shared/ids.ts';
import type { NoticeLevel } from '#shared/notice-kinds.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { inputClass } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';

export const LEVELS: [level: NoticeLevel, name: string][] = [
  ['all', 'Everything that concerns you'],
  ['asks', 'Only what is asked of you'],
  ['muted', 'Nothing (asks stay in the inbox)'],
];
const SHORT: Record<NoticeLevel, string> = { all: 'All', asks: 'Asks only', muted: 'Muted' };

/** What I hear of from one space. */
export function SpaceLevel({ spaceId, name }: { spaceId: SpaceId; name: string }) {
  const choices = useQuery(queries.notifications.preferences.queryOptions());
  const save = useMutation({
    mutationFn: (level: NoticeLevel | null) => api.notifications.setSpaceLevel({ spaceId, level }),
    onSuccess: (changed) =>
      queryClient.setQueryData(queries.notifications.preferences.queryOptions().queryKey, changed),
    onError: (error) => showToast(errorText(error).message, { isError: true }),
  });
  const { data } = choices;
  if (!data) return null;
  const saved = data.spaces.find((space) => space.spaceId === spaceId)?.level ?? null;
  const own = (save.isPending ? save.variables : saved) ?? '';
  return (
    <select
      aria-label={`Notifications of ${name}`}
      className={`${inputClass} h-9 max-w-56 coarse:h-11`}
      value={own}
      onChange={(event) => save.mutate((event.target.value || null) as NoticeLevel | null)}
    >
      <option value="">As everywhere ({SHORT[data.level].toLowerCase()})</option>
      {LEVELS.map(([value]) => (
        <option key={value} value={value}>
          {SHORT[value]}
        </option>
      ))}
    </select>
  );
}
