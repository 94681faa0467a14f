import { useNavigate } from '@tanstack/react-router';
import { Circle, UploadCloud } from 'lucide-react';
import { useRef, useState } from 'react';
import { versionIn } from '#shared/version-slugs.ts';
import type { Video } from '#shared/videos.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Progress } from '../../ui/states.tsx';
import { addUploads, useUploads, type UploadItem } from '../upload/upload-list.ts';

/** Begins the next version of a video: by recording it, or by uploading a file. */
export function NewVersionDialog({ video, onClose }: { video: Video; onClose: () => void }) {
  const navigate = useNavigate();
  const picker = useRef<HTMLInputElement>(null);
  const [uploadId, setUploadId] = useState<number | null>(null);
  const item = useUploads().find(({ id }) => id === uploadId);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`New version of “${video.title}”`}
      description="It comes under the same link. This version stays until the new one is there, and can be looked at afterwards."
    >
      {item ? (
        <Sending item={item} onClose={onClose} />
      ) : (
        <div className="grid gap-2 sm:grid-cols-2">
          <Button
            look="primary"
            size="large"
            onClick={() => void navigate({ to: '/record', search: { versionOf: video.slug } })}
          >
            <Circle className="size-4 fill-current" /> Record it
          </Button>
          <Button size="large" onClick={() => picker.current?.click()}>
            <UploadCloud className="size-4.5" /> Upload a file
          </Button>
          <input
            ref={picker}
            type="file"
            accept="video/*,.mkv,.avi,.mov"
            hidden
            aria-label="File of the new version"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) setUploadId(addUploads([file], null, video.slug)[0] ?? null);
            }}
          />
        </div>
      )}
    </Dialog>
  );
}

function Sending({ item, onClose }: { item: UploadItem; onClose: () => void }) {
  const { phase, sentBytes, problem, ticket } = item.state;
  const percent = item.upload.file.size > 0 ? (sentBytes / item.upload.file.size) * 100 : 100;
  const name = ticket ? `version ${versionIn(ticket.slug)}` : 'the new version';
  const says = {
    sending: `Uploading ${name}: ${Math.floor(percent)} %. It goes on when you close this.`,
    paused: 'Paused.',
    done: `Uploaded. ${name.replace('v', 'V')} is processed now, and takes the place of this one when it is ready.`,
    cancelled: 'Cancelled.',
    failed: problem ?? 'The upload failed.',
  }[phase];
  return (
    <div className="space-y-3">
      <p role={phase === 'failed' ? 'alert' : 'status'} className="numbers text-ui">
        {says}
      </p>
      {phase === 'sending' && problem && <p className="text-ui text-warn">{problem}</p>}
      <Progress percent={percent} label="Upload" />
      <div className="flex flex-wrap justify-end gap-2">
        {phase === 'failed' && <Button onClick={() => item.upload.resume()}>Try again</Button>}
        {phase === 'sending' && (
          <Button onClick={() => void item.upload.cancel().then(onClose)}>Cancel</Button>
        )}
        <Button look="primary" onClick={onClose}>
          {phase === 'done' ? 'Done' : 'Close'}
        </Button>
      </div>
    </div>
  );
}
