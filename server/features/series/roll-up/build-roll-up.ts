import type { RollUpCount, RollUpQuote, RollUpSection } from '#shared/editions.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { plainBody } from '#shared/mentions.ts';
import type { Person } from '#shared/people.ts';
import type { Prompt, PromptAnswer } from '#shared/series.ts';
import type { TranscriptSegment } from '#shared/transcripts.ts';
import { mostTelling } from '#server/text/most-telling.ts';
import {
  sentencesOf,
  spokenSource,
  termsOf,
  writtenSource,
  type Sentence,
  type Source,
} from '#server/text/sentences.ts';

/** What somebody has answered, with what is said in their video as far as it is known. */
export interface AnsweredEntry {
  person: Person;
  answers: readonly PromptAnswer[];
  /** What they listed as being in the way. */
  raised: readonly { promptId: string; text: string }[];
  spoken: SpokenVideo | null;
}

export interface SpokenVideo {
  slug: VideoSlug;
  language: string | null;
  segments: readonly TranscriptSegment[];
}

export const QUOTES_A_PROMPT = 5;
/** How much is read in all; what is long is read from its beginning. */
const MOST_CHARACTERS = 2_000_000;
const MOST_OF_ONE = 12_000;

/** What one person said or wrote to one prompt; to none (null), where a video has no chapters. */
interface Part {
  promptId: string | null;
  entry: AnsweredEntry;
  source: Source;
  video: VideoSlug | null;
  language: string | null;
}

/**
 * An edition in short, without a model: of each prompt what was picked is counted, and of what was written or said the most telling
 * sentences are quoted (see `mostTelling`), `most` at most; of blockers one of everybody.
 */
export function buildRollUp(
  prompts: readonly Prompt[],
  entries: readonly AnsweredEntry[],
  most = QUOTES_A_PROMPT,
): RollUpSection[] {
  const parts = entries.flatMap((entry) => partsOf(prompts, entry));
  const mostOfOne = Math.min(MOST_OF_ONE, Math.floor(MOST_CHARACTERS / Math.max(1, parts.length)));
  const byPrompt = Map.groupBy(parts, ({ promptId }) => promptId);
  return [...prompts, null].flatMap((prompt): RollUpSection[] => {
    const own = byPrompt.get(prompt?.id ?? null) ?? [];
    const counts = prompt ? countsOf(prompt, entries) : [];
    const hearsAll = prompt !== null && prompt.isCarried;
    const { quotes, people } = quotesOf(own, { most, hearsAll, mostOfOne });
    return quotes.length + counts.length > 0 ? [{ prompt, counts, quotes, people }] : [];
  });
}

function partsOf(prompts: readonly Prompt[], entry: AnsweredEntry): Part[] {
  const written = [...entry.answers, ...entry.raised].flatMap(({ promptId, text }): Part[] => {
    const isAsked = prompts.some(({ id }) => id === promptId);
    if (!text || !isAsked) return [];
    return [{ promptId, entry, source: writtenSource(plainBody(text)), video: null, language: null }];
  });
  const { spoken } = entry;
  if (!spoken) return written;
  const said = chaptersOf(prompts, entry.answers).map(({ promptId, fromMs, toMs }): Part => ({
    promptId,
    entry,
    source: spokenSource(spoken.segments, fromMs, toMs),
    video: spoken.slug,
    language: spoken.language,
  }));
  return [...written, ...said];
}

/**
 * Which part of a video answers which prompt: from its chapter to the next. Without chapters all of it answers the one prompt that is
 * to be spoken to; where there are several, none of them.
 */
export function chaptersOf(
  prompts: readonly Prompt[],
  answers: readonly PromptAnswer[],
): { promptId: string | null; fromMs: number; toMs: number | null }[] {
  const starts = prompts
    .flatMap(({ id }) => {
      const atMs = answers.find(({ promptId }) => promptId === id)?.atMs ?? null;
      return atMs === null ? [] : [{ promptId: id, fromMs: atMs }];
    })
    .toSorted((a, b) => a.fromMs - b.fromMs);
  if (starts.length === 0) {
    const spoken = prompts.filter(({ kind }) => kind === 'video' || kind === 'voice');
    return [{ promptId: (spoken.length === 1 && spoken[0]?.id) || null, fromMs: 0, toMs: null }];
  }
  // What comes before the first belongs to it, as in the reel.
  return starts.map(({ promptId, fromMs }, i) => ({
    promptId,
    fromMs: i === 0 ? 0 : fromMs,
    toMs: starts[i + 1]?.fromMs ?? null,
  }));
}

function quotesOf(
  parts: readonly Part[],
  { most, hearsAll, mostOfOne }: { most: number; hearsAll: boolean; mostOfOne: number },
): { quotes: RollUpQuote[]; people: number } {
  const all = parts.flatMap((part) =>
    sentencesOf(part.source, part.language, mostOfOne).map((sentence): [Part, Sentence] => [part, sentence]),
  );
  const speakers = [...new Set(all.map(([{ entry }]) => entry.person.id))];
  const speakerOf = new Map(speakers.map((id, i) => [id, i]));
  const candidates = all.map(([{ entry, language }, { text }]) => ({
    speaker: speakerOf.get(entry.person.id) ?? 0,
    terms: termsOf(text, language),
  }));
  const quotes = mostTelling(candidates, { most, hearsAll }).flatMap((index): RollUpQuote[] => {
    const [part, sentence] = all[index] ?? [];
    if (!part || !sentence) return [];
    const atMs = part.video === null ? null : (sentence.atMs ?? 0);
    return [{ person: part.entry.person, text: sentence.text, video: part.video, atMs }];
  });
  return { quotes, people: speakers.length };
}

/** What was picked, by whom: lights and options most first, numbers in their order. */
function countsOf({ id, kind, options }: Prompt, entries: readonly AnsweredEntry[]): RollUpCount[] {
  const picked = entries.flatMap(({ person, answers }) => {
    const answer = answers.find(({ promptId }) => promptId === id);
    const value = answer?.light ?? answer?.option ?? answer?.number ?? null;
    return value === null ? [] : [{ value: String(value), person }];
  });
  const groups = [...Map.groupBy(picked, ({ value }) => value)].map(([value, some]) => ({
    value,
    people: some.map(({ person }) => person),
  }));
  if (kind === 'number') return groups.toSorted((a, b) => Number(a.value) - Number(b.value));
  const order = kind === 'light' ? ['green', 'yellow', 'red'] : options;
  return groups.toSorted(
    (a, b) => b.people.length - a.people.length || order.indexOf(a.value) - order.indexOf(b.value),
  );
}
