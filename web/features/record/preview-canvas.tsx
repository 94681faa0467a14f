import { useEffect, useRef } from 'react';
import { recorder } from '../../recorder/recorder.ts';

/** What is being recorded, as it is composed. */
export function PreviewCanvas({ frameRate }: { frameRate?: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(
    () =>
      recorder.watch((frame) => {
        const element = canvas.current;
        if (!element) return;
        const [width, height] = [frame.displayWidth, frame.displayHeight];
        if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
        element.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0, width, height);
      }, frameRate),
    [frameRate],
  );
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label="What is being recorded"
      className="size-full object-contain"
    />
  );
}
