import coreUrl from '@ffmpeg/core?url';
import wasmUrl from '@ffmpeg/core/wasm?url';
import { FFmpeg } from '@ffmpeg/ffmpeg';
import type { Playback } from '#shared/playback.ts';
import { reach } from '../api/reach.ts';
import { bestRung, parseMediaPlaylist, piecesIn, type MediaPlaylist } from './media-playlist.ts';

export type ExportFormat = 'gif' | 'mp4';

export interface ExportRequest {
  playback: Playback;
  startMs: number;
  endMs: number;
  format: ExportFormat;
  signal: AbortSignal;
  onProgress: (step: 'loading' | 'fetching' | 'making', percent: number) => void;
}

/** A GIF of more is a file that nobody wants to get. */
export const LONGEST_GIF_MS = 30_000;
const GIF_FPS = 12;
const GIF_WIDTH = 640;

/**
 * Makes a GIF or an MP4 of a range in the browser. Only the segments of the range are fetched. An MP4 keeps picture and sound
 * as they are and begins exactly by its edit list; ffmpeg runs in one thread, as our pages are not cross-origin isolated.
 * Throws the signal's reason when it is cancelled.
 */
export async function exportRange(request: ExportRequest): Promise<Blob> {
  const { signal, startMs, endMs, format, onProgress } = request;
  const ffmpeg = new FFmpeg();
  const stop = () => ffmpeg.terminate();
  signal.addEventListener('abort', stop);
  try {
    const [{ files, offsetMs }] = await Promise.all([fetchRange(request), load(ffmpeg, request)]);
    signal.throwIfAborted();
    for (const [i, file] of files.entries()) await ffmpeg.writeFile(`run-${i}.mp4`, file);
    const input = files.length === 1 ? ['-i', 'run-0.mp4'] : await concatInput(ffmpeg, files.length);
    const range = ['-ss', seconds(startMs - offsetMs), '-t', seconds(endMs - startMs)];
    ffmpeg.on('progress', ({ progress }) => onProgress('making', Math.max(0, Math.min(99, progress * 100))));
    onProgress('making', 0);
    const status = await ffmpeg.exec(
      format === 'mp4'
        ? [...range, ...input, '-c', 'copy', '-movflags', '+faststart', 'out.mp4']
        : [...range, ...input, '-an', '-vf', gifFilter(), '-loop', '0', 'out.gif'],
    );
    signal.throwIfAborted();
    if (status !== 0) throw new Error('The export could not be made. Try a shorter range.');
    const made = (await ffmpeg.readFile(`out.${format}`)) as Uint8Array<ArrayBuffer>;
    return new Blob([made], { type: format === 'mp4' ? 'video/mp4' : 'image/gif' });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Error ? error : new Error('The export could not be made. Try a shorter range.');
  } finally {
    signal.removeEventListener('abort', stop);
    ffmpeg.terminate();
  }
}

/** One palette for the whole GIF, from its own colours. */
function gifFilter(): string {
  return `fps=${GIF_FPS},scale='min(${GIF_WIDTH},iw)':-2:flags=lanczos,split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer`;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

async function concatInput(ffmpeg: FFmpeg, count: number): Promise<string[]> {
  const list = Array.from({ length: count }, (_, i) => `file run-${i}.mp4\n`).join('');
  await ffmpeg.writeFile('runs.txt', list);
  return ['-f', 'concat', '-i', 'runs.txt'];
}

/** 32 MB, fetched when somebody exports, and kept by the browser. */
async function load(ffmpeg: FFmpeg, { signal, onProgress }: ExportRequest): Promise<void> {
  const answer = await reach(wasmUrl, { signal });
  if (!answer.ok || !answer.body)
    throw new Error('The exporter could not be loaded. Reload the page and try again.');
  const total = Number(answer.headers.get('content-length') ?? 32_000_000);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  const reader = answer.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    loaded += next.value.byteLength;
    onProgress('loading', Math.min(99, (loaded / total) * 100));
  }
  const url = URL.createObjectURL(new Blob(chunks, { type: 'application/wasm' }));
  try {
    await ffmpeg.load({ coreURL: new URL(coreUrl, location.href).href, wasmURL: url });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The range as playable files, one for each init section, and where the first of them begins in the video. */
async function fetchRange({ playback, startMs, endMs, signal, onProgress }: ExportRequest) {
  const source = playback.sources.find(({ kind }) => kind === 'renditions' || kind === 'recording');
  if (!source || source.kind === 'original')
    throw new Error('This video is still being processed. Export it once that is done.');
  const playlist = await readPlaylist(source.playlistUrl, signal);
  const pieces = piecesIn(playlist, startMs, endMs);
  const [first] = pieces;
  if (!first) throw new Error('There is nothing in this range. Choose another one.');
  const files: Uint8Array[] = [];
  let done = 0;
  for (const init of [...new Set(pieces.map((piece) => piece.init))]) {
    const section = playlist.inits[init];
    const parts = [section, ...pieces.filter((piece) => piece.init === init)];
    const bytes: Uint8Array[] = [];
    for (const part of parts) {
      if (part) bytes.push(await fetchBytes(part, signal));
      onProgress('fetching', Math.min(99, (++done / (pieces.length + 1)) * 100));
    }
    files.push(new Uint8Array(await new Blob(bytes as Uint8Array<ArrayBuffer>[]).arrayBuffer()));
  }
  return { files, offsetMs: first.startMs };
}

async function readPlaylist(url: string, signal: AbortSignal): Promise<MediaPlaylist> {
  const absolute = new URL(url, location.href).href;
  const text = await (await reach(absolute, { signal })).text();
  const rung = bestRung(text, absolute);
  return rung ? readPlaylist(rung, signal) : parseMediaPlaylist(text, absolute);
}

async function fetchBytes(
  { url, range }: { url: string; range: { offset: number; length: number } | null },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const headers = new Headers(
    range ? { range: `bytes=${range.offset}-${range.offset + range.length - 1}` } : undefined,
  );
  const answer = await reach(url, { headers, signal });
  if (!answer.ok) throw new Error('A part of the video could not be fetched. Try again.');
  return new Uint8Array(await answer.arrayBuffer());
}
