import { useEffect, useState } from 'react';
import type { RecordingId } from '#shared/ids.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { lockName } from '../../recorder/lock-name.ts';
import { openSpool, type SpooledRecording } from '../../recorder/spool.ts';
import { Uploader, type UploadState } from '../../recorder/uploader.ts';

const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });

/** On any page: offers to finish what a closed tab or a crash has left on this device. */
export function UnfinishedRecordings() {
  const [left, setLeft] = useState<SpooledRecording[]>([]);
  useEffect(() => {
    if (!('storage' in navigator) || !('getDirectory' in navigator.storage)) return;
    void findUnfinished().then(setLeft, () => undefined);
  }, []);
  return left.map((recording) => (
    <UnfinishedBar
      key={recording.recordingId}
      recording={recording}
      onGone={() => setLeft((all) => all.filter((r) => r !== recording))}
    />
  ));
}

/** Those that no open tab is working on. */
async function findUnfinished(): Promise<SpooledRecording[]> {
  const spooled = await openSpool().list();
  const { held = [] } = await navigator.locks.query();
  const names = new Set(held.map((lock) => lock.name));
  return spooled.filter((recording) => !names.has(lockName(recording.recordingId)));
}

function UnfinishedBar({ recording, onGone }: { recording: SpooledRecording; onGone: () => void }) {
  const [upload, setUpload] = useState<UploadState | null>(null);
  const at = time.format(new Date(recording.startedAt));
  function finish(): void {
    void navigator.locks.request(lockName(recording.recordingId), { ifAvailable: true }, async (lock) => {
      if (!lock) return onGone();
      await new Promise<void>((resolve) => {
        const uploader = new Uploader(recording.recordingId as RecordingId, openSpool(), (state) => {
          setUpload(state);
          if (state.isComplete || state.isDead) resolve();
        });
        for (const segment of recording.segments) uploader.add(segment);
        uploader.finish(recording.end ?? endOf(recording));
      });
      showToast(`Your recording from ${at} is complete.`);
      onGone();
    });
  }
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 border-b border-line bg-accent-soft px-4 py-2.5 text-ui"
    >
      <p className="min-w-0 flex-1">
        {upload
          ? (upload.problem ?? `Uploading your recording from ${at}… ${megabytes(upload.pendingBytes)} left`)
          : `Finish uploading your recording from ${at} (${megabytes(recording.segments.reduce((sum, s) => sum + s.sizeBytes, 0))} on this device)`}
      </p>
      {!upload && (
        <>
          <Button size="small" look="primary" onClick={finish}>
            Finish the upload
          </Button>
          <Button
            size="small"
            look="quiet"
            onClick={() => void openSpool().removeAll(recording.recordingId).then(onGone)}
          >
            Throw away
          </Button>
        </>
      )}
    </div>
  );
}

/** Where stop was never pressed: as much as there is. Pieces that were confirmed before are gone from here but count. */
function endOf(recording: SpooledRecording): { mediaCount: number; durationMs: number } {
  const media = recording.segments.filter((segment) => segment.kind !== 'init');
  const last = media.at(-1);
  return {
    mediaCount: last ? last.index + 1 : 0,
    durationMs: last ? Math.round(last.startMs + last.durationMs) : 0,
  };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
