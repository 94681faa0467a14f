import { useEffect, useState } from 'react';

/** Longer nothing waits for a picture. */
const PATIENCE_MS = 1500;

/** True once the first picture of a video in the page is there, or has let wait for too long: what is below it comes after. */
export function useFirstPicture(isExpected: boolean): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!isExpected || isOver) return undefined;
    const look = () => {
      if ([...document.querySelectorAll('video')].some(({ readyState }) => readyState >= 2)) setOver(true);
    };
    const timer = setInterval(look, 50);
    const end = setTimeout(() => setOver(true), PATIENCE_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [isExpected, isOver]);
  return isOver || !isExpected;
}
