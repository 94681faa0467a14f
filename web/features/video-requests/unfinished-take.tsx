import { useEffect, useState } from 'react';
import { canSpool } from '../../recorder/spool/spool.ts';
import type { SpooledRecording } from '../../recorder/spool/spool-files.ts';
import { finishEarlier, throwAway, watchUnfinished } from '../../recorder/upload/deliveries.ts';
import { Button } from '../../ui/button.tsx';
import { megabytes } from '../record/delivery-line.tsx';
import { SaveCopyButton } from '../record/save-copy-button.tsx';
import { useDeliveries } from '../record/use-recorder.ts';

/** What a closed page or a crash has left of a recording on this device; null where nothing is left, or it is on its way. */
export function useLeftTake(recordingId: string | null): SpooledRecording | null {
  const [left, setLeft] = useState<SpooledRecording | null>(null);
  const isRunning = useDeliveries().some(({ info }) => info.recordingId === recordingId);
  useEffect(() => {
    if (recordingId === null || !canSpool()) return;
    return watchUnfinished((all) =>
      setLeft(all.find(({ info }) => info.recordingId === recordingId) ?? null),
    );
  }, [recordingId]);
  // What is on its way is not left any more.
  if (isRunning && left) setLeft(null);
  return isRunning ? null : left;
}

/** Offers to finish it. */
export function UnfinishedTake({ recording, onGone }: { recording: SpooledRecording; onGone: () => void }) {
  const { info, local } = recording;
  const bytes = local.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <section aria-label="Unfinished recording" className="rounded-xl border border-line bg-accent-soft p-4">
      <p className="text-ui">
        Your recording was interrupted. {megabytes(bytes)} of it are still on this device alone.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="primary" onClick={() => void finishEarlier(recording)}>
          Finish the upload
        </Button>
        <SaveCopyButton recordingId={info.recordingId} title={info.title} />
        <Button look="quiet" onClick={() => void throwAway(recording).then(onGone)}>
          Throw it away and record again
        </Button>
      </div>
    </section>
  );
}
