import { SmilePlus } from 'lucide-react';
import type { PlayerStore } from '../../player/player-store.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { REACTION_NAMES, REACTIONS } from './reaction-names.ts';
import type { useMomentReactions } from './use-moment-reactions.ts';

/** Reacts to the moment that is seen, while it plays on. */
export function MomentButton({
  player,
  moments,
}: {
  player: PlayerStore;
  moments: ReturnType<typeof useMomentReactions>;
}) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label="React to this moment"
          title="React to this moment"
          className="flex size-9 items-center justify-center rounded-lg transition-colors duration-150 hover:bg-white/15 coarse:size-11"
        >
          <SmilePlus className="size-4.5" />
        </button>
      }
    >
      {REACTIONS.map((emoji) => (
        <MenuItem
          key={emoji}
          icon={<span aria-hidden="true">{emoji}</span>}
          onSelect={() => moments.add(emoji, player.frameStartMs())}
        >
          {REACTION_NAMES[emoji]}
        </MenuItem>
      ))}
    </Menu>
  );
}
