import { useQuery } from '@tanstack/react-query';
import type { ReactionEmoji } from '#shared/comments.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { errorText } from '../../api/api-error.ts';
import { showToast } from '../../ui/toast.tsx';

/** Reactions to moments of a video; a new one can be undone. */
export function useMomentReactions(slug: VideoSlug) {
  const options = queries.comments.listReactions.queryOptions({ input: { slug } });
  const { data } = useQuery(options);
  const settle = (work: Promise<unknown>, onDone?: () => void) =>
    void work
      .then(
        () => onDone?.(),
        (error: unknown) => showToast(errorText(error).message, { isError: true }),
      )
      .finally(() => void queryClient.invalidateQueries({ queryKey: options.queryKey }));
  const remove = (id: string) => settle(api.comments.removeReaction({ id }));
  return {
    reactions: data ?? [],
    add(emoji: ReactionEmoji, atMs: number): void {
      const id = crypto.randomUUID();
      settle(api.comments.addReaction({ slug, id, emoji, atMs }), () =>
        showToast(`${emoji} put on this moment`, { action: { label: 'Undo', run: () => remove(id) } }),
      );
    },
  };
}
