import { useQuery } from '@tanstack/react-query';
import type { EditionDiscussion, EntryComment } from '#shared/editions.ts';
import type { EditionId, UserId } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import { errorText } from '../../../api/api-error.ts';
import { api, queries, queryClient } from '../../../api/client.ts';
import { showToast } from '../../../ui/toast.tsx';

export interface AnswerPlace {
  personId: UserId;
  promptId: string;
}

/** What is said about the answers of an edition; what is written shows before the server has it. */
export function useDiscussion(id: EditionId) {
  const options = queries.editions.comments.queryOptions({ input: { id } });
  const { data, error } = useQuery(options);
  const again = () => queryClient.invalidateQueries({ queryKey: options.queryKey });
  const put = (change: (comments: EntryComment[]) => EntryComment[]) =>
    queryClient.setQueryData(options.queryKey, (before: EditionDiscussion | undefined) =>
      before ? { ...before, comments: change(before.comments) } : before,
    );
  const failed = (problem: unknown) => {
    showToast(errorText(problem).message, { isError: true });
    void again();
  };
  return {
    data,
    error,
    async send(place: AnswerPlace, me: Person, body: string): Promise<void> {
      const commentId = crypto.randomUUID();
      const now = new Date().toISOString();
      const draft = { id: commentId, ...place, author: me, body, createdAt: now, editedAt: null };
      put((all) => [...all, { ...draft, revision: 0, canEdit: false, canRemove: false }]);
      try {
        const sent = await api.editions.comment({ id, commentId, ...place, body });
        put((all) => [...all.filter((one) => one.id !== commentId), sent]);
      } catch (problem) {
        put((all) => all.filter((one) => one.id !== commentId));
        throw problem;
      }
    },
    async edit(comment: EntryComment, body: string): Promise<void> {
      const { revision } = comment;
      const changed = await api.editions.updateComment({ id: comment.id, body, revision });
      put((all) => all.map((one) => (one.id === changed.id ? changed : one)));
    },
    remove(comment: EntryComment): void {
      put((all) => all.filter((one) => one.id !== comment.id));
      const undo = () => void api.editions.restoreComment({ id: comment.id }).then(again, failed);
      void api.editions
        .removeComment({ id: comment.id })
        .then(() => showToast('Comment deleted', { action: { label: 'Undo', run: undo } }), failed);
    },
  };
}

export type Discussion = ReturnType<typeof useDiscussion>;
