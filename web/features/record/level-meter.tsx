import { useEffect, useRef } from 'react';

/** A bar that follows the sound without rendering React at every frame. */
export function LevelMeter({ level, label }: { level: () => number; label: string }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let frame = 0;
    function draw(): void {
      const value = level();
      if (bar.current) {
        bar.current.style.transform = `scaleX(${value})`;
        bar.current.parentElement?.setAttribute('aria-valuenow', String(Math.round(value * 100)));
      }
      frame = requestAnimationFrame(draw);
    }
    draw();
    return () => cancelAnimationFrame(frame);
  }, [level]);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="h-1.5 overflow-hidden rounded-full bg-hover"
    >
      <div ref={bar} className="h-full origin-left rounded-full bg-good" style={{ transform: 'scaleX(0)' }} />
    </div>
  );
}
