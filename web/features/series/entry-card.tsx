import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Film } from 'lucide-react';
import type { Entry } from '#shared/series.ts';
import { queries } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { useSeen } from './use-seen.ts';
import { AnswerBlock, hasAnswer, useSeek, type AnswersContext } from './answer-block.tsx';
import { SpokenThread } from './discussion/spoken-thread.tsx';
import { EntryDecisions } from './entry-decisions.tsx';
import { STATES } from './entry-states.ts';

/** What one person answered: their video, then prompt by prompt. */
export function EntryCard({ entry, context }: { entry: Entry; context: AnswersContext }) {
  const { edition, discussion, me } = context;
  const { text, tone } = STATES[entry.state];
  const spoken = discussion.data?.spoken.find(({ personId }) => personId === entry.person.id);
  const seek = useSeek(spoken?.slug);
  const hasChapters = entry.answers.some(({ atMs }) => atMs !== null);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Avatar name={entry.person.name} />
        <h3 className="min-w-0 flex-1 truncate font-medium">{entry.person.name}</h3>
        {entry.answeredAt && (
          <span className="text-[0.8125rem] text-dim">
            <TimeAgo at={entry.answeredAt} />
          </span>
        )}
        <Badge tone={tone}>{text}</Badge>
      </div>
      {entry.video && <EntryVideo slug={entry.video} />}
      <EntryDecisions decisions={entry.decisions} />
      {spoken && !hasChapters && (
        <SpokenThread
          spoken={spoken}
          chapter={null}
          about={`${entry.person.name}, the video`}
          me={me}
          isWanted={false}
          onSeek={(ms) => seek?.(ms)}
        />
      )}
      <dl className="mt-1 space-y-2">
        {edition.prompts
          .filter((prompt) => hasAnswer(edition, entry, prompt))
          .map((prompt) => (
            <div key={prompt.id} className="mt-3">
              <dt className="mb-0.5 text-[0.8125rem] text-dim">{prompt.text}</dt>
              <dd>
                <AnswerBlock entry={entry} prompt={prompt} context={context} />
              </dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function EntryVideo({ slug }: { slug: NonNullable<Entry['video']> }) {
  const [place, isSeen] = useSeen();
  const video = useQuery({ ...queries.videos.get.queryOptions({ input: { slug } }), enabled: isSeen });
  return (
    <Link
      ref={place}
      to="/v/$slug"
      params={{ slug }}
      className="mt-3 flex items-center gap-3 rounded-lg border border-line p-2 transition-colors duration-150 hover:bg-hover"
    >
      <span className="flex aspect-video w-28 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken text-faint">
        {video.data?.posterUrl ? (
          <img src={video.data.posterUrl} alt="" className="size-full object-cover" />
        ) : (
          <Film className="size-5" />
        )}
      </span>
      <span className="min-w-0 truncate text-ui font-medium">{video.data?.title ?? 'Video'}</span>
    </Link>
  );
}
