import type { Rational } from './probe-media.ts';
import type { Rung } from './rendition-ladder.ts';

/** Samples that ffmpeg's AAC encoder puts before the first one. */
const AAC_PRIMING = 1024;
/** Every segment starts on a keyframe and is this long. */
export const SEGMENT_SECONDS = 2;

export interface RenditionPlan {
  rung: Rung;
  frameRate: Rational;
  hasAudio: boolean;
  isHdr: boolean;
}

const TO_SDR =
  'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable,zscale=t=bt709:m=bt709:r=tv';

/**
 * H.264/AAC as one fragmented MP4 with a byte-range playlist. `veryfast` at crf 23 is the best picture that a small
 * server makes faster than real time; scene cuts make no keyframes, so that segments are equal. Missing sound is filled
 * with silence at its place, so that picture and sound stay together.
 *
 * Both begin at exactly zero, so that frame n is at n ÷ rate in every player: without B-frames, which would shift the
 * picture by their depth, and with the encoder's priming in the place of the first 21 ms of sound.
 */
export function renditionArguments(input: string[], plan: RenditionPlan): string[] {
  const { rung, frameRate } = plan;
  const filters = [
    `fps=${frameRate.numerator}/${frameRate.denominator}`,
    ...(plan.isHdr ? [TO_SDR] : []),
    `scale=${rung.width}:${rung.height}`,
    'setsar=1',
    'format=yuv420p',
  ];
  const audio = plan.hasAudio
    ? [
        '-map',
        '0:a:0',
        '-af',
        `aresample=48000:async=1000:first_pts=0,atrim=start_sample=${AAC_PRIMING}`,
        '-c:a',
        'aac',
        '-b:a',
        '128k',
        '-ac',
        '2',
        '-ar',
        '48000',
      ]
    : [];
  return [
    ...input,
    ...['-map', '0:v:0', '-vf', filters.join(',')],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-bf', '0', '-profile:v', 'high'],
    ...['-maxrate', '4M', '-bufsize', '8M', '-x264-params', 'scenecut=0:open-gop=0'],
    ...['-force_key_frames', `expr:gte(t,n_forced*${SEGMENT_SECONDS})`],
    ...audio,
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-max_muxing_queue_size', '4096'],
    ...['-f', 'hls', '-hls_time', String(SEGMENT_SECONDS), '-hls_playlist_type', 'vod'],
    ...[
      '-hls_segment_type',
      'fmp4',
      '-hls_flags',
      'single_file',
      '-hls_segment_filename',
      `${rung.name}.mp4`,
    ],
    `${rung.name}.m3u8`,
  ];
}

/** The MP4 to download: the rendition's own packets, index first. */
export function downloadArguments(input: string[]): string[] {
  return [...input, '-map', '0', '-c', 'copy', '-movflags', '+faststart', '-f', 'mp4', 'download.mp4'];
}

/** A telling frame from about a tenth into the video (the filter picks the most typical of 30, so not a black one). */
export function posterArguments(input: string[], durationMs: number): string[] {
  const seek = durationMs > 4000 ? ['-ss', (durationMs / 10_000).toFixed(3)] : [];
  const scale = "scale='min(1280,iw)':-2";
  return [
    ...seek,
    ...input,
    '-map',
    '0:v:0',
    '-vf',
    `thumbnail=30,${scale}`,
    '-frames:v',
    '1',
    '-q:v',
    '3',
    'poster.jpg',
  ];
}

/** 16 kHz mono, as every transcriber takes it; sound that starts late keeps its place. */
export function speechArguments(input: string[]): string[] {
  const args = ['-map', '0:a:0', '-af', 'aresample=async=1000:first_pts=0', '-ac', '1', '-ar', '16000'];
  return [...input, ...args, '-c:a', 'pcm_s16le', '-f', 'wav', 'speech.wav'];
}

/**
 * How loud each tenth of a second is, in decibels below full scale, beside whatever else is made of the same input: sound that is
 * decoded anyway is measured on the way. Times are those of the renditions.
 */
export function loudnessArguments(file: string): string[] {
  const filters = [
    'aresample=48000:async=1000:first_pts=0',
    'asetnsamples=n=4800:p=0',
    'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level',
    `ametadata=mode=print:key=lavfi.astats.Overall.RMS_level:file=${file}`,
  ];
  return ['-map', '0:a:0', '-af', filters.join(','), '-f', 'null', '-'];
}

/** Reads all packets without decoding: the true length. */
export function measureArguments(input: string[]): string[] {
  return [...input, '-map', '0:v:0', '-c', 'copy', '-f', 'null', '-'];
}

/** Decodes the first picture: proof that there is one. */
export function firstFrameArguments(input: string[]): string[] {
  return [
    ...input,
    '-map',
    '0:v:0',
    '-frames:v',
    '1',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'gray',
    '-vf',
    'scale=16:16',
    'frame.raw',
  ];
}
