import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { RecordingId } from '#shared/ids.ts';
import { isCode } from '../../api/api-error.ts';
import { queries } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { isUnderWay } from '../../recorder/recorder-machine.ts';
import { IconButton, Spinner } from '../../ui/button.tsx';
import { megabytes } from '../record/delivery-line.tsx';
import { useLeftovers } from '../record/use-leftovers.ts';
import { useDeliveries, useRecorder } from '../record/use-recorder.ts';
import { withVideo, type EntryDraft } from './entry-draft.ts';

/**
 * What was recorded for an update: its video is chosen once the server knows of it. What a closed tab has left of it is delivered, and
 * what is still on its way is said.
 */
export function RecordedField(props: {
  draft: EntryDraft;
  recordingId: string;
  onChange: (draft: EntryDraft) => void;
}) {
  const { draft, recordingId, onChange } = props;
  const { info, phase } = useRecorder();
  const isRunning = info?.recordingId === recordingId && isUnderWay(phase);
  const upload = useDeliveries().find((one) => one.info.recordingId === recordingId)?.state;
  const isLooking = useLeftovers(recordingId);
  const known = useQuery({
    ...queries.recordings.get.queryOptions({ input: { id: recordingId as RecordingId } }),
    enabled: draft.video === '' && !isRunning && !isLooking && !upload,
  });
  const isGone =
    known.data?.state === 'discarded' || upload?.isDead === true || isCode(known.error, 'not_found');
  const slug = isRunning || isGone ? null : (slugOf(upload?.link?.slug) ?? known.data?.slug ?? null);
  useEffect(() => {
    if (slug !== null && draft.video === '') onChange({ ...draft, video: slug });
  });
  if (draft.video !== '')
    return upload && !upload.isComplete ? (
      <p role="status" className="numbers text-[0.8125rem] text-dim">
        {upload.problem?.message ?? `Uploading: ${megabytes(upload.pendingBytes)} left. Keep this page open.`}
      </p>
    ) : null;
  return (
    <div className="flex items-center gap-3 rounded-xl border border-line bg-raised px-3 py-2 text-ui">
      <p role="status" className="numbers min-w-0 flex-1">
        {isGone
          ? 'What you recorded was thrown away, or never left its device.'
          : isRunning
            ? 'It is being recorded.'
            : (upload?.problem?.message ?? 'Your recording is on its way to the server…')}
      </p>
      {!isGone && <Spinner />}
      <IconButton
        label="Without this recording"
        disabled={isRunning}
        onClick={() => onChange(withVideo(draft, { recordingId: null, video: '' }))}
      >
        <X className="size-4" />
      </IconButton>
    </div>
  );
}
