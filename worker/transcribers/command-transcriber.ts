import { access, constants, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import type { TranscriptWord } from '#shared/transcripts.ts';
import { TOOL_ENVIRONMENT } from '../ffmpeg/run-ffmpeg.ts';
import { toSegments } from './sentences.ts';
import type { Transcriber } from './transcriber.ts';

/** Slow machines take up to real time and more; a stuck program must still end. */
const timeoutFor = (durationMs: number) => 120_000 + durationMs * 5;

const options = (run: { cwd: string; signal: AbortSignal; durationMs: number }) =>
  ({
    cwd: run.cwd,
    env: TOOL_ENVIRONMENT,
    extendEnv: false,
    stdin: 'ignore',
    cancelSignal: run.signal,
    timeout: timeoutFor(run.durationMs),
    forceKillAfterDelay: 2000,
  }) as const;

const WhisperOutput = z.object({
  result: z.object({ language: z.string() }),
  transcription: z.array(
    z.object({ text: z.string(), offsets: z.object({ from: z.number(), to: z.number() }) }),
  ),
});

/** whisper.cpp: one word a segment by `--max-len 1 --split-on-word`. It exits 0 for bad input, so its JSON is required. */
export async function findWhisper(config: {
  whisperCli: string;
  whisperModel: string | null;
}): Promise<Transcriber | null> {
  const { whisperCli, whisperModel } = config;
  if (whisperModel === null || !(await canRun(whisperCli, ['--help']))) return null;
  const isReadable = await access(whisperModel, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!isReadable) return null;
  return {
    info: {
      driver: 'command',
      name: `whisper.cpp (${basename(whisperModel, '.bin')})`,
      quality: 'good',
      hint: '',
    },
    async transcribe(file, run) {
      const args = [
        '-m',
        whisperModel,
        '-f',
        file,
        '-l',
        'auto',
        '-oj',
        '-of',
        'speech',
        '-ml',
        '1',
        '-sow',
        '-np',
      ];
      await execa(whisperCli, args, options(run));
      const output = WhisperOutput.parse(JSON.parse(await readFile(join(run.cwd, 'speech.json'), 'utf8')));
      const words = output.transcription
        .map(({ text, offsets }) => ({
          text: text.trim(),
          startMs: offsets.from,
          endMs: Math.max(offsets.to, offsets.from),
        }))
        .filter((word) => word.text !== '' && !/^[[(].*[\])]$/.test(word.text));
      return { language: output.result.language, segments: toSegments(words) };
    },
  };
}

const POCKETSPHINX = 'pocketsphinx_continuous';
const FILLER = /^(<.*>|\[.*\]|\+\+.*\+\+)$/;

/** CMU pocketsphinx, the one that Debian can install: English, fast, weak on free speech. */
export async function findPocketsphinx(): Promise<Transcriber | null> {
  if (!(await canRun(POCKETSPHINX, ['-help']))) return null;
  return {
    info: {
      driver: 'command',
      name: 'pocketsphinx (English)',
      quality: 'basic',
      hint: 'For good transcripts set WHISPER_MODEL to a whisper.cpp model (with whisper-cli installed), or TRANSCRIBE_URL to an OpenAI-compatible service.',
    },
    async transcribe(file, run) {
      const { stdout } = await execa(
        POCKETSPHINX,
        ['-infile', file, '-time', 'yes', '-logfn', '/dev/null'],
        options(run),
      );
      const words = parsePocketsphinx(stdout);
      return { language: 'en', segments: isSpeech(words) ? toSegments(words) : [] };
    },
  };
}

/** Lines `word start end probability` in seconds; `word(2)` is another pronunciation; fillers are in brackets. */
export function parsePocketsphinx(output: string): TranscriptWord[] {
  return [...output.matchAll(/^(\S+) (\d+\.\d+) (\d+\.\d+) (\d+\.\d+)$/gm)]
    .map(([, word = '', start, end]) => ({
      text: word.replace(/\(\d+\)$/, ''),
      startMs: Math.round(Number(start) * 1000),
      endMs: Math.round(Number(end) * 1000),
    }))
    .filter((word) => !FILLER.test(word.text));
}

/** Speech takes 50–100 ms a letter; what pocketsphinx hears in noise is a short word drawn out over most of a second. */
const SLOWEST_SPEECH_MS_PER_LETTER = 150;

function isSpeech(words: readonly TranscriptWord[]): boolean {
  const paces = words.map((word) => (word.endMs - word.startMs) / word.text.length).toSorted((a, b) => a - b);
  const median = paces[Math.floor(paces.length / 2)];
  return median !== undefined && median <= SLOWEST_SPEECH_MS_PER_LETTER;
}

async function canRun(program: string, args: string[]): Promise<boolean> {
  const { code } = await execa(program, args, {
    env: TOOL_ENVIRONMENT,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });
  return code !== 'ENOENT' && code !== 'EACCES';
}
