import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { UserId, type VideoSlug } from '#shared/ids.ts';
import type { RequestLine, VideoRequest } from '#shared/video-requests.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { AnswerBox, type AnswerPlace } from './answer-box.tsx';
import { AnswerVideo } from './request-answers.tsx';
import type { TakeDraft } from './take-draft.ts';

const SHOWN_VIDEOS = 30;

/** A member’s own answer: to be given, or as it was given. */
export function MyAnswer(props: {
  request: VideoRequest;
  mine: RequestLine;
  userId: string;
  maxMinutes: number;
}) {
  const { request, mine } = props;
  const { id, title } = request;
  const [isChanging, setChanging] = useState(false);
  const isGiven = mine.state === 'answered' || mine.state === 'declined';
  async function send(video: VideoSlug | null, word: string | null): Promise<void> {
    const replaces = mine.video?.slug ?? null;
    const saved = await api.videoRequests.answer({ id, video, word, replaces });
    queryClient.setQueryData(queries.videoRequests.get.queryKey({ input: { id } }), saved);
    void queryClient.invalidateQueries({ queryKey: queries.videoRequests.key() });
    setChanging(false);
    showToast(video ? `Sent to ${request.from.name}` : `${request.from.name} is told`);
  }
  if (isGiven && !isChanging)
    return (
      <section aria-label="My answer" className="rounded-xl border border-line bg-raised p-4">
        <p className="text-ui font-medium" role="status">
          {mine.state === 'answered' ? 'You have answered.' : 'You said that you can’t.'}
        </p>
        {mine.word && <p className="mt-1.5 text-ui whitespace-pre-wrap wrap-anywhere">“{mine.word}”</p>}
        {mine.video && <AnswerVideo video={mine.video} name="you" />}
        {!request.withdrawnAt && (
          <Button className="mt-3" onClick={() => setChanging(true)}>
            {mine.state === 'answered' ? 'Replace my answer' : 'Answer after all'}
          </Button>
        )}
      </section>
    );
  if (request.withdrawnAt) return null;
  const place: AnswerPlace = {
    requestId: id,
    userId: props.userId,
    title,
    maxMinutes: props.maxMinutes,
    take: null,
    send,
    discard: async (slug) => void (await api.videos.remove({ slug })),
    existing: (choose) => <ExistingVideo userId={props.userId} onChosen={choose} />,
  };
  return (
    <>
      <AnswerBox place={place} />
      {isChanging && (
        <Button look="quiet" onClick={() => setChanging(false)}>
          Keep my answer
        </Button>
      )}
    </>
  );
}

function ExistingVideo({ userId, onChosen }: { userId: string; onChosen: (draft: TakeDraft) => void }) {
  const videos = useQuery(
    queries.videos.list.queryOptions({ input: { limit: SHOWN_VIDEOS, authorId: UserId.parse(userId) } }),
  );
  const [chosen, setChosen] = useState('');
  const items =
    videos.data?.items.filter(({ status }) => status === 'ready' || status === 'processing') ?? [];
  const slug = slugOf(chosen);
  if (items.length === 0) return null;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <SelectField
        label="Or one of your videos"
        className="min-w-0 flex-1 basis-60"
        value={chosen}
        onChange={({ target }) => setChosen(target.value)}
      >
        <option value="">Choose a video</option>
        {items.map((video) => (
          <option key={video.slug} value={video.slug}>
            {video.title}
          </option>
        ))}
      </SelectField>
      <Button
        disabled={slug === null}
        className="h-10"
        onClick={() => onChosen({ recordingId: null, slug, durationMs: null, isExisting: true })}
      >
        Use it
      </Button>
    </div>
  );
}
