import { open } from 'node:fs/promises';
import { execa } from 'execa';
import * as z from 'zod';
import { inputArguments } from './input-arguments.ts';
import { TOOL_ENVIRONMENT } from './run-ffmpeg.ts';

const Probe = z.object({
  format: z.object({ format_name: z.string(), duration: z.string().optional(), size: z.string().optional() }),
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      codec_name: z.string().optional(),
      codec_tag_string: z.string().optional(),
      profile: z.string().optional(),
      level: z.number().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      sample_aspect_ratio: z.string().optional(),
      r_frame_rate: z.string().optional(),
      avg_frame_rate: z.string().optional(),
      color_transfer: z.string().optional(),
      disposition: z.object({ attached_pic: z.number().optional() }).optional(),
      side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
    }),
  ),
});

export interface Rational {
  numerator: number;
  denominator: number;
}

export interface VideoStream {
  codec: string;
  tag: string;
  profile: string;
  level: number;
  /** As coded, before rotation and pixel aspect. */
  width: number;
  height: number;
  pixelAspect: number;
  /** Quarter turns as the header says, 0–270; nonsense counts as 0. */
  rotation: 0 | 90 | 180 | 270;
  frameRate: Rational | null;
  averageFrameRate: Rational | null;
  isHdr: boolean;
}

export interface MediaInfo {
  /** ffprobe's names of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  format: string;
  /** What the header claims, in ms; not to be trusted. */
  claimedDurationMs: number | null;
  video: VideoStream | null;
  audioCodec: string | null;
}

/** Why a file can't be probed. */
export type ProbeFailure = 'not_a_video' | 'playlist_refused' | 'truncated' | 'processing_timeout';

/** Reads the headers of a local file with ffprobe, held to the same lists as ffmpeg. Never throws for a bad file. */
export async function probeMedia(
  file: string,
  run: { cwd: string; signal: AbortSignal },
): Promise<{ info: MediaInfo } | { failure: ProbeFailure; stderr: string }> {
  const probed = await execa(
    'ffprobe',
    ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', ...inputArguments(file)],
    {
      cwd: run.cwd,
      env: TOOL_ENVIRONMENT,
      extendEnv: false,
      stdin: 'ignore',
      timeout: 60_000,
      cancelSignal: run.signal,
      maxBuffer: 4_000_000,
      reject: false,
    },
  );
  run.signal.throwIfAborted();
  if (probed.timedOut) return { failure: 'processing_timeout', stderr: probed.stderr };
  const parsed = probed.failed ? null : Probe.safeParse(JSON.parse(probed.stdout));
  if (!parsed?.success) return { failure: await whyNot(run.cwd, file, probed.stderr), stderr: probed.stderr };
  return { info: toMediaInfo(parsed.data) };
}

async function whyNot(cwd: string, file: string, stderr: string): Promise<ProbeFailure> {
  await using handle = await open(file.startsWith('/') ? file : `${cwd}/${file}`);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
  const head = buffer.subarray(0, bytesRead).toString('latin1');
  if (/^(?:\xef\xbb\xbf)?\s*(#EXTM3U|ffconcat)/.test(head)) return 'playlist_refused';
  const isMp4 = head.slice(4, 8) === 'ftyp';
  const isStill = isMp4 && /^(heic|heix|mif1|avif)/.test(head.slice(8, 12));
  return isMp4 && !isStill && /moov atom not found|truncated|end of file/i.test(stderr)
    ? 'truncated'
    : 'not_a_video';
}

function toMediaInfo({ format, streams }: z.infer<typeof Probe>): MediaInfo {
  const video = streams.find((stream) => stream.codec_type === 'video' && !stream.disposition?.attached_pic);
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  const seconds = Number(format.duration);
  return {
    format: format.format_name,
    claimedDurationMs: Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null,
    audioCodec: audio ? (audio.codec_name ?? 'unknown') : null,
    video: video
      ? {
          codec: video.codec_name ?? 'unknown',
          tag: video.codec_tag_string ?? '',
          profile: video.profile ?? '',
          level: video.level ?? 0,
          width: video.width ?? 0,
          height: video.height ?? 0,
          pixelAspect: pixelAspectOf(video.sample_aspect_ratio),
          rotation: quarterTurns(
            video.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0,
          ),
          frameRate: rational(video.r_frame_rate),
          averageFrameRate: rational(video.avg_frame_rate),
          isHdr: video.color_transfer === 'smpte2084' || video.color_transfer === 'arib-std-b67',
        }
      : null,
  };
}

function rational(text: string | undefined): Rational | null {
  const [numerator = 0, denominator = 0] = (text ?? '').split('/').map(Number);
  return numerator > 0 && denominator > 0 ? { numerator, denominator } : null;
}

function pixelAspectOf(text: string | undefined): number {
  const [width = 0, height = 0] = (text ?? '').split(':').map(Number);
  const ratio = width > 0 && height > 0 ? width / height : 1;
  return ratio > 0.1 && ratio < 10 ? ratio : 1;
}

function quarterTurns(degrees: number): VideoStream['rotation'] {
  const turned = ((degrees % 360) + 360) % 360;
  return turned === 90 || turned === 180 || turned === 270 ? turned : 0;
}
