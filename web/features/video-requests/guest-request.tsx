import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { AskedGuest } from '#shared/video-requests.ts';
import { errorText, isCode } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { ReplyPlayer } from '../comments/reply-player.tsx';
import { useRecorder } from '../record/use-recorder.ts';
import { Logo } from '../shell/logo.tsx';
import { AnswerBox, type AnswerPlace } from './answer-box.tsx';
import { RequestHead } from './request-head.tsx';
import { takeReply } from './take-reply.ts';

const askedKey = () => queries.videoRequests.asked.queryKey();
/** Nothing is pushed to guests: whether it is still asked is looked up now and then. */
const LOOK_AGAIN_MS = 20_000;

/** The request as its guest sees it: what is asked, the recorder, and the thanks. */
export function GuestRequest({ first }: { first: AskedGuest }) {
  const { data = first, error } = useQuery({
    ...queries.videoRequests.asked.queryOptions(),
    refetchInterval: LOOK_AGAIN_MS,
    retry: false,
  });
  const [isAnew, setAnew] = useState(false);
  const { phase } = useRecorder();
  useTitle(data.title);
  const isOver = isCode(error, 'gone') || isCode(error, 'unauthenticated');
  const isRecording = phase !== 'idle' && phase !== 'done';
  const isGiven = data.state === 'answered' || data.state === 'declined';
  const done = (asked: AskedGuest) => {
    queryClient.setQueryData(askedKey(), asked);
    setAnew(false);
  };
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2.5 border-b border-line bg-surface px-4">
        <Logo />
        <span className="truncate font-semibold tracking-tight">{data.workspaceName}</span>
        <span className="flex-1" />
        <Avatar name={data.guest.name} />
        <span className="truncate text-ui text-dim">{data.guest.name}, as a guest</span>
      </header>
      <main id="main" className="mx-auto w-full max-w-3xl flex-1 space-y-6 px-4 py-6 sm:px-8 sm:py-8">
        {isOver && (
          <p role="alert" className="rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">
            {errorText(error).message}
            {isRecording && ' What you record now is kept on this device: stop, then save a copy.'}
          </p>
        )}
        {isGiven && !isAnew ? (
          <ThankYou asked={data} onAnew={isOver ? null : () => setAnew(true)} />
        ) : (
          <>
            <RequestHead
              title={data.title}
              note={data.note}
              lead={`${data.from} asks you for a video`}
              // On a phone the picture of who records needs the room.
              about={isRecording ? null : data.about}
              dueAt={isRecording ? null : data.dueAt}
              isOverdue={data.state === 'overdue'}
            />
            {data.state === 'taken' ? (
              <p role="status" className="rounded-lg bg-sunken px-3 py-2 text-ui">
                Somebody has answered by this link already. Ask {data.from} for a link of your own.
              </p>
            ) : (
              <AnswerBox place={placeOf(data, done)} />
            )}
            {isAnew && !isRecording && (
              <Button look="quiet" onClick={() => setAnew(false)}>
                Keep what I have sent
              </Button>
            )}
          </>
        )}
      </main>
    </div>
  );
}

function placeOf(asked: AskedGuest, done: (asked: AskedGuest) => void): AnswerPlace {
  const { take, answer } = asked;
  return {
    requestId: asked.id,
    userId: asked.guest.id,
    title: asked.title,
    maxMinutes: asked.maxRecordingMinutes,
    take: take && { recordingId: take.recordingId, slug: take.slug, durationMs: take.durationMs },
    async send(video: VideoSlug | null, word: string | null) {
      done(await api.videoRequests.send({ video, word, replaces: answer }));
    },
    async discard(slug: VideoSlug) {
      await api.videoRequests.discardTake({ slug }).catch((error: unknown) => {
        // It is gone already.
        if (!isCode(error, 'not_found')) throw error;
      });
      await queryClient.invalidateQueries({ queryKey: askedKey() });
    },
  };
}

/** What who asked wants to say, and what was sent. */
function ThankYou({ asked, onAnew }: { asked: AskedGuest; onAnew: (() => void) | null }) {
  const { state, answer, thanks, from } = asked;
  const isAnswered = state === 'answered';
  const text = isAnswered ? thanks || `${from} has your video.` : `${from} is told that you can’t.`;
  return (
    <section aria-label="Thank you" className="mx-auto flex max-w-lg flex-col items-center py-8 text-center">
      <div className="mb-5 flex size-14 items-center justify-center rounded-2xl bg-good-soft text-good">
        <CircleCheck className="size-7" />
      </div>
      <h1 className="text-2xl font-semibold tracking-tight">{isAnswered ? 'Sent' : 'All right'}</h1>
      <p role="status" className="mt-2 text-[0.9375rem] whitespace-pre-wrap text-dim wrap-anywhere">
        {text}
      </p>
      {answer && (
        <div className="mt-6 w-full text-left">
          <ReplyPlayer name="you" reply={takeReply(answer, null)} />
        </div>
      )}
      <p className="mt-6 text-ui text-dim">You can close this page.</p>
      {onAnew && (
        <Button className="mt-3" onClick={onAnew}>
          {isAnswered ? 'Record it once more' : 'Answer after all'}
        </Button>
      )}
    </section>
  );
}
