import { lazy, Suspense } from 'react';
import { createPortal } from 'react-dom';
import type { Comment } from '#shared/comments.ts';
import { frameOfMs } from '#shared/frames.ts';
import { seenInk } from '#shared/regions.ts';
import { AnnotationLayer } from '../../ink/annotation-layer.tsx';
import { usePlayer, type PlayerStore } from '../../player/player-store.ts';
import { errorText } from '../../api/api-error.ts';
import { showToast } from '../../ui/toast.tsx';
import { useReviewSettings } from './review-settings.ts';
import { useReview, type ReviewStore } from './review-store.ts';
import type { Comments } from './use-comments.ts';

const AnnotationStudio = lazy(() =>
  import('../../ink/annotation-studio.tsx').then((m) => ({ default: m.AnnotationStudio })),
);

const RegionPicker = lazy(() => import('./region-picker.tsx').then((m) => ({ default: m.RegionPicker })));

/** While playing, ink on one frame is shown for this long: a frame is too short to see. */
const SEEN_MS = 1500;
/** Ink of comments this near shines through while paused. */
const NEAR_MS = 2500;

/** The ink of comments over their frames, and what is being drawn. Covers the picture. */
export function ReviewInk({
  player,
  review,
  comments,
  aspectRatio,
}: {
  player: PlayerStore;
  review: ReviewStore;
  comments: Comments;
  aspectRatio: number;
}) {
  const drawing = useReview(review, (state) => state.drawing);
  const draft = useReview(review, (state) => state.draft);
  const focusId = useReview(review, (state) => state.focusId);
  const { showsGhosts } = useReviewSettings();
  const drawn = (comments.comments ?? []).filter(
    ({ ink, region, id }) =>
      (ink.length > 0 || region !== null) && !(drawing?.kind === 'comment' && drawing.id === id),
  );
  const frame = usePlayer(player, (state) => state.frame);
  if (drawing?.kind === 'region')
    return (
      <Suspense>
        <RegionPicker
          value={draft.region}
          onPick={(region) => {
            review.write({ region });
            void saveDrawing(review, comments);
          }}
          onCancel={() => review.change({ drawing: null })}
        />
      </Suspense>
    );
  if (drawing) {
    const finish = () => void saveDrawing(review, comments);
    return (
      <>
        {showsGhosts &&
          drawn
            .filter((comment) => visibility(comment, player, frame, null) !== null)
            .map((comment) => (
              <AnnotationLayer
                key={comment.id}
                annotation={seenInk(comment)}
                aspectRatio={aspectRatio}
                opacity={0.2}
              />
            ))}
        <Suspense>
          <AnnotationStudio
            value={drawing.kind === 'draft' ? draft.ink : drawing.ink}
            onChange={(ink) => {
              if (drawing.kind === 'draft') review.write({ ink });
              else review.change({ drawing: { ...drawing, ink } });
            }}
            onDone={finish}
          >
            {({ surface, toolbar }) => (
              <>
                <div className="pointer-events-auto absolute inset-0">{surface}</div>
                {createPortal(
                  <section
                    aria-label="Drawing tools"
                    className="appear fixed inset-x-0 bottom-0 z-50 flex justify-center sm:bottom-5 lg:right-[26.5rem] lg:left-auto"
                  >
                    {toolbar}
                  </section>,
                  document.fullscreenElement ?? document.body,
                )}
              </>
            )}
          </AnnotationStudio>
        </Suspense>
      </>
    );
  }
  const isOnDraft =
    seenInk(draft).length > 0 && draft.atMs !== null && frameOfMs(draft.atMs, player.frameRate) === frame;
  return (
    <>
      {drawn.map((comment) => {
        const seen = visibility(comment, player, frame, focusId);
        if (seen === null || (seen === 'ghost' && !showsGhosts)) return null;
        return (
          <AnnotationLayer
            key={comment.id}
            annotation={seenInk(comment)}
            aspectRatio={aspectRatio}
            opacity={seen === 'ghost' ? 0.15 : 1}
          />
        );
      })}
      {isOnDraft && <AnnotationLayer annotation={seenInk(draft)} aspectRatio={aspectRatio} />}
    </>
  );
}

/** Keeps what was drawn: on the draft it already is; on a comment it is sent. */
async function saveDrawing(review: ReviewStore, comments: Comments): Promise<void> {
  const { drawing } = review.get();
  review.change({ drawing: null });
  if (drawing?.kind !== 'comment') {
    document.querySelector<HTMLElement>('[aria-label="Write a comment"]')?.focus();
    return;
  }
  const comment = comments.comments?.find(({ id }) => id === drawing.id);
  if (!comment || JSON.stringify(comment.ink) === JSON.stringify(drawing.ink)) return;
  await comments.edit(comment, comment.body, { ink: drawing.ink }).catch((error: unknown) => {
    showToast(`${errorText(error).message} The drawing is still open.`, { isError: true });
    review.change({ drawing });
  });
}

/** Whether the ink of a comment is seen on a frame: wholly within its frames, faintly near them. */
function visibility(
  { id, atMs, endMs }: Comment,
  player: PlayerStore,
  frame: number,
  focusId: string | null,
): 'whole' | 'ghost' | null {
  if (atMs === null) return null;
  const rate = player.frameRate;
  const isPlaying = player.get().phase === 'playing';
  const from = frameOfMs(atMs, rate);
  const to = frameOfMs(isPlaying ? Math.max(endMs ?? atMs, atMs + SEEN_MS) : (endMs ?? atMs), rate);
  if (frame >= from && frame <= to) return 'whole';
  if (isPlaying) return null;
  const near = frameOfMs(NEAR_MS, rate);
  const isNear = frame >= from - near && frame <= to + near;
  // Whoever follows the thread sees its ink from further away.
  return isNear || id === focusId ? 'ghost' : null;
}
