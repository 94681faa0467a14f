import { Check, TriangleAlert } from 'lucide-react';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { recorder } from '../../recorder/recorder.ts';
import { Button, Spinner } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DeliveryLine } from './delivery-line.tsx';
import { SaveCopyButton } from './save-copy-button.tsx';

/** After stop, for as long as there is no page of the video to turn into; and after a failure. */
export function FinishedView({ state }: { state: RecorderState }) {
  const { phase, upload, info } = state;
  const isFailed = phase === 'failed';
  const hasRecorded = state.elapsedMs > 0;
  const isSafe = upload?.isComplete === true;
  const [title, text] = isFailed
    ? ['The recording stopped', state.error ?? 'Something went wrong.']
    : phase === 'done' && (isSafe || upload?.problem)
      ? [
          isSafe ? 'Your recording is safe' : 'Your recording is kept on this device',
          isSafe
            ? 'You can close this page.'
            : 'The server could not be reached yet. Keep this page open, or come back later with this browser: the upload goes on where it stopped.',
        ]
      : ['One moment…', 'The last seconds are being written down.'];
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center px-4 py-16 text-center">
      <div
        className={`mb-5 flex size-14 items-center justify-center rounded-2xl ${isFailed ? 'bg-danger-soft text-danger' : isSafe ? 'bg-good-soft text-good' : 'bg-accent-soft text-accent-text'}`}
      >
        {isFailed ? (
          <TriangleAlert className="size-7" />
        ) : isSafe ? (
          <Check className="size-7" />
        ) : (
          <Spinner className="size-6" />
        )}
      </div>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p role={isFailed ? 'alert' : 'status'} className="mt-2 text-ui text-dim">
        {text}
      </p>
      {isFailed && hasRecorded && (
        <p className="mt-2 text-ui">What was recorded until then is kept on this device.</p>
      )}
      {state.notice && (
        <p className="mt-3 rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">{state.notice}</p>
      )}
      <DeliveryLine upload={upload} isRecording={false} className="mt-5 text-left" />
      <div className="mt-7 flex flex-wrap justify-center gap-2">
        {isFailed && hasRecorded && (
          <Button look="primary" onClick={() => recorder.recover()}>
            Finish with what there is
          </Button>
        )}
        {upload?.link && !state.request && <CopyButton text={upload.link.url} look="secondary" />}
        {phase === 'done' && !isSafe && info && (
          <SaveCopyButton recordingId={info.recordingId} title={info.title} />
        )}
        {(phase === 'done' || isFailed) && (
          <Button look={isFailed && !hasRecorded ? 'primary' : 'quiet'} onClick={() => recorder.reset()}>
            {isFailed && !hasRecorded ? 'Back to the settings' : 'Record another'}
          </Button>
        )}
      </div>
    </div>
  );
}
