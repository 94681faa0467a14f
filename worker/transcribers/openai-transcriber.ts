import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { interpolateWords, toSegments } from './sentences.ts';
import type { Transcriber } from './transcriber.ts';

const seconds = z.number().transform((value) => Math.max(0, Math.round(value * 1000)));
const Word = z.object({ word: z.string(), start: seconds, end: seconds });

/** `verbose_json` of OpenAI, and of whisper-server, which puts the words into the segments. */
const VerboseJson = z.object({
  language: z.string().default('und'),
  words: z.array(Word).optional(),
  segments: z
    .array(z.object({ text: z.string(), start: seconds, end: seconds, words: z.array(Word).optional() }))
    .default([]),
});

const LANGUAGES: Record<string, string> = {
  english: 'en',
  german: 'de',
  french: 'fr',
  spanish: 'es',
  italian: 'it',
  dutch: 'nl',
  portuguese: 'pt',
  polish: 'pl',
  japanese: 'ja',
  chinese: 'zh',
  korean: 'ko',
  russian: 'ru',
  ukrainian: 'uk',
  turkish: 'tr',
  swedish: 'sv',
};

/** Any service with OpenAI's `/v1/audio/transcriptions`. A failure is retried by the job's own backoff. */
export function openaiTranscriber(config: {
  url: string;
  apiKey: string | null;
  model: string;
}): Transcriber {
  const endpoint = `${config.url.replace(/\/+$/, '')}/audio/transcriptions`;
  return {
    info: {
      driver: 'openai',
      name: `${config.model} at ${new URL(config.url).host}`,
      quality: 'good',
      hint: '',
    },
    async transcribe(file, run) {
      const form = new FormData();
      form.set('file', await openAsBlob(join(run.cwd, file), { type: 'audio/wav' }), 'speech.wav');
      form.set('model', config.model);
      form.set('response_format', 'verbose_json');
      form.append('timestamp_granularities[]', 'word');
      form.append('timestamp_granularities[]', 'segment');
      const answer = await fetch(endpoint, {
        method: 'POST',
        body: form,
        headers: config.apiKey ? { authorization: `Bearer ${config.apiKey}` } : {},
        signal: AbortSignal.any([run.signal, AbortSignal.timeout(120_000 + run.durationMs * 5)]),
      });
      if (!answer.ok)
        throw new Error(`${endpoint} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
      const { language, words, segments } = VerboseJson.parse(await answer.json());
      const all = words ?? segments.flatMap((segment) => segment.words ?? []);
      const timed =
        all.length > 0
          ? all.map((word) => ({ text: word.word.trim(), startMs: word.start, endMs: word.end }))
          : segments.flatMap((segment) =>
              interpolateWords({ startMs: segment.start, endMs: segment.end, text: segment.text }),
            );
      return {
        language: LANGUAGES[language.toLowerCase()] ?? language.toLowerCase(),
        segments: toSegments(timed.filter((word) => word.text !== '')),
      };
    },
  };
}
