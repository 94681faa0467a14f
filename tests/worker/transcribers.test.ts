import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '#server/config.ts';
import { chooseTranscriber } from '#worker/transcribers/choose-transcriber.ts';
import { findPocketsphinx } from '#worker/transcribers/command-transcriber.ts';
import { openaiTranscriber } from '#worker/transcribers/openai-transcriber.ts';
import { tempFolder } from '../support/browser.ts';
import { ffmpeg, makeSpeech, SENTENCE } from '../support/media.ts';

const signal = new AbortController().signal;

/** 16 kHz mono, as the worker hands it over. */
async function speechIn(folder: string): Promise<void> {
  await ffmpeg([
    '-i',
    await makeSpeech('transcriber', 5),
    '-ac',
    '1',
    '-ar',
    '16000',
    join(folder, 'speech.wav'),
  ]);
}

const pocketsphinx = await findPocketsphinx();

describe.skipIf(!pocketsphinx)('pocketsphinx', () => {
  it('hears a clear sentence word for word, with times', async () => {
    await using folder = await tempFolder();
    await speechIn(folder.path);
    const heard = await pocketsphinx?.transcribe('speech.wav', {
      cwd: folder.path,
      signal,
      durationMs: 5000,
    });
    const [segment] = heard?.segments ?? [];
    expect(heard?.segments.map(({ text }) => text).join(' ')).toBe(SENTENCE);
    expect(segment?.words[0]).toMatchObject({ text: 'the' });
    const times = segment?.words.flatMap((word) => [word.startMs, word.endMs]) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('hears no words in noise', async () => {
    await using folder = await tempFolder();
    await ffmpeg([
      '-f',
      'lavfi',
      '-i',
      'anoisesrc=d=4:a=0.05',
      '-ac',
      '1',
      '-ar',
      '16000',
      join(folder.path, 'speech.wav'),
    ]);
    const heard = await pocketsphinx?.transcribe('speech.wav', {
      cwd: folder.path,
      signal,
      durationMs: 4000,
    });
    expect(heard?.segments).toEqual([]);
  });
});

describe('an OpenAI-compatible service', () => {
  async function serve(answer: object, status = 200) {
    const requests: { path: string; authorization: string | undefined; body: string }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        requests.push({
          path: request.url ?? '',
          authorization: request.headers.authorization,
          body: Buffer.concat(chunks).toString('latin1'),
        });
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return {
      url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`,
      requests,
      [Symbol.dispose]: () => server.close(),
    };
  }

  it('is sent the file and asked for words; its segments are cut at pauses', async () => {
    using service = await serve({
      language: 'english',
      words: [
        { word: 'Hello', start: 0.5, end: 0.9 },
        { word: 'there.', start: 0.9, end: 1.2 },
        { word: 'Bye', start: 3, end: 3.4 },
      ],
    });
    await using folder = await tempFolder();
    await speechIn(folder.path);
    const transcriber = openaiTranscriber({ url: service.url, apiKey: 'k', model: 'whisper-1' });
    const heard = await transcriber.transcribe('speech.wav', { cwd: folder.path, signal, durationMs: 5000 });
    expect(heard.language).toBe('en');
    expect(heard.segments.map(({ text, startMs }) => [text, startMs])).toEqual([
      ['Hello there.', 500],
      ['Bye', 3000],
    ]);
    expect(service.requests).toMatchObject([{ path: '/v1/audio/transcriptions', authorization: 'Bearer k' }]);
    expect(service.requests[0]?.body).toContain('name="timestamp_granularities[]"');
  });

  it('without words gets them by sharing out the time; a refusal is an error', async () => {
    using service = await serve({ language: 'de', segments: [{ text: ' Guten Tag', start: 1, end: 2 }] });
    using broken = await serve({ error: 'no' }, 500);
    await using folder = await tempFolder();
    await speechIn(folder.path);
    const run = { cwd: folder.path, signal, durationMs: 5000 };
    const heard = await openaiTranscriber({ url: service.url, apiKey: null, model: 'm' }).transcribe(
      'speech.wav',
      run,
    );
    expect(heard.segments[0]?.words).toEqual([
      { text: 'Guten', startMs: 1000, endMs: 1600 },
      { text: 'Tag', startMs: 1600, endMs: 2000 },
    ]);
    await expect(
      openaiTranscriber({ url: broken.url, apiKey: null, model: 'm' }).transcribe('speech.wav', run),
    ).rejects.toThrow(/answered 500/);
  });
});

describe('auto', () => {
  it('takes the best that is there and says how to get a better one', async () => {
    const config = (env: Record<string, string>) => loadConfig(env).transcriber;
    expect((await chooseTranscriber(config({ TRANSCRIBE_URL: 'http://127.0.0.1:9/v1' }))).info.driver).toBe(
      'openai',
    );
    expect((await chooseTranscriber(config({ TRANSCRIBER: 'none' }))).info).toMatchObject({
      driver: 'none',
      quality: 'none',
    });
    const { info } = await chooseTranscriber(config({ WHISPER_MODEL: '/nowhere/ggml.bin' }));
    expect(info.hint).toContain('WHISPER_MODEL');
  });
});
