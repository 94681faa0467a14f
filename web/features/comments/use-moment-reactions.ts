import { useQuery } from '@tanstack/react-query';
import type { MomentReaction, ReactionEmoji } from '#shared/comments.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { errorText } from '../../api/api-error.ts';
import type { Moment } from '../../player/timeline.tsx';
import { showToast } from '../../ui/toast.tsx';
import { REACTION_NAMES } from './reaction-names.ts';

/** Reactions to moments of a video; a new one can be undone. `exact`: the slug of the very version that is seen. */
export function useMomentReactions(slug: VideoSlug, exact: VideoSlug) {
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
      settle(api.comments.addReaction({ slug: exact, id, emoji, atMs }), () =>
        showToast(`${emoji} put on this moment`, { action: { label: 'Undo', run: () => remove(id) } }),
      );
    },
  };
}

/** As the bar of the player shows them. */
export function momentsOf(reactions: readonly MomentReaction[]): Moment[] {
  return reactions.map(({ id, atMs, emoji, person }) => ({
    id,
    atMs,
    sign: emoji,
    title: `${person.name}: ${REACTION_NAMES[emoji]} at ${formatTimecode(atMs)}`,
  }));
}
