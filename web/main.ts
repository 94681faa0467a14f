import './styles/app.css';
import { loadEarly, loadEarlyReel } from './player/media-element.ts';
import { wantedPosition } from './player/start-position.ts';

// Somebody who opens a link wants to see the video: it is on its way before the app around it is.
const slug = /^\/v\/([\w.]+)\/?$/.exec(location.pathname)?.[1];
if (slug) void loadEarly(slug, wantedPosition(new URLSearchParams(location.search).get('t')));
const series = /^\/series\/([\w-]+)\/?$/.exec(location.pathname)?.[1];
if (series) void loadEarlyReel(`/api/series/${series}/reel${location.search}`);
void import('./app.tsx');
