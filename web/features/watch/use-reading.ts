import { useEffect, type RefObject } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import type { SummarySentence } from '#shared/transcripts.ts';
import { noteRead, readingTime } from './read-words.ts';

/** So much of a passage in view counts as all of it. */
const MOST_OF_IT = 0.7;

/** Notes which passages of a transcript were in view for as long as it takes to read them, one child of the list each. */
export function useReading(
  slug: VideoSlug,
  list: RefObject<HTMLElement | null>,
  segments: readonly SummarySentence[],
): void {
  useEffect(() => {
    const { children = [] } = list.current ?? {};
    const timers = new Map<Element, ReturnType<typeof setTimeout>>();
    const segmentOf = new Map([...children].map((child, i) => [child, segments[i]]));
    const stop = (passage: Element) => {
      clearTimeout(timers.get(passage));
      timers.delete(passage);
    };
    function start(passage: Element): void {
      const segment = segmentOf.get(passage);
      if (!segment || timers.has(passage)) return;
      const { startMs, endMs, text } = segment;
      const read = () => {
        // A tab that nobody looks at reads nothing.
        if (document.visibilityState !== 'visible') return stop(passage);
        noteRead(slug, { startMs, endMs });
        observer.unobserve(passage);
      };
      timers.set(passage, setTimeout(read, readingTime(text.split(/\s+/).length)));
    }
    const observer = new IntersectionObserver(
      (seen) => {
        for (const { target, isIntersecting } of seen) {
          if (isIntersecting) start(target);
          else stop(target);
        }
      },
      { root: list.current, threshold: MOST_OF_IT },
    );
    for (const child of children) observer.observe(child);
    return () => {
      observer.disconnect();
      for (const passage of timers.keys()) stop(passage);
    };
  }, [slug, list, segments]);
}
