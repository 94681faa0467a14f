import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queries, queryClient } from '../../api/client.ts';
import { errorText } from '../../api/api-error.ts';
import { showToast } from '../../ui/toast.tsx';
import type { Comment } from '#shared/comments.ts';
import type { CommentId, VideoSlug } from '#shared/ids.ts';
import type { Me } from '#shared/people.ts';

/** The comments of a video and what can be done to them; new ones show before the server has answered. */
export function useComments(slug: VideoSlug, me: Me | undefined) {
  const options = queries.comments.list.queryOptions({ input: { slug } });
  const { data, error, refetch } = useQuery(options);
  const put = (change: (comments: Comment[]) => Comment[]) =>
    queryClient.setQueryData(options.queryKey, (before: Comment[] | undefined) => change(before ?? []));
  const again = () => void queryClient.invalidateQueries({ queryKey: options.queryKey });
  const failed = (problem: unknown) => {
    showToast(errorText(problem).message, { isError: true });
    again();
  };
  const replace = (comment: Comment) => put((all) => all.map((c) => (c.id === comment.id ? comment : c)));

  const create = useMutation({
    mutationFn: (input: {
      id: Comment['id'];
      body: string;
      atMs: number | null;
      parentId: Comment['id'] | null;
    }) => api.comments.create({ slug, ...input }),
    onMutate: (input) => {
      if (!me || !data?.[0]?.videoId) return;
      const now = new Date().toISOString();
      const draft: Comment = {
        ...input,
        videoId: data[0].videoId,
        author: me.user,
        createdAt: now,
        editedAt: null,
        resolvedAt: null,
        resolvedBy: null,
        revision: 0,
        canEdit: false,
        canRemove: false,
      };
      put((all) => [...all, draft]);
    },
    onSettled: again,
  });
  const change = (work: () => Promise<Comment>) => void work().then(replace, failed);
  return {
    comments: data,
    error,
    refetch,
    isSending: create.isPending,
    send: (body: string, atMs: number | null, parentId: Comment['id'] | null) =>
      create.mutateAsync({ id: crypto.randomUUID() as string as CommentId, body, atMs, parentId }),
    edit: async (comment: Comment, body: string) => {
      replace(await api.comments.update({ id: comment.id, body, revision: comment.revision }));
    },
    resolve: (comment: Comment) => change(() => api.comments.resolve({ id: comment.id })),
    reopen: (comment: Comment) => change(() => api.comments.reopen({ id: comment.id })),
    remove(comment: Comment) {
      put((all) => all.filter((c) => c.id !== comment.id && c.parentId !== comment.id));
      const undo = () => void api.comments.restore({ id: comment.id }).then(again, failed);
      void api.comments
        .remove({ id: comment.id })
        .then(() => showToast('Comment deleted', { action: { label: 'Undo', run: undo } }), failed);
    },
  };
}

export type Comments = ReturnType<typeof useComments>;
