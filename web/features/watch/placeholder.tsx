import type { Video } from '#shared/videos.ts';
import { Spinner } from '../../ui/button.tsx';

const WAITING = {
  recording: 'The recording has just begun. It plays here as soon as the first seconds have arrived.',
  uploading: 'The file is still being uploaded.',
  processing: 'Your browser can’t play the original. It plays here as soon as it is transcoded.',
  ready: 'One moment…',
  failed: 'This video could not be processed.',
};

/** Where there is nothing to play yet: why. */
export function Placeholder({ video }: { video: Video | undefined }) {
  if (!video) return <Spinner className="size-8" />;
  return (
    <p
      className="flex max-w-sm flex-col items-center gap-4 text-center text-ui text-white/80"
      aria-live="polite"
    >
      {video.status !== 'failed' && <Spinner className="size-7" />}
      {WAITING[video.status]}
    </p>
  );
}

/** Where parts of a recording are still on its author's device. */
export function IncompleteNote() {
  return (
    <p role="status" className="mt-3 rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn max-sm:mx-4">
      Parts of this recording have not arrived yet: its author’s device went quiet. It fills up by itself when
      they come back.
    </p>
  );
}
