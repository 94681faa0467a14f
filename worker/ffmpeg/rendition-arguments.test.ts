import { expect, it } from 'vitest';
import { inputArguments } from './input-arguments.ts';
import { renditionArguments } from './rendition-arguments.ts';

const WHITELISTS = [
  ...['-protocol_whitelist', 'file'],
  ...['-format_whitelist', 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,ogg,wav,mp3,flac,aac'],
];
const plan = {
  rung: { name: '720p', width: 1280, height: 720 },
  frameRate: { numerator: 30_000, denominator: 1001 },
  hasAudio: true,
  isHdr: false,
} as const;

it('opens an input behind both whitelists, as a file and nothing else', () => {
  expect(inputArguments('input')).toEqual([...WHITELISTS, '-i', 'file:input']);
});

it('makes exactly this rendition', () => {
  expect(renditionArguments(inputArguments('input'), plan)).toEqual([
    ...WHITELISTS,
    ...['-i', 'file:input', '-map', '0:v:0'],
    ...['-vf', 'fps=30000/1001,scale=1280:720,setsar=1,format=yuv420p'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-bf', '0'],
    ...['-profile:v', 'high'],
    ...['-maxrate', '4M', '-bufsize', '8M', '-x264-params', 'scenecut=0:open-gop=0'],
    ...['-force_key_frames', 'expr:gte(t,n_forced*2)'],
    ...['-map', '0:a:0', '-af'],
    'aresample=48000:async=1000:first_pts=0,atrim=start_sample=1024',
    ...['-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000'],
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-max_muxing_queue_size', '4096'],
    ...['-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod'],
    ...['-hls_segment_type', 'fmp4', '-hls_flags', 'single_file', '-hls_segment_filename', '720p.mp4'],
    '720p.m3u8',
  ]);
});

it('maps no sound where there is none, and brings HDR down to SDR', () => {
  const args = renditionArguments(['-i', 'x'], { ...plan, hasAudio: false, isHdr: true });
  expect(args).not.toContain('0:a:0');
  expect(args[args.indexOf('-vf') + 1]).toContain('tonemap=hable');
});
