import {
  Check,
  Compass,
  Crown,
  Link2,
  LogOut,
  MoreHorizontal,
  UsersRound,
  VolumeX,
  WifiOff,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { UserId } from '#shared/ids.ts';
import type { LiveSession } from '#shared/together.ts';
import { usePlayer, type PlayerStore } from '../../player/player-store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { useCopy } from '../../ui/copy-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import type { ReviewStore } from '../comments/review-store.ts';
import { announcement } from './announce.ts';
import { People } from './people.tsx';
import type { TogetherSession } from './together-session.ts';
import { TogetherTools } from './together-tools.tsx';
import { useTogetherState, type Together } from './use-together.ts';

const BAR =
  'appear mt-3 rounded-xl border border-line bg-raised text-ui max-sm:mx-3 flex flex-wrap items-center gap-x-2 gap-y-2 p-2.5';

/** Below the player: who watches together, who leads, and what one can do about it. */
export function TogetherBar(props: {
  together: Together;
  player: PlayerStore;
  review: ReviewStore;
  meId: UserId | undefined;
}) {
  const { live, running } = props.together;
  if (live) return <InSession live={live} player={props.player} review={props.review} meId={props.meId} />;
  return running && <Invitation session={running} together={props.together} />;
}

function Invitation({ session, together }: { session: LiveSession; together: Together }) {
  const leader = session.participants.find(({ id }) => id === session.leaderId);
  const others = session.participants.length - 1;
  const also = others === 0 ? '' : others === 1 ? ' with one more' : ` with ${others} more`;
  return (
    <section aria-label="Watching together" className={BAR}>
      <p role="status" className="flex min-w-0 flex-1 items-center gap-2 pl-1">
        <Avatar name={leader?.person.name ?? ''} />
        <span className="min-w-0">
          <strong className="font-semibold">{leader?.person.name}</strong> is watching together{also}.
        </span>
      </p>
      <Button
        look="primary"
        isBusy={together.isEntering}
        onClick={() => void together.enter({ isNew: false })}
      >
        <UsersRound className="size-4" /> Join
      </Button>
    </section>
  );
}

function InSession({
  live,
  player,
  review,
  meId,
}: {
  live: TogetherSession;
  player: PlayerStore;
  review: ReviewStore;
  meId: UserId | undefined;
}) {
  const state = useTogetherState(live);
  const isMuted = usePlayer(player, ({ isMuted }) => isMuted);
  const { session } = state;
  const leader = session.participants.find(({ id }) => id === session.leaderId);
  const leads = session.leaderId === state.meId;
  return (
    <section aria-label="Watching together" className={BAR}>
      <Announcer session={session} meId={state.meId} />
      <div className="flex min-w-0 flex-1 items-start gap-1.5 max-sm:basis-full">
        <People session={session} meId={state.meId} />
        <CopyLink />
        {session.startedBy === meId && <SessionMenu live={live} />}
        <Button size="small" onClick={() => live.leave()}>
          <LogOut className="size-4" /> Leave
        </Button>
      </div>
      <div className="flex basis-full flex-wrap items-center gap-1.5 border-t border-line pt-2">
        {leads ? (
          <p className="flex-1 pl-1 text-[0.8125rem] text-dim max-sm:basis-full">
            {session.participants.length > 1
              ? 'You lead: the others see what you see.'
              : 'You lead, and nobody else is here yet. Send them the link.'}
          </p>
        ) : (
          <FollowButtons live={live} leaderName={leader?.person.name ?? 'the leader'} />
        )}
        {state.isMuted && isMuted && (
          <Button size="small" onClick={player.toggleMuted}>
            <VolumeX className="size-4" /> Sound on
          </Button>
        )}
        <TogetherTools live={live} player={player} review={review} />
      </div>
      {!state.isConnected && (
        <p
          role="status"
          className="flex basis-full items-center gap-2 rounded-lg bg-warn-soft px-3 py-1.5 text-warn"
        >
          <WifiOff className="size-4 shrink-0" /> The connection is lost. It comes back by itself.
        </p>
      )}
    </section>
  );
}

/** With the leader or alone; and instead of the leader. */
function FollowButtons({ live, leaderName }: { live: TogetherSession; leaderName: string }) {
  const { isFollowing } = useTogetherState(live);
  return (
    <div className="contents sm:flex sm:flex-1 sm:items-center sm:gap-1.5">
      {isFollowing ? (
        <Button
          size="small"
          title="Look around alone. Touching the player does the same."
          onClick={() => live.roam()}
        >
          <UsersRound className="size-4" /> Following {leaderName}
        </Button>
      ) : (
        <Button
          size="small"
          look="primary"
          title={`Go to where ${leaderName} is, and stay together`}
          onClick={() => live.follow()}
        >
          <Compass className="size-4" /> Roaming: follow {leaderName} again
        </Button>
      )}
      <Button
        size="small"
        look="quiet"
        title="Anybody here may lead. The others then see what you see."
        onClick={() => void live.takeLead()}
      >
        <Crown className="size-4" /> Take the lead
      </Button>
    </div>
  );
}

function CopyLink() {
  const { isCopied, copy } = useCopy(`${location.origin}${location.pathname}`);
  return (
    <IconButton label={isCopied ? 'Copied' : 'Copy the link to join by'} onClick={copy}>
      {isCopied ? <Check className="size-4.5" /> : <Link2 className="size-4.5" />}
    </IconButton>
  );
}

function SessionMenu({ live }: { live: TogetherSession }) {
  return (
    <Menu
      trigger={
        <IconButton label="More of the session">
          <MoreHorizontal className="size-4.5" />
        </IconButton>
      }
    >
      <MenuItem isDanger onSelect={() => void live.end()}>
        End for everybody
      </MenuItem>
    </Menu>
  );
}

/** Says politely what others see: who comes, goes and leads. */
function Announcer({ session, meId }: { session: LiveSession; meId: string }) {
  const before = useRef(session);
  const [text, setText] = useState('You watch together now.');
  useEffect(() => {
    const said = announcement(before.current, session, meId);
    before.current = session;
    if (said) setText(said);
  }, [session, meId]);
  return (
    <p aria-live="polite" className="sr-only">
      {text}
    </p>
  );
}
