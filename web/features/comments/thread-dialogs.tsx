import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Comment, CommentLabel } from '#shared/comments.ts';
import type { UserId } from '#shared/ids.ts';
import { errorText } from '../../api/api-error.ts';
import { queries } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FormError, SelectField, TextField } from '../../ui/field.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { LABEL_LIST, LABELS } from './comment-labels.ts';
import { CommentText } from './comment-text.tsx';
import type { Nameable } from './mention-draft.ts';
import type { Comments } from './use-comments.ts';

/** A UTC instant as a `datetime-local` field of this browser shows it. */
function localMinute(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** How a thread is worked on: label, who sees to it, until when. */
export function DetailsDialog(props: {
  thread: Comment;
  comments: Comments;
  candidates: readonly Nameable[];
  onClose: () => void;
}) {
  const { thread, comments, candidates, onClose } = props;
  const [label, setLabel] = useState<string>(thread.label ?? '');
  const [assigneeId, setAssigneeId] = useState<string>(thread.assignee?.id ?? '');
  const [due, setDue] = useState(thread.dueAt ? localMinute(thread.dueAt) : '');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      await comments.triage(thread, {
        label: label === '' ? null : (label as CommentLabel),
        assigneeId: assigneeId === '' ? null : (assigneeId as UserId),
        dueAt: due === '' ? null : new Date(due).toISOString(),
      });
      onClose();
    } catch (problem) {
      setError(errorText(problem).message);
      setBusy(false);
    }
  }
  const { assignee } = thread;
  const all = candidates.filter(({ kind }) => kind !== 'space');
  const people = assignee && !all.some(({ id }) => id === assignee.id) ? [...all, assignee] : all;
  return (
    <Dialog isOpen onClose={onClose} title="Details of this thread">
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <SelectField label="Label" value={label} onChange={(event) => setLabel(event.target.value)}>
          <option value="">No label</option>
          {LABEL_LIST.map((value) => (
            <option key={value} value={value}>
              {LABELS[value].name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Assigned to"
          value={assigneeId}
          onChange={(event) => setAssigneeId(event.target.value)}
        >
          <option value="">Nobody</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Due"
          type="datetime-local"
          hint="In your own time zone."
          value={due}
          onChange={(event) => setDue(event.target.value)}
        />
        <FormError>{error}</FormError>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" isBusy={isBusy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What a comment said before its edits. */
export function HistoryDialog({ comment, onClose }: { comment: Comment; onClose: () => void }) {
  const { data, error, refetch } = useQuery(
    queries.comments.history.queryOptions({ input: { id: comment.id } }),
  );
  return (
    <Dialog isOpen onClose={onClose} title="What it said before">
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-24" />
      ) : (
        <ol className="space-y-4">
          {data.map((version, i) => (
            <li key={version.revision}>
              <p className="mb-1 text-xs text-faint">
                {i === 0 ? 'Now, written ' : 'Written '}
                <TimeAgo at={version.writtenAt} />
              </p>
              {version.body === '' ? (
                <p className="text-ui text-dim">No words</p>
              ) : (
                <CommentText text={version.body} onSeek={() => undefined} />
              )}
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}
