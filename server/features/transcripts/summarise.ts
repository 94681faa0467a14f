import { mostTelling } from '#server/text/most-telling.ts';
import { sentencesOf, spokenSource, termsOf } from '#server/text/sentences.ts';
import type { SummarySentence, TranscriptSegment } from '#shared/transcripts.ts';

/** What is said in fewer sentences is as short as its summary. */
const FEWEST_SENTENCES = 6;
const MOST_QUOTED = 5;
/** What is longer is read from its beginning: some five hours of speech. */
const MOST_CHARACTERS = 250_000;

/** The most telling sentences of a transcript, word by word, in their order, without a model (see `mostTelling`); none of what is short. */
export function summarise(
  segments: readonly TranscriptSegment[],
  language: string | null,
): SummarySentence[] {
  const sentences = sentencesOf(spokenSource(segments), language, MOST_CHARACTERS).flatMap(({ text, atMs }) =>
    atMs === null ? [] : [{ text, startMs: atMs }],
  );
  if (sentences.length < FEWEST_SENTENCES) return [];
  const candidates = sentences.map(({ text }) => ({ speaker: 0, terms: termsOf(text, language) }));
  const most = Math.min(MOST_QUOTED, Math.ceil(sentences.length / 4));
  const lastMs = segments.at(-1)?.endMs ?? 0;
  return mostTelling(candidates, { most }).flatMap((index) => {
    const sentence = sentences[index];
    if (!sentence) return [];
    return [{ ...sentence, endMs: Math.max(sentence.startMs + 1, sentences[index + 1]?.startMs ?? lastMs) }];
  });
}
