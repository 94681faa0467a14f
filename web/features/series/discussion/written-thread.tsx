import type { ReactNode } from 'react';
import type { Person } from '#shared/people.ts';
import { AnswerComment } from './answer-comment.tsx';
import { ThreadBox } from './thread-box.tsx';
import type { AnswerPlace, Discussion } from './use-discussion.ts';

/** What is said about a written answer. */
export function WrittenThread(props: {
  place: AnswerPlace;
  about: string;
  me: Person;
  discussion: Discussion;
  isWanted: boolean;
  beside?: ReactNode;
  onSeek: ((ms: number) => void) | null;
}) {
  const { place, discussion, me } = props;
  const comments = (discussion.data?.comments ?? []).filter(
    ({ personId, promptId }) => personId === place.personId && promptId === place.promptId,
  );
  return (
    <ThreadBox
      about={props.about}
      count={comments.length}
      isWanted={props.isWanted}
      beside={props.beside}
      onSend={(body) => discussion.send(place, me, body)}
    >
      <ul className="space-y-2">
        {comments.map((comment) => (
          <li key={comment.id}>
            <AnswerComment
              comment={comment}
              onEdit={(body) => discussion.edit(comment, body)}
              onRemove={() => discussion.remove(comment)}
              onSeek={props.onSeek}
            />
          </li>
        ))}
      </ul>
    </ThreadBox>
  );
}
