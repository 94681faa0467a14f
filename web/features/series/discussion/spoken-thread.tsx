import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Comment } from '#shared/comments.ts';
import type { SpokenAnswer } from '#shared/editions.ts';
import type { CommentId, VideoSlug } from '#shared/ids.ts';
import type { Person } from '#shared/people.ts';
import { DEFAULT_FRAME_RATE, frameMs, frameOfMs, msOfFrame } from '#shared/frames.ts';
import { formatTimecode } from '#shared/timecode.ts';
import { api, queries, queryClient } from '../../../api/client.ts';
import { ErrorState, Skeleton } from '../../../ui/states.tsx';
import { useComments } from '../../comments/use-comments.ts';
import { AnswerComment } from './answer-comment.tsx';
import { ThreadBox } from './thread-box.tsx';

/** A part of a video; null to its end. */
export interface Chapter {
  fromMs: number;
  toMs: number | null;
}

const isInside = ({ fromMs, toMs }: Chapter, atMs: number | null) =>
  atMs !== null && atMs >= fromMs && (toMs === null || atMs < toMs);

/**
 * What is said about an answer in a video: the comments of the video inside of its chapter, so that nothing is told twice. Without a
 * chapter it is the whole video.
 */
export function SpokenThread(props: {
  spoken: SpokenAnswer;
  chapter: Chapter | null;
  about: string;
  me: Person;
  isWanted: boolean;
  beside?: ReactNode;
  onSeek: (ms: number) => void;
}) {
  const { spoken, chapter, me } = props;
  const inside = spoken.moments.filter(({ atMs }) => chapter === null || isInside(chapter, atMs));
  const count = inside.reduce((sum, { comments }) => sum + comments, 0);
  const { slug } = spoken;
  const video = useQuery(queries.videos.get.queryOptions({ input: { slug } }));
  async function send(body: string): Promise<void> {
    const id = crypto.randomUUID() as string as CommentId;
    const sent = await api.comments.create({ slug, id, body, ...rangeOf(chapter, video.data) });
    const { queryKey } = queries.comments.list.queryOptions({ input: { slug } });
    queryClient.setQueryData(queryKey, (before: Comment[] | undefined) =>
      before ? [...before.filter((one) => one.id !== id), sent] : before,
    );
    await queryClient.invalidateQueries({ queryKey: queries.editions.comments.key() });
  }
  return (
    <ThreadBox
      about={props.about}
      count={count}
      isWanted={props.isWanted}
      beside={props.beside}
      onSend={send}
    >
      <VideoComments slug={slug} chapter={chapter} me={me} onSeek={props.onSeek} />
    </ThreadBox>
  );
}

/** From the first frame of a chapter to the last, as comments on ranges are kept. */
function rangeOf(
  chapter: Chapter | null,
  video: { durationMs: number | null; frameRate: Parameters<typeof msOfFrame>[1] | null } | undefined,
): { atMs: number | null; endMs: number | null } {
  if (chapter === null) return { atMs: null, endMs: null };
  const rate = video?.frameRate ?? DEFAULT_FRAME_RATE;
  const first = frameOfMs(chapter.fromMs, rate);
  const endMs = Math.min(
    chapter.toMs ?? Number.POSITIVE_INFINITY,
    video?.durationMs ?? Number.POSITIVE_INFINITY,
  );
  if (!Number.isFinite(endMs)) return { atMs: msOfFrame(first, rate), endMs: null };
  const last = Math.max(first, Math.floor((endMs - 1) / frameMs(rate)));
  return { atMs: msOfFrame(first, rate), endMs: last > first ? msOfFrame(last, rate) : null };
}

function VideoComments(props: {
  slug: VideoSlug;
  chapter: Chapter | null;
  me: Person;
  onSeek: (ms: number) => void;
}) {
  const { slug, chapter, me } = props;
  const video = useQuery(queries.videos.get.queryOptions({ input: { slug } }));
  const { comments, error, refetch, edit, remove } = useComments(slug, me, video.data);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!comments) return <Skeleton className="h-12" />;
  const threads = comments
    .filter(({ parentId, atMs }) => parentId === null && (chapter === null || isInside(chapter, atMs)))
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  return (
    <ul className="space-y-2">
      {threads.flatMap((thread) =>
        [thread, ...comments.filter(({ parentId }) => parentId === thread.id)].map((comment) => (
          <li key={comment.id} className={comment.parentId === null ? undefined : 'pl-5'}>
            <AnswerComment
              comment={comment}
              onEdit={(body) => edit(comment, body, {})}
              onRemove={() => remove(comment)}
              onSeek={props.onSeek}
            >
              {comment.parentId === null && (
                <Link
                  to="/v/$slug"
                  params={{ slug }}
                  search={{ comment: comment.id }}
                  className="numbers inline-flex items-center gap-1 text-xs font-medium text-accent-text hover:underline coarse:min-h-11"
                >
                  {comment.atMs === null ? 'At the video' : `At ${formatTimecode(comment.atMs)} of the video`}
                  <ArrowUpRight className="size-3" aria-hidden="true" />
                </Link>
              )}
            </AnswerComment>
          </li>
        )),
      )}
    </ul>
  );
}
