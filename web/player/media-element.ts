import type { Playback } from '#shared/playback.ts';
import type { Reel } from '#shared/reel.ts';
import { MediaAdapter } from './media-adapter.ts';
import { startPosition } from './start-position.ts';

/** A video element with what fills it. */
export interface Media {
  video: HTMLVideoElement;
  adapter: MediaAdapter;
}

function makeMedia(): Media {
  const video = document.createElement('video');
  video.playsInline = true;
  video.preload = 'auto';
  video.className = 'size-full object-contain';
  return { video, adapter: new MediaAdapter(video) };
}

let early: { slug: string; media: Media; playback: Promise<Playback | null> } | null = null;

/**
 * Begins to load a video before the page around it has: its element is there, and fills, while the app starts.
 */
export async function loadEarly(slug: string, wantedMs: number | null): Promise<void> {
  const media = makeMedia();
  const playback = fetchJson<Playback>(`/api/videos/${slug}/playback`);
  early = { slug, media, playback };
  const answer = await playback;
  if (!answer || early?.media !== media) return;
  await media.adapter.update(answer, startPosition(answer, wantedMs));
}

/** What `loadEarly` was told about this video; null where it was not asked, or could not be answered. */
export async function earlyPlayback(slug: string): Promise<Playback | null> {
  return early?.slug === slug ? early.playback : null;
}

let earlyReel: { address: string; reel: Promise<Reel | null> } | null = null;

/** The same for a reel: what is in it, and its first video. */
export async function loadEarlyReel(address: string): Promise<void> {
  const asked = fetchJson<Reel>(address);
  earlyReel = { address, reel: asked };
  const reel = await asked;
  const first = reel?.entries.find(({ video }) => video?.playback.sources.length)?.video;
  if (!first) return;
  const media = makeMedia();
  early = { slug: first.slug, media, playback: Promise.resolve(first.playback) };
  await media.adapter.update(first.playback, 0);
}

/** What `loadEarlyReel` was told; null where it was not asked, or could not be answered. Once: what changes later is asked anew. */
export async function takeEarlyReel(address: string): Promise<Reel | null> {
  const taken = earlyReel;
  earlyReel = null;
  return taken?.address === address ? taken.reel : null;
}

/** The element of a video: the one that is loading already, or a new one. It is the caller's to destroy. */
export function takeMedia(slug: string): Media {
  const taken = early;
  early = null;
  if (taken?.slug === slug) return taken.media;
  taken?.media.adapter.destroy();
  return makeMedia();
}

async function fetchJson<T>(address: string): Promise<T | null> {
  try {
    const response = await fetch(address);
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}
