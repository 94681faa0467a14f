import type { FailureCode } from '#shared/failure-codes.ts';
import type { MediaInfo } from './probe-media.ts';

const MOST_PIXELS = 8192;

/** What is wrong with a file by its headers alone; `null` where nothing is. */
export function judgeMedia(info: MediaInfo): FailureCode | null {
  const { video } = info;
  if (!video) return info.audioCodec ? 'no_video_stream' : 'not_a_video';
  if (video.tag === 'encv') return 'encrypted';
  if (['unknown', 'none', ''].includes(video.codec)) return 'unsupported_codec';
  if (video.width > MOST_PIXELS || video.height > MOST_PIXELS) return 'too_many_pixels';
  if (video.width < 2 || video.height < 2) return 'no_decodable_frames';
  return null;
}
