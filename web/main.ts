import './styles/app.css';
import { loadEarly } from './player/media-element.ts';
import { wantedPosition } from './player/start-position.ts';

// Somebody who opens a link wants to see the video: it is on its way before the app around it is.
const slug = /^\/v\/([\w.]+)\/?$/.exec(location.pathname)?.[1];
if (slug) void loadEarly(slug, wantedPosition(new URLSearchParams(location.search).get('t')));
void import('./app.tsx');
