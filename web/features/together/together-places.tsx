import { lazy, Suspense, type ComponentProps } from 'react';
import type { Together } from './use-together.ts';

const Bar = lazy(() => import('./together-bar.tsx').then((m) => ({ default: m.TogetherBar })));
const Layer = lazy(() => import('./together-layer.tsx').then((m) => ({ default: m.TogetherLayer })));

/** What a live session has below the player; nothing of it is loaded where none runs. */
export function TogetherBelow(props: ComponentProps<typeof Bar>) {
  const { live, running } = props.together;
  return (
    (live || running) && (
      <Suspense>
        <Bar {...props} />
      </Suspense>
    )
  );
}

/** What it has on the picture. */
export function TogetherOnPicture({ together, aspectRatio }: { together: Together; aspectRatio: number }) {
  return (
    together.live && (
      <Suspense>
        <Layer live={together.live} aspectRatio={aspectRatio} />
      </Suspense>
    )
  );
}
