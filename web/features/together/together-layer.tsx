import { useEffect, useRef, useState } from 'react';
import type { Participant } from '#shared/together.ts';
import { INK_COLOURS } from '#shared/ink-colours.ts';
import { InkSvg, ObjectInk } from '../../ink/annotation-layer.tsx';
import { cx } from '../../ui/class-names.ts';
import type { LaserSeen, LivePicture } from './live-picture.ts';
import type { TogetherSession } from './together-session.ts';
import { useLiveHand } from './use-live-hand.ts';
import { useTogetherState } from './use-together.ts';

/** Lasers and live ink of a session. It covers its parent, which must be exactly the picture. */
export function TogetherLayer({ live, aspectRatio }: { live: TogetherSession; aspectRatio: number }) {
  const { session, meId, tool } = useTogetherState(live);
  const layer = useRef<HTMLDivElement>(null);
  const colour = session.participants.find(({ id }) => id === meId)?.colour ?? 'red';
  const hand = useLiveHand(live, layer, { tool, colour, aspectRatio });
  const nowMs = useMoving(live.picture);
  const size = { width: 1000 * aspectRatio, height: 1000 };
  return (
    <div
      ref={layer}
      data-testid="together-layer"
      aria-hidden="true"
      {...hand}
      className={cx(
        'absolute inset-0 overflow-hidden select-none',
        tool === 'none' ? 'pointer-events-none' : 'pointer-events-auto touch-none',
        tool === 'pen' && 'cursor-crosshair',
        tool === 'laser' && 'cursor-none',
      )}
    >
      <InkSvg size={size}>
        {live.picture.ink(nowMs).map(({ object, opacity }) => (
          <ObjectInk key={object.id} object={object} size={size} opacity={opacity} />
        ))}
      </InkSvg>
      {live.picture.lasers(nowMs).map((laser) => {
        const whose = session.participants.find(({ id }) => id === laser.from);
        return (
          whose && (
            <Laser key={laser.from} laser={laser} whose={whose} isMine={whose.id === meId} size={size} />
          )
        );
      })}
    </div>
  );
}

function Laser({
  laser,
  whose,
  isMine,
  size,
}: {
  laser: LaserSeen;
  whose: Participant;
  isMine: boolean;
  size: { width: number; height: number };
}) {
  const head = laser.trail.at(-1);
  if (!head) return null;
  const colour = INK_COLOURS[whose.colour];
  const isFarRight = head.x > 0.8;
  const isFarDown = head.y > 0.88;
  return (
    <>
      <InkSvg size={size}>
        {laser.trail.slice(1).map((to, i) => {
          const from = laser.trail[i] ?? to;
          return (
            <line
              key={i}
              x1={from.x * size.width}
              y1={from.y * size.height}
              x2={to.x * size.width}
              y2={to.y * size.height}
              stroke={colour}
              strokeWidth={9 * Math.max(0.2, 1 - from.age)}
              strokeLinecap="round"
              opacity={Math.max(0, 1 - from.age) * 0.8}
            />
          );
        })}
      </InkSvg>
      <span
        data-testid={`laser-${whose.person.name}`}
        className="absolute size-3.5 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-white"
        style={{
          left: `${head.x * 100}%`,
          top: `${head.y * 100}%`,
          background: colour,
          boxShadow: `0 0 10px 3px ${colour}, 0 0 2px 1px rgb(0 0 0 / 0.5)`,
        }}
      />
      {!isMine && (
        <span
          className="absolute rounded-md bg-black/75 px-1.5 py-0.5 text-xs font-medium whitespace-nowrap text-white"
          style={{
            left: `${head.x * 100}%`,
            top: `${head.y * 100}%`,
            transform: `translate(${isFarRight ? 'calc(-100% - 12px)' : '12px'}, ${isFarDown ? 'calc(-100% - 6px)' : '6px'})`,
          }}
        >
          {whose.person.name}
        </span>
      )}
    </>
  );
}

/** The time by this page's clock, anew with each frame of the screen for as long as something moves or fades. */
function useMoving(picture: LivePicture): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    let frame = 0;
    const tick = () => {
      const now = performance.now();
      setNowMs(now);
      frame = picture.moves(now) ? requestAnimationFrame(tick) : 0;
    };
    const unsubscribe = picture.subscribe(() => {
      if (frame === 0) frame = requestAnimationFrame(tick);
    });
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame);
    };
  }, [picture]);
  return nowMs;
}
