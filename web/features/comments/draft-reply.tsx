import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useEffect } from 'react';
import type { RecordingId } from '#shared/ids.ts';
import { errorText, isCode } from '../../api/api-error.ts';
import { api, queries } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { IconButton, Spinner } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { megabytes } from '../record/delivery-line.tsx';
import { useLeftovers } from '../record/use-leftovers.ts';
import { useDeliveries } from '../record/use-recorder.ts';
import type { ReplyDraft, ReplyDrafts, ReplyPlace } from './reply-drafts.ts';
import { ReplyPlayer } from './reply-player.tsx';
import { asSent } from './use-comments.ts';

/** What was recorded and is not sent yet: it can be played, thrown away, and survives a reload. */
export function DraftReply({
  drafts,
  place,
  draft,
}: {
  drafts: ReplyDrafts;
  place: ReplyPlace;
  draft: ReplyDraft;
}) {
  const { recordingId, hasPicture, durationMs } = draft;
  const upload = useDeliveries().find(({ info }) => info.recordingId === recordingId)?.state;
  const isLooking = useLeftovers(recordingId);
  const known = useQuery({
    ...queries.recordings.get.queryOptions({ input: { id: recordingId as RecordingId } }),
    enabled: draft.slug === null && !upload && !isLooking,
  });
  const slug = draft.slug ?? slugOf(upload?.link?.slug) ?? known.data?.slug ?? null;
  const isGone =
    known.data?.state === 'discarded' || upload?.isDead === true || isCode(known.error, 'not_found');
  useEffect(() => {
    if (slug !== null && !isGone) drafts.set(place, { ...draft, slug });
  }, [drafts, place, draft, slug, isGone]);

  async function remove(): Promise<void> {
    drafts.clear(place);
    if (isGone || slug === null) return;
    const failed = (error: unknown) => showToast(errorText(error).message, { isError: true });
    const undo = () =>
      void api.videos.restore({ slug }).then(() => drafts.set(place, { ...draft, slug }), failed);
    await api.videos
      .remove({ slug })
      .then(() => showToast('Reply thrown away', { action: { label: 'Undo', run: undo } }))
      .catch((error: unknown) => {
        drafts.set(place, { ...draft, slug });
        failed(error);
      });
  }

  return (
    <section className="rounded-xl border border-line bg-sunken p-2.5" aria-label="Your recorded reply">
      <div className="flex items-center gap-2 text-[0.8125rem] text-dim">
        <span className="numbers min-w-0 flex-1" role="status">
          {isGone
            ? 'This reply was thrown away, or never left its device.'
            : slug === null
              ? (upload?.problem?.message ?? 'On its way to the server…')
              : upload && !upload.isComplete
                ? (upload.problem?.message ?? `Uploading: ${megabytes(upload.pendingBytes)} left`)
                : `${hasPicture ? 'Video' : 'Voice'} reply, ready to be sent`}
        </span>
        {!isGone && slug === null && <Spinner />}
        <IconButton
          label="Throw the reply away"
          className="size-7 hover:text-danger"
          // What the server does not know of can't be brought back from there.
          disabled={slug === null && !isGone}
          onClick={() => void remove()}
        >
          <Trash2 className="size-4" />
        </IconButton>
      </div>
      {slug !== null && !isGone && (
        <ReplyPlayer name="you" reply={asSent({ slug, hasPicture, durationMs })} />
      )}
    </section>
  );
}
