import { buildPlaylist, silencesOf, type AskToMe, type PlaylistItem } from '#shared/playlist.ts';
import { partsOfEntry, playingMs, type ReelPart } from '#shared/reel-parts.ts';
import type { Reel, ReelEdition, ReelEntry } from '#shared/reel.ts';

/** One thing after the other, as it is played. */
export interface Step {
  part: ReelPart;
  entry: ReelEntry;
  edition: ReelEdition;
  why: PlaylistItem['why'] | null;
  /** Steps with the same number play on in one element. */
  run: number;
  silences: [number, number][];
}

export interface Program {
  steps: Step[];
  /** Asks for which there is no time. */
  texts: AskToMe[];
}

/** How long a card stays that says that there is nothing to show. */
const NOTHING_MS = 3000;
/** Going back into a silence goes on before it, by this much. */
const BEFORE_SILENCE_MS = 1500;

/** All of a reel, in order. */
export function wholeProgram({ editions, entries }: Pick<Reel, 'editions' | 'entries'>): Program {
  const items = editions.flatMap((edition) =>
    entries
      .filter(({ editionId }) => editionId === edition.id)
      .flatMap((entry) => {
        const parts = partsOfEntry(entry, edition);
        const nothing = { kind: 'card' as const, entryId: entry.id, promptIds: [], lengthMs: NOTHING_MS };
        return (parts.length > 0 ? parts : [nothing]).map((part) => ({ part, why: null }));
      }),
  );
  return { steps: stepsOf({ editions, entries }, items), texts: [] };
}

/** What there is time for. */
export function shortProgram(
  reel: Pick<Reel, 'editions' | 'entries'>,
  options: Parameters<typeof buildPlaylist>[1],
): Program {
  const { items, texts } = buildPlaylist(reel, options);
  return { steps: stepsOf(reel, items), texts };
}

function stepsOf(
  { editions, entries }: Pick<Reel, 'editions' | 'entries'>,
  items: readonly { part: ReelPart; why: PlaylistItem['why'] | null }[],
): Step[] {
  const entryOf = new Map<string, ReelEntry>(entries.map((entry) => [entry.id, entry]));
  const editionOf = new Map(editions.map((edition) => [edition.id, edition]));
  let run = 0;
  let last: { entryId: string; endMs: number | null } | null = null;
  return items.flatMap(({ part, why }): Step[] => {
    const entry = entryOf.get(part.entryId);
    const edition = entry && editionOf.get(entry.editionId);
    if (!entry || !edition) return [];
    if (part.kind === 'video') {
      const goesOn = last?.entryId === part.entryId && last.endMs === part.startMs;
      if (!goesOn) run++;
      last = part;
    }
    return [{ part, entry, edition, why, run, silences: silencesOf(entry) }];
  });
}

/** What is skipped of a step. */
export function silencesIn({ silences }: Step, skipsSilences: boolean): readonly [number, number][] {
  return skipsSilences ? silences : [];
}

/** How long a step plays at normal speed. */
export function stepMs(step: Step, skipsSilences: boolean): number {
  const { part } = step;
  if (part.kind === 'card') return part.lengthMs;
  return part.endMs === null ? 0 : playingMs(part.startMs, part.endMs, silencesIn(step, skipsSilences));
}

/** How much of a step was played when it stands at `positionMs` of its video, or of its time as a card. */
export function playedMs(step: Step, positionMs: number, skipsSilences: boolean): number {
  const { part } = step;
  if (part.kind === 'card') return Math.min(positionMs, part.lengthMs);
  const toMs = Math.max(part.startMs, Math.min(positionMs, part.endMs ?? positionMs));
  return playingMs(part.startMs, toMs, silencesIn(step, skipsSilences));
}

/** Where playing begins at a position: behind the silence that it is in. */
export function afterSilence(ms: number, silences: readonly (readonly [number, number])[]): number {
  return silences.find(([from, to]) => from <= ms && ms < to)?.[1] ?? ms;
}

/** Where a step begins to be played. */
export function startOf(step: Step, skipsSilences: boolean): number {
  const { part } = step;
  if (part.kind === 'card') return 0;
  const ms = afterSilence(part.startMs, silencesIn(step, skipsSilences));
  return part.endMs !== null && ms >= part.endMs ? part.startMs : ms;
}

/** The first of the steps in a row that are the same person's. */
export function firstOfPerson(steps: readonly Step[], index: number): number {
  let first = index;
  while (first > 0 && steps[first - 1]?.entry.id === steps[index]?.entry.id) first--;
  return first;
}

/** Where the next person begins; behind the last step where there is none. */
export function nextPerson(steps: readonly Step[], index: number): number {
  const next = steps.findIndex(({ entry }, i) => i > index && entry.id !== steps[index]?.entry.id);
  return next === -1 ? steps.length : next;
}

/** Where some seconds on or back lead within a step; null: behind it. */
export function skipTarget(step: Step, fromMs: number, byMs: number, skipsSilences: boolean): number | null {
  const { part } = step;
  if (part.kind === 'card') return null;
  const wanted = fromMs + byMs;
  const silence = silencesIn(step, skipsSilences).find(([from, to]) => from <= wanted && wanted < to);
  const target = silence ? (byMs > 0 ? silence[1] : silence[0] - BEFORE_SILENCE_MS) : wanted;
  return part.endMs !== null && target >= part.endMs ? null : Math.max(part.startMs, target);
}
