import { History } from 'lucide-react';
import type { Video } from '#shared/videos.ts';
import { Button } from '../../ui/button.tsx';

/** Says that a page shows another version than its link does, and leads there. */
export function VersionNotice({ video, onVersion }: { video: Video; onVersion: GoToVersion }) {
  const { number, count, current, isCurrent } = video.version;
  if (isCurrent) return null;
  return (
    <div
      role="status"
      className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl bg-accent-soft px-4 py-2.5 text-ui max-lg:mx-4 max-lg:mt-3"
    >
      <History className="size-4.5 shrink-0 text-accent-text" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        This is version {number} of {Math.max(count, number, current)}.
        {number > current && ' It takes the place of the current one when it is ready.'}
      </p>
      <Button size="small" onClick={() => onVersion(null)}>
        Go to the current one
      </Button>
    </div>
  );
}

/** Shows another version; null: the current one. */
export type GoToVersion = (number: number | null) => void;
