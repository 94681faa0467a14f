import type { Comment } from '#shared/comments.ts';
import type { CommentActions } from './comment-item.tsx';
import { useReplyDraft, type ReplyDrafts } from './reply-drafts.ts';
import { RecordMenu, ReplySlot } from './reply-slot.tsx';
import { TextForm } from './text-form.tsx';
import { REPLY } from './use-comments.ts';

interface Answer {
  thread: Comment;
  actions: CommentActions;
  onDone: () => void;
}

/** Answers a thread: by text, and by what is recorded in its place where that is possible. */
export function AnswerForm(props: Answer) {
  const { replyDrafts } = props.actions;
  if (replyDrafts) return <RecordedAnswer {...props} drafts={replyDrafts} />;
  return <WrittenAnswer {...props} />;
}

function WrittenAnswer({ thread, actions, onDone }: Answer) {
  return (
    <TextForm
      label="Reply"
      submit="Reply"
      slug={actions.comments.slug}
      candidates={actions.candidates}
      onCancel={onDone}
      onSubmit={async (body, attachments) => {
        await actions.comments.send({ ...REPLY, body, attachments, parentId: thread.id, reply: null });
        onDone();
      }}
    />
  );
}

function RecordedAnswer({ thread, actions, onDone, drafts }: Answer & { drafts: ReplyDrafts }) {
  const draft = useReplyDraft(drafts, thread.id);
  return (
    <TextForm
      label="Reply"
      submit="Reply"
      slug={actions.comments.slug}
      candidates={actions.candidates}
      mayBeEmpty={draft !== null}
      mustWait={draft !== null && draft.slug === null}
      onCancel={onDone}
      onSubmit={async (body, attachments) => {
        await actions.comments.send({ ...REPLY, body, attachments, parentId: thread.id, reply: draft });
        drafts.clear(thread.id);
        onDone();
      }}
      above={<ReplySlot drafts={drafts} place={thread.id} />}
      tools={<RecordMenu drafts={drafts} place={thread.id} player={actions.player} />}
    />
  );
}
