import { Link } from '@tanstack/react-router';
import type { RequestLine, RequestVideo, VideoRequest } from '#shared/video-requests.ts';
import { Badge } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { ReplyPlayer } from '../comments/reply-player.tsx';
import { YourTime } from '../people-time/your-time.tsx';
import { nameOf, STATES } from './request-words.ts';

/** Everybody who is asked, with what they answered, played in place. */
export function RequestAnswers({ request }: { request: VideoRequest }) {
  return (
    <section aria-label="Answers">
      <h2 className="mb-2 text-ui font-medium text-dim">Answers</h2>
      <ul className="space-y-3">
        {request.lines.map((line) => (
          <li key={line.id} className="rounded-xl border border-line bg-raised p-3.5">
            <AnswerLine line={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function AnswerLine({ line }: { line: RequestLine }) {
  const state = STATES[line.state];
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ui">
        <span className="min-w-0 flex-1 basis-40 font-medium wrap-anywhere">
          {nameOf(line)}
          {line.isGuest && line.person && <span className="font-normal text-dim"> · guest</span>}
        </span>
        <span className="text-[0.8125rem] text-dim">
          {line.answeredAt ? (
            <TimeAgo at={line.answeredAt} />
          ) : (
            line.dueAt && (
              <>
                due <YourTime at={line.dueAt} />
              </>
            )
          )}
        </span>
        <Badge tone={state.tone}>{state.text}</Badge>
      </p>
      {line.word && <p className="mt-1.5 text-ui whitespace-pre-wrap wrap-anywhere">“{line.word}”</p>}
      {line.video ? (
        <AnswerVideo video={line.video} name={line.person?.name ?? 'the guest'} />
      ) : (
        line.state === 'answered' && (
          <p className="mt-1.5 text-[0.8125rem] text-dim">This video was deleted, or can’t be seen by you.</p>
        )
      )}
    </>
  );
}

export function AnswerVideo({ video, name }: { video: RequestVideo; name: string }) {
  return (
    <div className="mt-2">
      <ReplyPlayer reply={{ ...video, transcript: null }} name={name} />
      <Link
        to="/v/$slug"
        params={{ slug: video.slug }}
        className="mt-1.5 inline-flex items-center text-[0.8125rem] font-medium text-accent-text hover:underline coarse:min-h-11"
      >
        Open the video
      </Link>
    </div>
  );
}
