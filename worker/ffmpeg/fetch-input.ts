import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ProcessingInput, RecordedPiece } from '#server/features/videos/index.ts';
import type { Storage } from '#server/storage/storage.ts';
import { concatArguments, inputArguments } from './input-arguments.ts';

export interface FetchedInput {
  /** The file to probe. */
  file: string;
  /** ffmpeg's arguments for the whole input. */
  arguments: string[];
}

/** Brings what a run works on into its folder: the upload as `input`, a recording joined from its pieces. */
export async function fetchInput(
  storage: Storage,
  input: ProcessingInput,
  run: { cwd: string; signal: AbortSignal },
): Promise<FetchedInput> {
  if (input.kind === 'original') {
    await storage.getToFile(input.key, join(run.cwd, 'input'));
    return { file: 'input', arguments: inputArguments('input') };
  }
  const runs = joinRuns(input.pieces);
  const files: string[] = [];
  for (const [position, pieces] of runs.entries()) {
    const file = `run-${position}`;
    for (const [part, piece] of pieces.entries()) {
      const { body } = await storage.get(piece.key);
      await pipeline(body, createWriteStream(join(run.cwd, file), { flags: part === 0 ? 'w' : 'a' }), {
        signal: run.signal,
      });
    }
    files.push(file);
  }
  const [first] = files;
  if (first === undefined) throw new Error('a recording without pieces is not processed');
  if (files.length === 1) return { file: first, arguments: inputArguments(first) };
  await writeFile(join(run.cwd, 'runs.txt'), files.map((file) => `file ${file}\n`).join(''));
  return { file: first, arguments: concatArguments('runs.txt') };
}

/** The pieces in order of playing, one list for each init segment; MediaRecorder chunks are one list. */
export function joinRuns(pieces: RecordedPiece[]): RecordedPiece[][] {
  const byIndex = (a: RecordedPiece, b: RecordedPiece) => a.index - b.index;
  const chunks = pieces.filter((piece) => piece.kind === 'chunk').toSorted(byIndex);
  if (chunks.length > 0) return [chunks];
  return pieces
    .filter((piece) => piece.kind === 'init')
    .toSorted(byIndex)
    .map((init) => [
      init,
      ...pieces.filter((p) => p.kind === 'media' && p.initIndex === init.index).toSorted(byIndex),
    ])
    .filter((run) => run.length > 1);
}
