import { MessageSquarePlus, PenLine, Pointer } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { PlayerStore } from '../../player/player-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { showToast } from '../../ui/toast.tsx';
import type { ReviewStore } from '../comments/review-store.ts';
import type { TogetherSession, TogetherTool } from './together-session.ts';
import { useTogetherState } from './use-together.ts';

const MOST_OBJECTS = 100;
const pressed = 'bg-accent-soft text-accent-text hover:bg-accent-soft hover:text-accent-text';

/** Laser, live ink, and what to do with it. */
export function TogetherTools({
  live,
  player,
  review,
}: {
  live: TogetherSession;
  player: PlayerStore;
  review: ReviewStore;
}) {
  const { tool } = useTogetherState(live);
  const canKeep = useKeepable(live);
  const toggle = (wanted: TogetherTool) => live.setTool(tool === wanted ? 'none' : wanted);

  /** The ink becomes that of a comment on the frame that is seen; what was drawn for one before stays. */
  function keep(): void {
    const ink = live.picture.keepable(performance.now());
    if (ink.length === 0) return;
    live.setTool('none');
    // What stands already is not touched, or whoever follows would look around alone from here on.
    if (player.get().phase === 'playing') player.pause();
    const { draft } = review.get();
    const atMs = draft.ink.length > 0 && draft.atMs !== null ? draft.atMs : player.frameStartMs();
    review.write({ ink: [...draft.ink, ...ink].slice(-MOST_OBJECTS), atMs, endMs: null, isOnWhole: false });
    review.change({ tab: 'comments' });
    live.clearInk();
    showToast('The drawing is in your comment. Say what it means, and send it.');
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('[aria-label="Write a comment"]')?.focus(),
    );
  }

  return (
    <>
      {canKeep && (
        <Button size="small" onClick={keep} className="max-sm:order-last">
          <MessageSquarePlus className="size-4" /> Keep as comment
        </Button>
      )}
      <IconButton
        label="Laser (hold B)"
        aria-pressed={tool === 'laser'}
        onClick={() => toggle('laser')}
        className={cx(tool === 'laser' && pressed)}
      >
        <Pointer className="size-4.5" />
      </IconButton>
      <IconButton
        label="Draw for everybody; it fades"
        aria-pressed={tool === 'pen'}
        onClick={() => toggle('pen')}
        className={cx(tool === 'pen' && pressed)}
      >
        <PenLine className="size-4.5" />
      </IconButton>
    </>
  );
}

/** True while there is ink that could be kept. */
function useKeepable(live: TogetherSession): boolean {
  const [canKeep, setCanKeep] = useState(false);
  useEffect(() => {
    const look = () => setCanKeep(live.picture.keepable(performance.now()).length > 0);
    const unsubscribe = live.picture.subscribe(look);
    const timer = setInterval(look, 1000);
    return () => {
      unsubscribe();
      clearInterval(timer);
    };
  }, [live]);
  return canKeep;
}
