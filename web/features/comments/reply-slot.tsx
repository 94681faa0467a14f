import { Mic, MonitorUp, Video } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { PlayerStore } from '../../player/player-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { useReplyDraft, useReplyOpen, type ReplyDrafts, type ReplyPlace } from './reply-drafts.ts';
import type { ReplyKind } from './start-reply.ts';

// The recorder is loaded once somebody wants to record, or has.
const ReplyBox = lazy(() => import('./reply-box.tsx').then((m) => ({ default: m.ReplyBox })));

interface Place {
  drafts: ReplyDrafts;
  place: ReplyPlace;
}

/** Records a video or a voice as a comment; one of them goes with each. */
export function RecordMenu({
  drafts,
  place,
  player,
  onStart,
}: Place & { player: PlayerStore; onStart?: () => void }) {
  const draft = useReplyDraft(drafts, place);
  const isOpen = useReplyOpen(drafts, place);
  const start = (kind: ReplyKind) => {
    player.pause();
    onStart?.();
    void import('./start-reply.ts').then((m) => m.startReply(drafts, place, kind));
  };
  const canShareScreen = 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices;
  return (
    <Menu
      align="start"
      trigger={
        <IconButton label="Record a reply" disabled={draft !== null || isOpen}>
          <Video className="size-4" />
        </IconButton>
      }
    >
      <MenuItem icon={<Video className="size-4" />} onSelect={() => start('video')}>
        Record a video reply
      </MenuItem>
      <MenuItem icon={<Mic className="size-4" />} onSelect={() => start('voice')}>
        Record a voice reply
      </MenuItem>
      {canShareScreen && (
        <MenuItem icon={<MonitorUp className="size-4" />} onSelect={() => start('screen')}>
          Record screen and camera
        </MenuItem>
      )}
    </Menu>
  );
}

/** What is being recorded for a comment, or was; nothing where nothing is. */
export function ReplySlot({ drafts, place }: Place) {
  const draft = useReplyDraft(drafts, place);
  const isOpen = useReplyOpen(drafts, place);
  if (!draft && !isOpen) return null;
  return (
    <div className="mb-2">
      <Suspense fallback={<Skeleton className="h-14" />}>
        <ReplyBox drafts={drafts} place={place} draft={draft} />
      </Suspense>
    </div>
  );
}
