import { cardOf, chaptersOf, partsOfEntry, playingMs, type ReelPart, type VideoPart } from './reel-parts.ts';
import type { ReelAsk, ReelEdition, ReelEntry, ReelVideo } from './reel.ts';
import type { Prompt } from './series.ts';

export interface PlaylistItem {
  part: ReelPart;
  why: 'ask' | 'blocker' | 'unseen';
}

/** Something that is wanted of me: an open request about the video, or the answer in which I am named. */
export type AskToMe =
  | { kind: 'request'; entryId: string; ask: ReelAsk }
  | { kind: 'mention'; entryId: string; promptId: string };

export interface Playlist {
  items: PlaylistItem[];
  /** Asks for which there was no time: they are there to be read, and take none. */
  texts: AskToMe[];
  /** How long it plays, at the speed that it was made for. Never above the budget. */
  lengthMs: number;
}

export interface PlaylistOptions {
  budgetMs: number;
  /** Speed of videos; cards are read no faster. */
  rate?: number;
  skipsSilences?: boolean;
}

/** So long are the clips of a video, the longest at which everything fits; else the shortest. */
const CLIP_MS = [Number.POSITIVE_INFINITY, 90_000, 60_000, 40_000, 25_000, 15_000];
/** A sentence that ends earlier in a clip than this share of it is no place to end it. */
const EARLIEST_END = 0.4;
/** Less of a video than this says nothing. */
const SHORTEST_CLIP_MS = 2000;

type Sourced = Pick<ReelEdition, 'id' | 'prompts'>;

interface Candidate {
  why: PlaylistItem['why'];
  entry: ReelEntry;
  /** Whole, before it is cut to the length of a clip. */
  parts: ReelPart[];
  asks: AskToMe[];
}

/**
 * What there is time for: what is asked of me, then blockers that I have not seen, then everything that I have not seen. No ask is
 * lost: those that do not fit are `texts`.
 */
export function buildPlaylist(
  { entries, editions }: { entries: readonly ReelEntry[]; editions: readonly Sourced[] },
  options: PlaylistOptions,
): Playlist {
  const candidates = candidatesOf(entries, editions);
  let playlist: Playlist = { items: [], texts: [], lengthMs: 0 };
  for (const clipMs of CLIP_MS) {
    const made = fill(candidates, clipMs, options);
    playlist = made.playlist;
    if (made.isWhole) break;
  }
  return playlist;
}

function candidatesOf(entries: readonly ReelEntry[], editions: readonly Sourced[]): Candidate[] {
  const others = entries.filter(({ isMine }) => !isMine);
  const promptsOf = (entry: ReelEntry) => editions.find(({ id }) => id === entry.editionId)?.prompts ?? [];
  const asked = others
    .filter(({ asks }) => asks.length > 0)
    .toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)))
    .map((entry): Candidate => ({
      why: 'ask',
      entry,
      parts: entry.video ? [wholeVideo(entry, entry.video)] : [],
      asks: entry.asks.map((ask) => ({ kind: 'request', entryId: entry.id, ask })),
    }));
  const named = others.flatMap((entry) =>
    entry.mentions.map((promptId): Candidate => ({
      why: 'ask',
      entry,
      parts: [
        cardOf(
          entry,
          promptsOf(entry).filter(({ id }) => id === promptId),
        ),
      ],
      asks: [{ kind: 'mention', entryId: entry.id, promptId }],
    })),
  );
  const unseen = others.filter(({ isSeen }) => !isSeen);
  const blocked = unseen.flatMap((entry): Candidate[] => {
    const prompts = promptsOf(entry).filter(isAboutBlockers);
    const parts = partsAbout(entry, promptsOf(entry), prompts);
    return parts.length > 0 ? [{ why: 'blocker', entry, parts, asks: [] }] : [];
  });
  const rest = unseen.map((entry): Candidate => ({
    why: 'unseen',
    entry,
    parts: partsOfEntry(entry, { prompts: promptsOf(entry) }),
    asks: [],
  }));
  return [...asked, ...named, ...blocked, ...rest];
}

const isAboutBlockers = ({ isCarried }: Prompt) => isCarried;
const dueOf = ({ asks }: ReelEntry) => asks[0]?.dueAt ?? '9999';

function wholeVideo(entry: ReelEntry, { durationMs }: ReelVideo): VideoPart {
  return { kind: 'video', entryId: entry.id, promptId: null, startMs: 0, endMs: durationMs };
}

/** Where these prompts are answered: chapters of the video, and what was written. */
function partsAbout(entry: ReelEntry, all: readonly Prompt[], prompts: readonly Prompt[]): ReelPart[] {
  const ids = new Set(prompts.map(({ id }) => id));
  const chapters = entry.video
    ? chaptersOf(entry, entry.video, all).filter(({ promptId }) => promptId !== null && ids.has(promptId))
    : [];
  const written = partsOfEntry({ ...entry, video: null }, { prompts: [...prompts] });
  return [...chapters, ...written];
}

