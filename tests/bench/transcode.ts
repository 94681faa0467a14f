import { execa } from 'execa';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputArguments } from '#worker/ffmpeg/input-arguments.ts';
import { renditionArguments } from '#worker/ffmpeg/rendition-arguments.ts';
import { runFfmpeg } from '#worker/ffmpeg/run-ffmpeg.ts';
import { makeClip } from '../support/media.ts';
import { median, ratioFigure, type Figure } from './figure.ts';

const ROUNDS = 5;

/** Our way of running ffmpeg (whitelists, progress, limits) against the bare command with the same encoder arguments, in turn. */
export async function* transcode(): AsyncGenerator<Figure> {
  const clip = await makeClip({ seconds: 30, size: '1920x1080', speech: true });
  const cwd = await mkdtemp(join(tmpdir(), 'playhead-bench-'));
  await copyFile(clip, join(cwd, 'input'));
  const plan = {
    rung: { name: '720p', width: 1280, height: 720 },
    frameRate: { numerator: 30, denominator: 1 },
    hasAudio: true,
    isHdr: false,
  } as const;
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const a = performance.now();
    await runFfmpeg(renditionArguments(inputArguments('input'), plan), {
      cwd,
      signal: new AbortController().signal,
      timeoutMs: 300_000,
      onProgress: () => undefined,
    });
    const b = performance.now();
    await execa('ffmpeg', ['-y', '-v', 'error', '-nostdin', ...renditionArguments(['-i', 'input'], plan)], {
      cwd,
    });
    const c = performance.now();
    // The first round warms the disk cache.
    if (round > 0) {
      ours.push(b - a);
      bare.push(c - b);
    }
  }
  await rm(cwd, { recursive: true });
  yield ratioFigure('transcode of 30 s 1080p30 to 720p', median(ours), median(bare), 'ms', 1.05);
}
