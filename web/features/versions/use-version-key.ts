import { useEffect, useState } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { queries, queryClient } from '../../api/client.ts';
import { showToast } from '../../ui/toast.tsx';

/**
 * Changes when the link of a page comes to show another version, so that the page begins anew with it: what was watched, written and
 * stated before belongs to the one before. `id`: of the version that is shown, once it is known.
 */
export function useVersionKey(slug: VideoSlug, id: string | undefined, version: number | undefined): number {
  const [shown, setShown] = useState<{ id: string | undefined; changes: number }>({
    id: undefined,
    changes: 0,
  });
  useEffect(() => {
    if (id === undefined || id === shown.id) return;
    const isOther = shown.id !== undefined;
    if (isOther) {
      forgetVersion(slug);
      showToast(`This is version ${version} now`);
    }
    // The cache is emptied, and that is said, once for each version that comes: no work of a render.
    // oxlint-disable-next-line react-hooks/set-state-in-effect
    setShown({ id, changes: shown.changes + (isOther ? 1 : 0) });
  }, [slug, id, version, shown]);
  return shown.changes;
}

/** What was read under a slug, but for the video itself: it is of another version. */
function forgetVersion(slug: VideoSlug): void {
  const input = { slug };
  for (const queryKey of [
    queries.playback.get.key({ input }),
    queries.playback.strokes.key({ input }),
    queries.playback.transcript.key({ input }),
    queries.playback.viewers.key({ input }),
    queries.comments.list.key({ input }),
    queries.comments.listReactions.key({ input }),
    queries.acknowledgements.ledger.key({ input }),
    queries.together.get.key({ input }),
  ])
    queryClient.removeQueries({ queryKey });
}
