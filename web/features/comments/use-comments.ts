import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queries, queryClient } from '../../api/client.ts';
import { errorText } from '../../api/api-error.ts';
import { showToast } from '../../ui/toast.tsx';
import type { Annotation } from '#shared/annotations.ts';
import type { Attachment } from '#shared/attachments.ts';
import type { Comment, CommentLabel, ReactionEmoji, RecordedReply, Region } from '#shared/comments.ts';
import type { CommentId, RecordingId, UserId, VideoSlug } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import type { Video } from '#shared/videos.ts';
import type { ReplyDraft } from './reply-drafts.ts';

export interface NewComment {
  body: string;
  atMs: number | null;
  endMs: number | null;
  quote: string | null;
  ink: Annotation;
  region: Region | null;
  attachments: Attachment[];
  label: CommentLabel | null;
  parentId: Comment['id'] | null;
  /** What was recorded as this comment. */
  reply: ReplyDraft | null;
}

export interface ThreadDetails {
  label: CommentLabel | null;
  assigneeId: UserId | null;
  dueAt: string | null;
}

/** A reply, as far as threads differ from it. */
export const REPLY = { atMs: null, endMs: null, quote: null, ink: [], region: null, label: null };

/** The version of the video that is seen. */
type Shown = Pick<Video, 'id' | 'version'>;

/** The comments of a video and what can be done to them; changes show before the server has answered. */
export function useComments(slug: VideoSlug, me: Person | undefined, shown: Shown | undefined) {
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
    mutationFn: ({ reply, attachments, ...input }: NewComment & { id: Comment['id'] }) =>
      api.comments.create({
        // Of the version that is seen, also when another one has become current meanwhile.
        slug: shown?.version.slug ?? slug,
        ...input,
        attachmentIds: attachments.map(({ id }) => id),
        recordingId: (reply?.recordingId ?? null) as RecordingId | null,
      }),
    onMutate: ({ reply, ...input }) => {
      if (!me || !shown) return;
      const draft: Comment = {
        ...input,
        reply: reply?.slug ? asSent({ ...reply, slug: reply.slug }) : null,
        videoId: shown.id,
        version: shown.version.number,
        author: me,
        stillUrl: null,
        assignee: null,
        dueAt: null,
        mentions: [],
        mentionsMe: false,
        reactions: [],
        createdAt: new Date().toISOString(),
        editedAt: null,
        resolvedAt: null,
        resolvedBy: null,
        revision: 0,
        canEdit: false,
        canRemove: false,
      };
      put((all) => [...all, draft]);
    },
    onSuccess: (comment) => put((all) => [...all.filter(({ id }) => id !== comment.id), comment]),
    onError: again,
  });
  /** Shows what it will be, then what the server says. */
  const change = (expected: Comment, work: () => Promise<Comment>) => {
    replace(expected);
    void work().then(replace, failed);
  };
  return {
    slug,
    comments: data,
    error,
    refetch,
    isSending: create.isPending,
    send: (comment: NewComment) =>
      create.mutateAsync({ ...comment, id: crypto.randomUUID() as string as CommentId }),
    /** What is left out stays. */
    edit: async (comment: Comment, body: string, more: { ink?: Annotation; attachments?: Attachment[] }) => {
      const { id, revision } = comment;
      const { attachments, ...rest } = more;
      const files = attachments && { attachmentIds: attachments.map((file) => file.id) };
      replace(await api.comments.update({ id, body, revision, ...rest, ...files }));
    },
    triage: async (comment: Comment, details: Partial<ThreadDetails>) => {
      replace(await api.comments.triage({ id: comment.id, ...details }));
    },
    react(comment: Comment, emoji: ReactionEmoji): void {
      if (!me) return;
      const isOn = !hasReacted(comment, emoji, me.id);
      change({ ...comment, reactions: withReaction(comment.reactions, emoji, me, isOn) }, () =>
        api.comments.react({ id: comment.id, emoji, isOn }),
      );
    },
    resolve: (comment: Comment) =>
      change({ ...comment, resolvedAt: new Date().toISOString(), resolvedBy: me ?? null }, () =>
        api.comments.resolve({ id: comment.id }),
      ),
    reopen: (comment: Comment) =>
      change({ ...comment, resolvedAt: null, resolvedBy: null }, () =>
        api.comments.reopen({ id: comment.id }),
      ),
    remove(comment: Comment) {
      put((all) => all.filter((c) => c.id !== comment.id && c.parentId !== comment.id));
      const undo = () => void api.comments.restore({ id: comment.id }).then(again, failed);
      void api.comments
        .remove({ id: comment.id })
        .then(() => showToast('Comment deleted', { action: { label: 'Undo', run: undo } }), failed);
    },
  };
}

/** A recorded reply as it is shown before the server says more of it. */
export function asSent({
  slug,
  hasPicture,
  durationMs,
}: Pick<ReplyDraft, 'hasPicture' | 'durationMs'> & { slug: VideoSlug }): RecordedReply {
  const unknown = { aspectRatio: null, posterUrl: null, transcript: null };
  return { slug, hasPicture, durationMs, status: 'processing', ...unknown };
}

export type Comments = ReturnType<typeof useComments>;

export function hasReacted(comment: Comment, emoji: ReactionEmoji, userId: string): boolean {
  return comment.reactions.some(
    (reaction) => reaction.emoji === emoji && reaction.people.some(({ id }) => id === userId),
  );
}

function withReaction(
  reactions: Comment['reactions'],
  emoji: ReactionEmoji,
  me: Person,
  isOn: boolean,
): Comment['reactions'] {
  const others = reactions
    .find((reaction) => reaction.emoji === emoji)
    ?.people.filter(({ id }) => id !== me.id);
  const people = isOn ? [...(others ?? []), me] : (others ?? []);
  if (!reactions.some((reaction) => reaction.emoji === emoji)) return [...reactions, { emoji, people }];
  return reactions
    .map((reaction) => (reaction.emoji === emoji ? { emoji, people } : reaction))
    .filter((reaction) => reaction.people.length > 0);
}
