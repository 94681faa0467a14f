import { PenTool } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Annotation } from '#shared/annotations.ts';
import type { InkStroke } from '#shared/ink.ts';
import { inkForComment, objectsAt, type SeenObject } from '#shared/recorded-ink.ts';
import { AnnotationLayer } from '../ink/annotation-layer.tsx';
import { usePlayer, type PlayerStore } from './player-store.ts';

const NOTHING: SeenObject[] = [];

/** What was drawn while it was recorded: the same objects as the ink of comments, each at its time. */
export function RecordedInk({
  store,
  strokes,
  aspectRatio,
  onCopy,
}: {
  store: PlayerStore;
  strokes: readonly InkStroke[];
  aspectRatio: number;
  /** Takes what is seen into a comment; absent: nobody may comment here. */
  onCopy?: ((ink: Annotation) => void) | undefined;
}) {
  const seen = useSeen(store, strokes);
  const isMoving = usePlayer(store, ({ phase }) => phase === 'playing' || phase === 'waiting');
  return (
    <div className="absolute inset-0" data-testid="ink">
      {byOpacity(seen).map(([opacity, annotation]) => (
        <AnnotationLayer
          key={annotation[0]?.id}
          annotation={annotation}
          aspectRatio={aspectRatio}
          opacity={opacity}
        />
      ))}
      {onCopy && !isMoving && seen.length > 0 && (
        <button
          type="button"
          onClick={() => onCopy(inkForComment(strokes, positionOf(store)))}
          className="pointer-events-auto absolute top-3 right-3 z-10 flex h-8 items-center gap-1.5 rounded-lg bg-black/70 px-2.5 text-[0.8125rem] font-medium text-white hover:bg-black/85 coarse:h-11"
        >
          <PenTool className="size-3.5" /> Copy to a comment
        </button>
      )}
    </div>
  );
}

function positionOf(store: PlayerStore): number {
  return store.element ? store.element.currentTime * 1000 : store.get().positionMs;
}

/** Looked at with every frame of the screen, rendered only while something changes. */
function useSeen(store: PlayerStore, strokes: readonly InkStroke[]): SeenObject[] {
  const [seen, setSeen] = useState(NOTHING);
  useEffect(() => {
    let request = 0;
    let last = '';
    const look = () => {
      const next = objectsAt(strokes, positionOf(store));
      const sign = next.map(({ object, opacity }) => `${object.id} ${endOf(object)} ${opacity}`).join('|');
      if (sign !== last) {
        last = sign;
        setSeen(next);
      }
      request = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(request);
  }, [store, strokes]);
  return seen;
}

/** Of a stroke that still grows, how far it is. */
function endOf({ points }: SeenObject['object']): string {
  return `${points.length} ${points.at(-1)?.join(' ') ?? ''}`;
}

/** Objects that are as strong as each other, from back to front: most of the time all of them. */
function byOpacity(seen: readonly SeenObject[]): [number, Annotation][] {
  const groups = Map.groupBy(seen, ({ opacity }) => opacity);
  return [...groups].map(([opacity, objects]) => [opacity, objects.map(({ object }) => object)]);
}
