import { CircleCheck, CloudOff, CloudUpload, LogIn } from 'lucide-react';
import { SEGMENT_TARGET_MS } from '#shared/recording-times.ts';
import { deliveryPhase } from '../../recorder/recorder-machine.ts';
import { timeLeft } from '../../api/transfer-rate.ts';
import type { UploadState } from '../../recorder/upload/uploader.ts';
import { cx } from '../../ui/class-names.ts';

export function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const SEGMENT_SECONDS = SEGMENT_TARGET_MS / 1000;

function safeText({ confirmedBytes, missingCount }: UploadState): string {
  const safe = `All ${megabytes(confirmedBytes)} are safe on the server. You can close this page.`;
  if (missingCount === 0) return safe;
  return `About ${missingCount * SEGMENT_SECONDS} s are missing: this device does not have them any more. The rest is safe on the server.`;
}

/** What is safe and what is not yet, truthfully; never “saved” before the server has confirmed it. */
export function DeliveryLine({
  upload,
  isRecording,
  className,
}: {
  upload: UploadState | null;
  isRecording: boolean;
  className?: string;
}) {
  const phase = deliveryPhase(upload);
  if (!upload || phase === 'none') return null;
  const left = phase === 'sending' ? timeLeft(upload.pendingBytes, upload.bytesPerSecond) : '';
  const sizes = `${megabytes(upload.confirmedBytes)} safe on the server · ${megabytes(upload.pendingBytes)} on this device${!isRecording && left ? ` · ${left}` : ''}`;
  const Icon = {
    safe: CircleCheck,
    offline: CloudOff,
    signedOut: LogIn,
    gone: CloudOff,
    sending: CloudUpload,
  }[phase];
  return (
    <div
      role="status"
      data-delivery={phase}
      className={cx('numbers flex items-start gap-2 text-[0.8125rem] text-dim', className)}
    >
      <Icon
        className={cx(
          'mt-0.5 size-4 shrink-0',
          phase === 'safe' && 'text-good',
          (phase === 'offline' || phase === 'signedOut') && 'text-warn',
          phase === 'gone' && 'text-danger',
        )}
      />
      <p>
        {phase === 'safe' ? (
          safeText(upload)
        ) : (
          <>
            {upload.problem && <span className="block text-text">{upload.problem.message}</span>}
            {sizes}
            {!isRecording && phase === 'sending' && ' · keep this page open'}
          </>
        )}
      </p>
    </div>
  );
}
