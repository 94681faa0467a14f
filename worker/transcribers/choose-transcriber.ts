import type { TranscriberConfig } from '#server/config.ts';
import { findPocketsphinx, findWhisper } from './command-transcriber.ts';
import { openaiTranscriber } from './openai-transcriber.ts';
import type { Transcriber } from './transcriber.ts';

const HINT =
  'For transcripts install pocketsphinx (apt-get install pocketsphinx pocketsphinx-en-us), or better: set WHISPER_MODEL to a whisper.cpp model, or TRANSCRIBE_URL to an OpenAI-compatible service.';

/** Makes no transcripts, and says how to get one that does. */
export const noTranscriber: Transcriber = {
  info: { driver: 'none', name: 'none', quality: 'none', hint: HINT },
  transcribe: async () => ({ language: 'und', segments: [] }),
};

/** The transcriber that is configured; `auto`: a service, else whisper.cpp, else pocketsphinx, else none. */
export async function chooseTranscriber(config: TranscriberConfig): Promise<Transcriber> {
  const service = config.url === null ? null : openaiTranscriber({ ...config, url: config.url });
  switch (config.driver) {
    case 'none':
      return noTranscriber;
    case 'openai':
      return service ?? noTranscriber;
    case 'command':
      return (await findWhisper(config)) ?? (await findPocketsphinx()) ?? noTranscriber;
    case 'auto':
      return service ?? (await findWhisper(config)) ?? (await findPocketsphinx()) ?? noTranscriber;
  }
}
