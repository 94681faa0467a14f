import { execa } from 'execa';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnnotationObject, AnnotationTool } from '#shared/annotations.ts';
import { renderStill, type StillInput } from '#worker/ffmpeg/render-still.ts';
import { ffmpeg } from '../support/media.ts';

const { signal } = new AbortController();
let folder: string;
let grey: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playhead-still-'));
  grey = join(folder, 'grey.mp4');
  const out = ['-pix_fmt', 'yuv420p', '-preset', 'ultrafast', '-crf', '5', '-g', '60'];
  await ffmpeg(['-f', 'lavfi', '-i', 'color=0x808080:size=1280x720:rate=30:duration=2', ...out, grey]);
});

function make(
  tool: AnnotationTool,
  points: [number, number][],
  more: Partial<AnnotationObject> = {},
): AnnotationObject {
  const pressed = points.map(([x, y]): [number, number, number] => [x, y, 0.5]);
  return { id: crypto.randomUUID(), tool, colour: 'red', width: 0.006, points: pressed, text: '', ...more };
}

interface Pixels {
  width: number;
  height: number;
  at: (x: number, y: number) => [number, number, number];
}

async function still(input: Partial<StillInput>): Promise<Pixels> {
  const jpeg = await renderStill({
    inputPath: grey,
    atMs: 1000,
    frameRate: { numerator: 30, denominator: 1 },
    annotation: [],
    width: 640,
    signal,
    ...input,
  });
  const path = join(folder, `${crypto.randomUUID()}.jpg`);
  await writeFile(path, jpeg);
  const probe = ['-v', 'error', '-of', 'csv=p=0', '-show_entries', 'stream=width,height', path];
  const [width = 0, height = 0] = (await execa('ffprobe', probe)).stdout.split(',').map(Number);
  const raw = await execa('ffmpeg', ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], {
    encoding: 'buffer',
  });
  const at = (x: number, y: number): [number, number, number] => {
    const i = (y * width + x) * 3;
    return [raw.stdout[i] ?? 0, raw.stdout[i + 1] ?? 0, raw.stdout[i + 2] ?? 0];
  };
  return { width, height, at };
}

const redness = ([r, g, b]: [number, number, number]) => r - (g + b) / 2;

/** Middles of the red lines along a row or a column, weighed by how red each pixel is; 0–1 of the picture. */
function redAlong(pixels: Pixels, axis: 'row' | 'column', share: number): number[] {
  const [length, across] = axis === 'row' ? [pixels.width, pixels.height] : [pixels.height, pixels.width];
  const other = Math.min(across - 1, Math.floor(share * across));
  const lines: { last: number; weight: number; sum: number }[] = [];
  for (let i = 0; i < length; i++) {
    const red = redness(axis === 'row' ? pixels.at(i, other) : pixels.at(other, i));
    if (red < 15) continue;
    let line = lines.at(-1);
    if (line?.last !== i - 1) lines.push((line = { last: i, weight: 0, sum: 0 }));
    Object.assign(line, { last: i, weight: line.weight + red, sum: line.sum + red * (i + 0.5) });
  }
  return lines.map(({ sum, weight }) => sum / weight / length);
}

function expectNear(found: number[], wanted: number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [i, place] of wanted.entries()) expect(Math.abs((found[i] ?? 9) - place)).toBeLessThan(0.005);
}

describe('ink in a still', () => {
  it.each([320, 640, 1920])('lies where it was drawn, %i pixels wide', async (width) => {
    const box = make('box', [
      [0.25, 0.25],
      [0.75, 0.75],
    ]);
    const line = make('line', [
      [0.05, 0.1],
      [0.95, 0.9],
    ]);
    const pixels = await still({ annotation: [box, line], width });
    expect([pixels.width, pixels.height]).toEqual([width, (width * 9) / 16]);
    expectNear(redAlong(pixels, 'row', 0.4), [0.25, 0.05 + (0.9 * 0.3) / 0.8, 0.75]);
    expectNear(redAlong(pixels, 'column', 0.6), [0.25, 0.1 + (0.8 * 0.55) / 0.9, 0.75]);
    const [r, g, b] = pixels.at(Math.round(width * 0.9), 4);
    for (const value of [r, g, b]) expect(Math.abs(value - 128)).toBeLessThan(6);
  });

  it('has its own colour and a dark halo, and texts and pins that show', async () => {
    const pen = make(
      'pen',
      [
        [0.1, 0.5],
        [0.9, 0.5],
      ],
      { colour: 'yellow', width: 0.03 },
    );
    const text = make('text', [[0.1, 0.2]], { text: '<Here> & there', width: 0.01 });
    const pixels = await still({
      annotation: [pen, text, make('pin', [[0.8, 0.3]], { text: '1' })],
      width: 1280,
    });
    const [r, g, b] = pixels.at(640, 360);
    expect([Math.abs(r - 0xff), Math.abs(g - 0xd4), Math.abs(b - 0x3b)].every((off) => off < 12)).toBe(true);
    const below = pixels.at(640, 373)[0];
    expect(below).toBeGreaterThan(50);
    expect(below).toBeLessThan(115);
    expect(redAlong(pixels, 'row', 0.2).length).toBeGreaterThan(5);
    expect(redAlong(pixels, 'row', 0.3 - 1.5 * 0.029).length).toBeGreaterThan(0);
  });

  it('never stands for more than text', async () => {
    const evil = `</text><image href="file:///etc/passwd"/><text>&#0;]]>\u0000\uD800`;
    const pixels = await still({ annotation: [make('text', [[0.1, 0.5]], { text: evil })] });
    expect(redAlong(pixels, 'row', 0.5).length).toBeGreaterThan(0);
  });
});

it('makes what is under a blur box unreadable, and nothing beside it', async () => {
  const checks = join(folder, 'checks.mp4');
  const source =
    "color=black:size=640x360:rate=30:duration=1,geq=lum='if(mod(floor(X/4)+floor(Y/4),2),235,16)':cb=128:cr=128";
  await ffmpeg(['-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', '-crf', '10', checks]);
  const blur = make('blur', [
    [0.25, 0.25],
    [0.75, 0.75],
  ]);
  const tiny = make('blur', [
    [0.999, 0.999],
    [1.3, 1.3],
  ]);
  const pixels = await still({ inputPath: checks, atMs: 500, annotation: [blur, tiny] });
  const spread = (fromX: number, fromY: number) => {
    const values = Array.from(
      { length: 400 },
      (_, i) => pixels.at(fromX + (i % 20), fromY + Math.floor(i / 20))[0],
    );
    return Math.max(...values) - Math.min(...values);
  };
  expect(spread(300, 170)).toBeLessThan(20);
  expect(spread(162, 92)).toBeLessThan(60);
  expect(spread(130, 170)).toBeGreaterThan(180);
  expect(spread(485, 170)).toBeGreaterThan(180);
});

it('is missing behind the end, and in what is no video', async () => {
  await expect(still({ atMs: 600_000 })).rejects.toThrow('no_decodable_frames');
  const playlist = join(folder, 'list.mp4');
  await writeFile(playlist, '#EXTM3U\n#EXTINF:1,\n/etc/passwd\n');
  await expect(still({ inputPath: playlist })).rejects.toThrow('playlist_refused');
});
