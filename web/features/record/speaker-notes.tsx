import { ChevronsDown, Pause, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';

/** Notes for the speaker beside the preview: they scroll by themselves, and are not recorded. */
export function SpeakerNotes({
  text,
  isScrolling,
  onClose,
}: {
  text: string;
  /** They stand still while the recording does. */
  isScrolling: boolean;
  onClose: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [speed, setSpeed] = useState(20);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const element = box.current;
    const view = element?.ownerDocument.defaultView;
    if (!element || !view || !isScrolling || isHeld) return;
    let last = view.performance.now();
    let place = element.scrollTop;
    let request = 0;
    const step = (now: number) => {
      // Whoever scrolls by hand goes on from there.
      if (Math.abs(place - element.scrollTop) > 2) place = element.scrollTop;
      place += ((now - last) / 1000) * speed;
      last = now;
      element.scrollTop = place;
      request = view.requestAnimationFrame(step);
    };
    request = view.requestAnimationFrame(step);
    return () => view.cancelAnimationFrame(request);
  }, [isScrolling, isHeld, speed]);
  return (
    <section
      aria-label="Speaker notes"
      className="flex min-h-0 flex-col rounded-xl border border-line bg-raised"
    >
      <div className="flex items-center gap-2 border-b border-line px-3 py-1.5 text-[0.8125rem] text-dim">
        <span className="font-medium text-text">Notes</span>
        <span className="max-sm:hidden">not recorded</span>
        <label className="ml-auto flex items-center gap-2">
          Speed
          <input
            type="range"
            min={5}
            max={80}
            value={speed}
            onChange={(event) => setSpeed(Number(event.target.value))}
            className="w-20 accent-accent"
          />
        </label>
        <IconButton
          label={isHeld ? 'Let the notes scroll' : 'Hold the notes'}
          onClick={() => setHeld(!isHeld)}
        >
          {isHeld ? <ChevronsDown className="size-4" /> : <Pause className="size-4" />}
        </IconButton>
        <IconButton label="Hide the notes" onClick={onClose}>
          <X className="size-4" />
        </IconButton>
      </div>
      <div
        ref={box}
        tabIndex={0}
        className="max-h-48 flex-1 overflow-y-auto px-4 py-3 text-lg leading-relaxed whitespace-pre-wrap"
      >
        {text}
        <div className="h-40" />
      </div>
    </section>
  );
}