/** Takes candidates in their order, each cut to `clipMs`, for as long as there is time. */
function fill(
  candidates: readonly Candidate[],
  clipMs: number,
  { budgetMs, rate = 1, skipsSilences = true }: PlaylistOptions,
): { playlist: Playlist; isWhole: boolean } {
  const items: PlaylistItem[] = [];
  const texts: AskToMe[] = [];
  const taken = new Map<string, ReelPart[]>();
  let lengthMs = 0;
  let isWhole = true;
  for (const { why, entry, parts, asks } of candidates) {
    const before = taken.get(entry.id) ?? [];
    const silences = skipsSilences ? silencesOf(entry) : [];
    const left = without(parts, before, entry);
    const clips = left && cut(left, clipMs, silences, entry.video?.sentenceEnds ?? []);
    const costMs = clips?.reduce((sum, part) => sum + costOf(part, silences, rate), 0);
    if (clips && costMs !== undefined && clips.length > 0 && lengthMs + costMs <= budgetMs) {
      items.push(...clips.map((part) => ({ part, why })));
      taken.set(entry.id, [...before, ...clips]);
      lengthMs += costMs;
    } else {
      texts.push(...asks);
      // What was played before as part of something else is not left out.
      if (clips === null || clips.length > 0 || asks.length > 0) isWhole = false;
    }
  }
  return { playlist: { items, texts, lengthMs }, isWhole };
}

/** What is skipped of an entry. Who is asked to watch it gets all of it: what is skipped is no evidence. */
export function silencesOf({ video, asks }: Pick<ReelEntry, 'video' | 'asks'>): [number, number][] {
  return !video || asks.some(({ kind }) => kind === 'watch') ? [] : video.silences;
}

function costOf(part: ReelPart, silences: readonly [number, number][], rate: number): number {
  if (part.kind === 'card') return part.lengthMs;
  return Math.ceil(playingMs(part.startMs, part.endMs ?? part.startMs, silences) / rate);
}

/** Parts without what is in the playlist already. */
function without(parts: readonly ReelPart[], taken: readonly ReelPart[], entry: ReelEntry): ReelPart[] {
  const cards = new Set(taken.flatMap((part) => (part.kind === 'card' ? part.promptIds : [])));
  const ranges = taken.flatMap((part) => (part.kind === 'video' ? [part] : []));
  return parts.flatMap((part): ReelPart[] => {
    if (part.kind === 'card') return part.promptIds.every((id) => cards.has(id)) ? [] : [part];
    const endMs = part.endMs ?? Number.POSITIVE_INFINITY;
    // Clips begin where a part does, so that what is left of a part is one stretch.
    const startMs = ranges.reduce(
      (start, range) =>
        range.startMs <= start ? Math.max(start, range.endMs ?? Number.POSITIVE_INFINITY) : start,
      part.startMs,
    );
    const nextMs = Math.min(
      endMs,
      ...ranges.filter((range) => range.startMs > startMs).map((range) => range.startMs),
    );
    const isNew = part.startMs === startMs && nextMs === endMs;
    if (isNew) return [part];
    const rest = {
      ...part,
      startMs,
      endMs: Number.isFinite(nextMs) ? nextMs : (entry.video?.durationMs ?? null),
    };
    return nextMs - startMs >= SHORTEST_CLIP_MS ? [rest] : [];
  });
}

/** The first `clipMs` of the videos of an entry, ended where a sentence does; null where a length is not known. */
function cut(
  parts: readonly ReelPart[],
  clipMs: number,
  silences: readonly [number, number][],
  sentenceEnds: readonly number[],
): ReelPart[] | null {
  let leftMs = clipMs;
  const clips: ReelPart[] = [];
  for (const part of parts) {
    if (part.kind === 'card') {
      clips.push(part);
      continue;
    }
    if (part.endMs === null && !Number.isFinite(leftMs)) return null;
    if (leftMs <= 0) continue;
    const endMs = part.endMs ?? part.startMs + leftMs;
    const lengthMs = playingMs(part.startMs, endMs, silences);
    if (lengthMs <= leftMs) clips.push({ ...part, endMs });
    else clips.push({ ...part, endMs: endOfClip({ ...part, endMs }, leftMs, silences, sentenceEnds) });
    leftMs -= lengthMs;
  }
  return clips;
}

/** The end of the last sentence, or the last silence, before `lengthMs` were played; else there. */
function endOfClip(
  { startMs, endMs }: { startMs: number; endMs: number },
  lengthMs: number,
  silences: readonly [number, number][],
  sentenceEnds: readonly number[],
): number {
  let latestMs = startMs + lengthMs;
  for (const [from, to] of silences)
    if (to > startMs && from < latestMs) latestMs += to - Math.max(from, startMs);
  latestMs = Math.min(latestMs, endMs);
  const earliestMs = startMs + lengthMs * EARLIEST_END;
  const ends = [...sentenceEnds, ...silences.map(([from]) => from)];
  const good = ends.filter((ms) => ms >= earliestMs && ms <= latestMs);
  return good.length > 0 ? Math.max(...good) : latestMs;
}
