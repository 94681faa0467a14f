import type { MediaInfo } from '../ffmpeg/probe-media.ts';

const VIDEO_CODECS: Record<string, string> = {
  h264: 'avc1.640028',
  hevc: 'hvc1.1.6.L120.90',
  vp8: 'vp8',
  vp9: 'vp09.00.40.08',
  av1: 'av01.0.08M.08',
};
const AUDIO_CODECS: Record<string, string> = {
  aac: 'mp4a.40.2',
  mp3: 'mp3',
  opus: 'opus',
  vorbis: 'vorbis',
  flac: 'flac',
  ac3: 'ac-3',
  eac3: 'ec-3',
};

/**
 * What to ask a browser's `canPlayType` about an original, by what it really is and not by its name. Containers that no
 * browser plays get a type that none claims to.
 */
export function playableContentType(info: MediaInfo): string {
  const container = info.format.includes('mp4')
    ? 'video/mp4'
    : info.format.includes('webm')
      ? 'video/webm'
      : null;
  if (container === null || !info.video) return 'application/octet-stream';
  const video = VIDEO_CODECS[info.video.codec] ?? info.video.codec;
  const audio = info.audioCodec === null ? [] : [AUDIO_CODECS[info.audioCodec] ?? info.audioCodec];
  return `${container}; codecs="${[video, ...audio].join(', ')}"`;
}
