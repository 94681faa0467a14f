import { useEffect, useRef } from 'react';
import { CLIPPING_PEAK, type SoundLevels } from '../../recorder/sound/sound-mix.ts';

/** A bar that follows the sound without rendering React at every frame; red where it clips. */
export function LevelMeter({ levels, label }: { levels: () => SoundLevels; label: string }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const view = bar.current?.ownerDocument.defaultView ?? window;
    let frame = 0;
    function draw(): void {
      const { loudness, peak } = levels();
      if (bar.current) {
        bar.current.style.transform = `scaleX(${loudness})`;
        bar.current.dataset['clipping'] = String(peak >= CLIPPING_PEAK);
        bar.current.parentElement?.setAttribute('aria-valuenow', String(Math.round(loudness * 100)));
      }
      frame = view.requestAnimationFrame(draw);
    }
    draw();
    return () => view.cancelAnimationFrame(frame);
  }, [levels]);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="h-1.5 overflow-hidden rounded-full bg-hover"
    >
      <div
        ref={bar}
        className="h-full origin-left rounded-full bg-good data-[clipping=true]:bg-danger"
        style={{ transform: 'scaleX(0)' }}
      />
    </div>
  );
}
