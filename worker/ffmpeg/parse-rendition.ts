import type { RenditionSegment } from '#server/features/videos/tables.ts';

/** Reads the byte ranges out of the playlist that ffmpeg wrote beside a single-file rendition. */
export function parseByteRanges(playlist: string): { initLength: number; segments: RenditionSegment[] } {
  const init = /#EXT-X-MAP:URI="[^"]*",BYTERANGE="(\d+)@0"/.exec(playlist)?.[1];
  if (init === undefined) throw new Error('the playlist of the rendition names no init section');
  const entries = playlist.matchAll(/#EXTINF:([\d.]+),[^\n]*\n#EXT-X-BYTERANGE:(\d+)@(\d+)/g);
  const segments = [...entries].map(([, seconds, length, offset]): RenditionSegment => [
    Number(seconds) * 1000,
    Number(offset),
    Number(length),
  ]);
  return { initLength: Number(init), segments };
}

/** RFC 6381 codecs of a rendition of ours: H.264 High at a level, with AAC-LC where there is sound. */
export function renditionCodecs(level: number, hasAudio: boolean): string {
  const avc = `avc1.6400${level.toString(16).padStart(2, '0')}`;
  return hasAudio ? `${avc},mp4a.40.2` : avc;
}
