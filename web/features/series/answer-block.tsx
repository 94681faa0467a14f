import { useNavigate } from '@tanstack/react-router';
import type { Person } from '#shared/people.ts';
import type { Edition, Entry, Prompt } from '#shared/series.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { answerOf, AnswerWords, chapterOf, isWritten } from './answer-words.tsx';
import { MomentLink } from './moment-link.tsx';
import { SpokenThread } from './discussion/spoken-thread.tsx';
import type { Discussion } from './discussion/use-discussion.ts';
import { WrittenThread } from './discussion/written-thread.tsx';

/** What all answers of a page share. */
export interface AnswersContext {
  edition: Edition;
  me: Person;
  discussion: Discussion;
  /** `<person>.<prompt>` that a link leads to. */
  wanted: string | undefined;
}

/** One person's answer to one prompt, with its thread. Nothing where there is none. */
export function AnswerBlock({
  entry,
  prompt,
  context,
}: {
  entry: Entry;
  prompt: Prompt;
  context: AnswersContext;
}) {
  const { edition, me, discussion, wanted } = context;
  const answer = answerOf(entry, prompt.id);
  const chapter = chapterOf(edition, entry, prompt.id);
  const spoken = discussion.data?.spoken.find(({ personId }) => personId === entry.person.id);
  const seek = useSeek(spoken?.slug);
  const place = { personId: entry.person.id, promptId: prompt.id };
  const hasComments = discussion.data?.comments.some(
    ({ personId, promptId }) => personId === place.personId && promptId === place.promptId,
  );
  const about = `${entry.person.name}, ${prompt.text}`;
  const isWanted = wanted === `${entry.person.id}.${prompt.id}`;
  const words = <AnswerWords answer={answer} />;
  const isText = Boolean(answer?.text);
  // Of what is said in a video there is one thread: at the video.
  const isSpoken = chapter !== null && spoken !== undefined;
  return (
    <>
      {(isText || isSpoken || !discussion.data) && words}
      {chapter && discussion.data && !spoken && (
        <p className="text-ui text-dim">It is said in a video that is not shared with you.</p>
      )}
      {chapter && spoken && (
        <SpokenThread
          spoken={spoken}
          chapter={chapter}
          about={about}
          me={me}
          isWanted={isWanted && !hasComments}
          onSeek={(ms) => seek?.(ms)}
          beside={
            <MomentLink slug={spoken.slug} atMs={answer?.atMs ?? 0}>
              Said at {formatTimecode(answer?.atMs ?? 0)}
            </MomentLink>
          }
        />
      )}
      {discussion.data && ((isWritten(answer) && !isSpoken) || hasComments) && (
        <WrittenThread
          place={place}
          about={about}
          me={me}
          discussion={discussion}
          isWanted={isWanted}
          onSeek={seek}
          beside={isText || isSpoken ? undefined : words}
        />
      )}
    </>
  );
}

/** Opens a video at a moment; null without a video. */
export function useSeek(slug: string | undefined): ((ms: number) => void) | null {
  const navigate = useNavigate();
  if (slug === undefined) return null;
  return (ms) => void navigate({ to: '/v/$slug', params: { slug }, search: { t: ms / 1000 } });
}

export function hasAnswer(edition: Edition, entry: Entry, prompt: Prompt): boolean {
  return isWritten(answerOf(entry, prompt.id)) || chapterOf(edition, entry, prompt.id) !== null;
}
