import type { Size } from '../picture/layout.ts';

/** H.264 High, Main, Baseline, each at the level that the size needs (ITU-T H.264 table A-1). */
function codecsFor({ width, height }: Size): string[] {
  const macroblocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  const level = macroblocks <= 3600 ? '1f' : macroblocks <= 8192 ? '28' : '33';
  return ['6400', '4d00', '42e0'].map((profile) => `avc1.${profile}${level}`);
}

/**
 * Bits a second that keep text on a screen sharp: 2.5 Mb/s at 720p30, growing with the 0.8th power of the pixels, as larger
 * pictures of the same screen have more flat area (rule of thumb of streaming ladders).
 */
export function bitrateFor({ width, height }: Size): number {
  return Math.round(2_500_000 * ((width * height) / (1280 * 720)) ** 0.8);
}

export const AUDIO_BITRATE = 128_000;

/** Upper bound of what a minute takes, in bytes; a still screen takes much less. */
export function bytesPerMinute(size: Size): number {
  return ((bitrateFor(size) + AUDIO_BITRATE) * 60) / 8;
}

/** What this browser encodes this size with; `null` where it can't. */
export async function videoEncoderConfig(size: Size, frameRate: number): Promise<VideoEncoderConfig | null> {
  if (!('VideoEncoder' in globalThis)) return null;
  for (const codec of codecsFor(size)) {
    const config: VideoEncoderConfig = {
      codec,
      ...size,
      bitrate: bitrateFor(size),
      framerate: frameRate,
      latencyMode: 'realtime',
      avc: { format: 'avc' },
    };
    const answer = await VideoEncoder.isConfigSupported(config).catch(() => null);
    if (answer?.supported) return config;
  }
  return null;
}
