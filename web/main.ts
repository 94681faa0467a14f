import './styles/app.css';
import { loadEarly } from './player/media-element.ts';
import { wantedPosition } from './player/start-position.ts';

/** The app need not wait longer than this for a video to be on its way. */
const MOST_MS = 300;

/** Somebody who opens a link wants to see the video: it begins to load first, and the app around it next. */
async function start(): Promise<void> {
  const slug = /^\/v\/(\w+)/.exec(location.pathname)?.[1];
  if (slug) {
    const wanted = wantedPosition(new URLSearchParams(location.search).get('t'));
    const patience = new Promise((resolve) => setTimeout(resolve, MOST_MS));
    await Promise.race([loadEarly(slug, wanted), patience]);
  }
  await import('./app.tsx');
}

void start();
