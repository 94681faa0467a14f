import { Play } from 'lucide-react';
import {
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import type { ReelEntry } from '#shared/reel.ts';
import { api } from '../../api/client.ts';
import { ReelCard } from './reel-card.tsx';
import { ReelChapters, titleOf } from './reel-chapters.tsx';
import { ReelControls } from './reel-controls.tsx';
import type { Program, Step } from './reel-program.ts';
import { Reel } from './reel.ts';

const SKIP_MS = 5000;
/** A finger that moves this far across has swiped. */
const SWIPE_PX = 50;

interface Props {
  program: Program;
  label: string;
  autoPlay: boolean;
  /** As the server has them now: their addresses are signed and end. */
  entries: readonly ReelEntry[];
  onStarted: () => void;
  onOver: () => void;
}

/** The place in which a program plays, with its chapters beside it. Made anew, by its key, for another program. */
export function ReelStage({ program: { steps }, label, autoPlay, entries, onStarted, onOver }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const group = useRef<HTMLDivElement>(null);
  const [reel] = useState(() => new Reel(steps, noteShown));
  const state = useSyncExternalStore(reel.subscribe, reel.get);
  const { index, isPlaying, isOver, hasStarted, error } = state;
  useEffect(() => {
    if (!place.current) return undefined;
    const detach = reel.attach(place.current);
    if (autoPlay) reel.goTo(0);
    return detach;
  }, [reel, autoPlay]);
  useEffect(() => reel.renew(entries), [reel, entries]);
  useEffect(() => {
    if (hasStarted) onStarted();
  }, [hasStarted, onStarted]);
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  });
  useEffect(() => {
    if (isOver) over.current();
  }, [isOver]);
  // A card that goes takes the focus in it along: the keys go on working, unless somebody has clicked elsewhere.
  const isInside = useRef(false);
  useEffect(() => {
    const onPointerDown = ({ target }: Event) => {
      isInside.current = target instanceof Node && group.current?.contains(target) === true;
    };
    document.addEventListener('pointerdown', onPointerDown);
    return () => document.removeEventListener('pointerdown', onPointerDown);
  }, []);
  useEffect(() => {
    if (isInside.current && document.activeElement === document.body)
      group.current?.focus({ preventScroll: true });
  }, [index]);
  const [goTo] = useState(() => (to: number) => reel.goTo(to));
  const swipe = useSwipe((by) => reel.goByPerson(by));
  const step = steps[index];
  if (!step) return null;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const work = {
      ' ': () => reel.toggle(),
      k: () => reel.toggle(),
      n: () => reel.goByPerson(1),
      p: () => reel.goByPerson(-1),
      N: () => reel.goByStep(1),
      P: () => reel.goByStep(-1),
      s: () => reel.setSkipsSilences(!state.skipsSilences),
      '<': () => reel.rateBy(-1),
      '>': () => reel.rateBy(1),
      ArrowLeft: () => reel.skip(-SKIP_MS),
      ArrowRight: () => reel.skip(SKIP_MS),
    }[event.key];
    const isInSelect = event.target instanceof HTMLSelectElement;
    if (!work || isInSelect || (event.key === ' ' && event.target !== event.currentTarget)) return;
    event.preventDefault();
    work();
  }

  return (
    <div
      ref={group}
      role="group"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => (isInside.current = true)}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget !== null) isInside.current = false;
      }}
      className="overflow-hidden rounded-xl border border-line bg-raised lg:flex"
    >
      <div className="min-w-0 lg:flex-1">
        <div
          className="relative aspect-video touch-pan-y overflow-hidden bg-black max-sm:aspect-auto max-sm:h-60"
          {...swipe}
        >
          <div ref={place} className="absolute inset-0" onClick={() => reel.toggle()} />
          {step.part.kind === 'card' ? (
            <ReelCard
              key={index}
              step={step}
              positionMs={state.positionMs}
              isHeld={state.isHeld}
              onHold={(isHeld) => reel.hold(isHeld)}
              onNext={() => reel.goByStep(1)}
            />
          ) : (
            <p className="pointer-events-none absolute top-3 left-3 max-w-[85%] rounded-md bg-black/75 px-2 py-1 text-ui text-white">
              <span className="font-medium">{step.entry.person.name}</span>
              {step.part.promptId !== null && <span className="block text-[0.8125rem]">{titleOf(step)}</span>}
            </p>
          )}
          {!isPlaying && step.part.kind === 'video' && (
            <Play
              className="pointer-events-none absolute inset-0 m-auto size-12 rounded-full bg-black/60 p-3 text-white"
              aria-hidden="true"
            />
          )}
          {error && (
            <p
              role="alert"
              className="absolute inset-x-3 bottom-3 rounded-md bg-black/80 px-2 py-1 text-ui text-white"
            >
              {error}
            </p>
          )}
        </div>
        <p className="sr-only" aria-live="polite">
          {step.entry.person.name}, {titleOf(step)}
        </p>
        <ReelControls reel={reel} state={state} steps={steps} />
        {isPlayedWhole(step) && (
          <p className="px-3 pb-2 text-[0.8125rem] text-dim">
            You are asked to watch this one: its silences are not skipped.
          </p>
        )}
        <p className="px-3 pb-2 text-[0.75rem] text-faint coarse:hidden">
          Keys: Space · N P person · Shift+N P prompt · ← → 5 seconds · S silences · &lt; &gt; speed
        </p>
      </div>
      <div className="flex flex-col border-t border-line lg:relative lg:w-72 lg:border-t-0 lg:border-l">
        <div className="flex min-h-0 flex-col lg:absolute lg:inset-0">
          <ReelChapters steps={steps} index={index} skipsSilences={state.skipsSilences} onGoTo={goTo} />
        </div>
      </div>
    </div>
  );
}

/** Written answers count as seen once they were shown; it is no matter to whoever reads whether that arrived. */
function noteShown({ id, video, isSeen }: ReelEntry): void {
  if (video === null && !isSeen) void api.reel.shown({ entryIds: [id] }).catch(() => undefined);
}

/** What is skipped is no evidence, and who is asked to watch needs it. */
function isPlayedWhole({ part, entry, silences }: Step): boolean {
  return part.kind === 'video' && silences.length < (entry.video?.silences.length ?? 0);
}

/** One finger across: on, or back. */
function useSwipe(onSwipe: (by: 1 | -1) => void) {
  const from = useRef<{ x: number; y: number } | null>(null);
  return {
    onPointerDown({ pointerType, clientX, clientY }: PointerEvent) {
      from.current = pointerType === 'touch' ? { x: clientX, y: clientY } : null;
    },
    onPointerUp({ clientX, clientY }: PointerEvent) {
      const start = from.current;
      from.current = null;
      if (!start) return;
      const [across, down] = [clientX - start.x, clientY - start.y];
      if (Math.abs(across) > SWIPE_PX && Math.abs(across) > Math.abs(down) * 1.5)
        onSwipe(across < 0 ? 1 : -1);
    },
  };
}
