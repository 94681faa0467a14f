import type { ReelEdition, ReelEntry, ReelVideo } from './reel.ts';
import type { Prompt, PromptAnswer } from './series.ts';

/** A stretch of a video. `endMs` null: to its end, as its length is not known yet. */
export interface VideoPart {
  kind: 'video';
  entryId: string;
  promptId: string | null;
  startMs: number;
  endMs: number | null;
}
/** What was written or picked, shown as long as it takes to read. */
export interface CardPart {
  kind: 'card';
  entryId: string;
  promptIds: string[];
  lengthMs: number;
}
export type ReelPart = VideoPart | CardPart;

const WORDS_A_SECOND = 4;
const SHORTEST_CARD_MS = 3000;

/** How long a card stays: four words a second, three seconds at least. */
export function readingMs(text: string): number {
  const words = text.split(/\s+/).filter(Boolean).length;
  return Math.max(SHORTEST_CARD_MS, Math.ceil((words / WORDS_A_SECOND) * 1000));
}

/** What was written or picked; null where a prompt was answered by voice alone. */
export function answerText({ text, option, number, light }: PromptAnswer): string | null {
  return text || option || light || (number === null ? null : String(number));
}

export function cardOf(entry: Pick<ReelEntry, 'id' | 'answers'>, prompts: readonly Prompt[]): CardPart {
  const shown = prompts.map((prompt) => {
    const answer = entry.answers.find(({ promptId }) => promptId === prompt.id);
    return `${prompt.text} ${(answer && answerText(answer)) ?? ''}`;
  });
  return {
    kind: 'card',
    entryId: entry.id,
    promptIds: prompts.map(({ id }) => id),
    lengthMs: readingMs(shown.join(' ')),
  };
}

/**
 * An entry as it is played. Its video is cut where it begins to answer a prompt; what is only written comes as a card in its place
 * among the prompts, several in a row as one. Without chapters, the whole video comes first.
 */
export function partsOfEntry(entry: ReelEntry, { prompts }: Pick<ReelEdition, 'prompts'>): ReelPart[] {
  const answerOf = (prompt: Prompt) => entry.answers.find(({ promptId }) => promptId === prompt.id);
  const isWritten = (prompt: Prompt) => {
    const answer = answerOf(prompt);
    return answer !== undefined && answerText(answer) !== null;
  };
  const chapters = entry.video ? chaptersOf(entry, entry.video, prompts) : [];
  const parts: ReelPart[] = [];
  const placed = new Set<string>();
  const write = (some: Prompt[]) => {
    const written = some.filter((prompt) => isWritten(prompt) && !placed.has(prompt.id));
    for (const { id } of written) placed.add(id);
    if (written.length > 0) parts.push(cardOf(entry, written));
  };
  const order = new Map(prompts.map(({ id }, i) => [id, i]));
  for (const chapter of chapters) {
    const at = chapter.promptId === null ? 0 : (order.get(chapter.promptId) ?? 0);
    if (chapter.promptId !== null) write(prompts.slice(0, at));
    parts.push(chapter);
  }
  write([...prompts]);
  return parts;
}

/** The video in its chapters, in the order of the video; what comes before the first belongs to it. */
export function chaptersOf(
  entry: Pick<ReelEntry, 'id' | 'answers'>,
  { durationMs }: Pick<ReelVideo, 'durationMs'>,
  prompts: readonly Prompt[],
): VideoPart[] {
  const starts = prompts
    .flatMap(({ id }) => {
      const atMs = entry.answers.find(({ promptId }) => promptId === id)?.atMs ?? null;
      const isInside = atMs !== null && (durationMs === null || atMs < durationMs);
      return isInside ? [{ promptId: id, atMs }] : [];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
  const part = { kind: 'video' as const, entryId: entry.id };
  if (starts.length === 0) return [{ ...part, promptId: null, startMs: 0, endMs: durationMs }];
  return starts
    .map(({ promptId, atMs }, i) => ({
      ...part,
      promptId,
      startMs: i === 0 ? 0 : atMs,
      endMs: starts[i + 1]?.atMs ?? durationMs,
    }))
    .filter(({ startMs, endMs }) => endMs === null || endMs > startMs);
}

/** How long a stretch plays at normal speed, without what is skipped. */
export function playingMs(
  startMs: number,
  endMs: number,
  silences: readonly (readonly [number, number])[],
): number {
  const silentMs = silences.reduce(
    (sum, [from, to]) => sum + Math.max(0, Math.min(to, endMs) - Math.max(from, startMs)),
    0,
  );
  return Math.max(0, endMs - startMs - silentMs);
}
