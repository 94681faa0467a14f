import type { ReactNode } from 'react';

/** Covers the picture exactly, not the bars beside it. */
export function PictureBox({ aspectRatio, children }: { aspectRatio: number; children: ReactNode }) {
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center [container-type:size]">
      <div
        className="relative"
        style={{ width: `min(100cqw, 100cqh * ${aspectRatio})`, aspectRatio }}
        data-testid="picture"
      >
        {children}
      </div>
    </div>
  );
}
