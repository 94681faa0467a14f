import { execa } from 'execa';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'playhead-media-'));

/** What flite's `rms` voice says in tests: pocketsphinx hears it word for word. */
export const SENTENCE = 'the meeting starts at nine in the morning on monday';

export async function ffmpeg(args: string[]): Promise<void> {
  await execa('ffmpeg', ['-v', 'error', '-y', ...args]);
}

/** Speech as 48 kHz mono WAV, with silence behind it to `seconds`. */
export async function makeSpeech(name: string, seconds: number): Promise<string> {
  const path = join(folder, `${name}.wav`);
  if (!existsSync(path)) {
    const filter = `flite=text='${SENTENCE}':voice=rms,aresample=48000,apad=whole_dur=${seconds}`;
    await ffmpeg(['-f', 'lavfi', '-i', filter, '-ac', '1', path]);
  }
  return path;
}

export interface ClipOptions {
  seconds?: number;
  size?: string;
  rate?: string;
  /** Extra output arguments. */
  output?: string[];
  speech?: boolean;
  silent?: boolean;
  name?: string;
}

/** A test picture with a running clock, H.264/AAC unless told otherwise. */
export async function makeClip(options: ClipOptions = {}): Promise<string> {
  const { seconds = 4, size = '640x360', rate = '30', output = [], name = 'clip.mp4' } = options;
  const path = join(mkdtempSync(join(folder, 'clip-')), name);
  const audio = options.speech
    ? ['-i', await makeSpeech('speech', seconds)]
    : ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];
  await ffmpeg([
    ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
    ...(options.silent ? [] : audio),
    ...['-t', String(seconds), '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', ...output],
    path,
  ]);
  return path;
}

/** A take as a recorder makes it: CMAF, an init segment and media segments of two seconds. */
export async function makeTake(
  size: string,
  seconds: number,
): Promise<{ init: Buffer<ArrayBuffer>; media: Buffer<ArrayBuffer>[] }> {
  const dir = mkdtempSync(join(folder, 'take-'));
  await ffmpeg([
    ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`],
    ...['-t', String(seconds), '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', '-g', '60', '-f', 'hls'],
    ...['-hls_time', '2', '-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4'],
    ...['-hls_segment_filename', join(dir, '%d.m4s'), join(dir, 'take.m3u8')],
  ]);
  const media = await Promise.all(
    Array.from({ length: Math.ceil(seconds / 2) }, (_, i) => readFile(join(dir, `${i}.m4s`))),
  );
  return { init: await readFile(join(dir, 'init.mp4')), media };
}

/** Files for Chromium's fake camera (MJPEG) and microphone (WAV, 48 kHz). */
export async function makeCaptureFiles(): Promise<{ video: string; audio: string }> {
  mkdirSync(folder, { recursive: true });
  const video = join(folder, 'camera.mjpeg');
  if (!existsSync(video)) {
    const source = 'testsrc2=size=640x360:rate=30:duration=10';
    await ffmpeg(['-f', 'lavfi', '-i', source, '-c:v', 'mjpeg', '-q:v', '5', '-pix_fmt', 'yuvj420p', video]);
  }
  return { video, audio: await makeSpeech('microphone', 6) };
}

/** A test picture as a PNG. */
export async function makePicture(width: number, height: number): Promise<Buffer> {
  const path = join(folder, `picture-${width}x${height}.png`);
  if (!existsSync(path))
    await ffmpeg(['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}`, '-frames:v', '1', path]);
  return readFile(path);
}
