import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPlaylist, silencesOf, type Playlist } from './playlist.ts';
import { playingMs } from './reel-parts.ts';
import { EntryId, type ReelAsk, type ReelEntry } from './reel.ts';
import type { Prompt } from './series.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const prompt = (n: number, isCarried = false): Prompt => ({
  id: uuid(n),
  text: `Prompt ${n}`,
  kind: 'video',
  options: [],
  isRequired: false,
  isCarried,
});
const DONE = prompt(1);
const BLOCKED = prompt(2, true);
const EDITION = { id: uuid(9), prompts: [DONE, BLOCKED] } as never;
const KINDS = ['watch', 'acknowledge', 'approve', 'decide'] as const;

interface Made {
  seconds: number | null;
  silences?: [number, number][];
  sentenceEnds?: number[];
  asks?: (typeof KINDS)[number][];
  mention?: boolean;
  isSeen?: boolean;
  isMine?: boolean;
  blockedAtMs?: number | null;
  text?: string | null;
}

function entryOf(made: Made, n: number): ReelEntry {
  const { seconds, silences = [], sentenceEnds = [], asks = [], blockedAtMs = null, text = null } = made;
  const empty = { text: null, option: null, number: null, light: null, atMs: null };
  const durationMs = seconds === null ? null : seconds * 1000;
  return {
    id: EntryId.parse(uuid(100 + n)),
    editionId: uuid(9),
    isMine: made.isMine ?? false,
    isSeen: made.isSeen ?? false,
    answers: [
      { ...empty, promptId: DONE.id, atMs: blockedAtMs === null ? null : 0, text },
      { ...empty, promptId: BLOCKED.id, atMs: blockedAtMs },
    ],
    video: seconds === null ? null : { slug: 'abcdefgh', durationMs, silences, sentenceEnds, playback: {} },
    asks: asks.map((kind, i) => ({
      requestId: uuid(1000 + n * 10 + i),
      kind,
      dueAt: null,
    })) as unknown as ReelAsk[],
    mentions: made.mention ? [DONE.id] : [],
  } as unknown as ReelEntry;
}

const entriesOf = fc
  .array(
    fc.record({
      seconds: fc.option(fc.integer({ min: 1, max: 600 }), { freq: 4 }),
      silences: fc
        .uniqueArray(fc.integer({ min: 0, max: 600_000 }), { maxLength: 8 })
        .map((points) => points.toSorted((a, b) => a - b))
        .map((points) =>
          points.flatMap((from, i): [number, number][] => {
            const to = points[i + 1];
            return i % 2 === 0 && to !== undefined ? [[from, to]] : [];
          }),
        ),
      sentenceEnds: fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 10 }),
      asks: fc.array(fc.constantFrom(...KINDS), { maxLength: 2 }),
      mention: fc.boolean(),
      isSeen: fc.boolean(),
      isMine: fc.boolean(),
      blockedAtMs: fc.option(fc.integer({ min: 1, max: 600_000 })),
      text: fc.option(fc.constantFrom('Short', 'word '.repeat(80))),
    }),
    { maxLength: 30 },
  )
  // Who has no video can't be asked about one.
  .map((made) => made.map((one, n) => entryOf(one.seconds === null ? { ...one, asks: [] } : one, n)));
const budgets = fc.constantFrom(0, 10_000, 120_000, 300_000, 600_000);

const build = (entries: ReelEntry[], budgetMs: number, rate = 1) =>
  buildPlaylist({ entries, editions: [EDITION] }, { budgetMs, rate });

/** By a sum of its own. */
function lengthOf(entries: ReelEntry[], { items }: Playlist, rate: number): number {
  return items.reduce((sum, { part }) => {
    if (part.kind === 'card') return sum + part.lengthMs;
    const entry = entries.find(({ id }) => id === part.entryId);
    const silences = entry ? silencesOf(entry) : [];
    return sum + playingMs(part.startMs, part.endMs ?? Number.NaN, silences) / rate;
  }, 0);
}

describe('any playlist', () => {
  it('never takes longer than there is time', () => {
    fc.assert(
      fc.property(entriesOf, budgets, fc.constantFrom(0.75, 1, 1.5, 2), (entries, budgetMs, rate) => {
        const playlist = build(entries, budgetMs, rate);
        expect(playlist.lengthMs).toBeLessThanOrEqual(budgetMs);
        expect(lengthOf(entries, playlist, rate)).toBeLessThanOrEqual(playlist.lengthMs + 0.001);
      }),
    );
  });

  it('loses no ask to me: it is played or there to be read', () => {
    fc.assert(
      fc.property(entriesOf, budgets, (entries, budgetMs) => {
        const { items, texts } = build(entries, budgetMs);
        const others = entries.filter(({ isMine }) => !isMine);
        const lost = others.filter((entry) => {
          const isPlayed = items.some(({ part, why }) => why === 'ask' && part.entryId === entry.id);
          const read = texts
            .filter(({ entryId }) => entryId === entry.id)
            .map((text): string => (text.kind === 'request' ? text.ask.requestId : text.promptId));
          const asked = [...entry.asks.map(({ requestId }): string => requestId), ...entry.mentions];
          return isPlayed
            ? read.length >= asked.length && asked.length > 0
            : asked.some((id) => !read.includes(id));
        });
        expect(lost).toEqual([]);
      }),
    );
  });

  it('has asks first, then blockers, then what is unseen; nothing of mine, nothing twice', () => {
    fc.assert(
      fc.property(entriesOf, budgets, (entries, budgetMs) => {
        const { items } = build(entries, budgetMs);
        const ranks = items.map(({ why }) => ['ask', 'blocker', 'unseen'].indexOf(why));
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
        const mine = new Set<string>(entries.filter(({ isMine }) => isMine).map(({ id }) => id));
        expect(items.filter(({ part }) => mine.has(part.entryId))).toEqual([]);
        const videos = items.flatMap(({ part }) => (part.kind === 'video' ? [part] : []));
        const twice = videos.filter((a, i) =>
          videos
            .slice(i + 1)
            .some(
              (b) =>
                a.entryId === b.entryId &&
                Math.min(a.endMs ?? 0, b.endMs ?? 0) > Math.max(a.startMs, b.startMs),
            ),
        );
        expect(twice).toEqual([]);
      }),
    );
  });
});

describe('a playlist', () => {
  it('plays everything where there is time for it, and shorter clips where there is not', () => {
    const three = [60, 60, 60].map((seconds, n) => entryOf({ seconds }, n));
    expect(build(three, 600_000)).toMatchObject({ lengthMs: 180_000 });
    const { items, lengthMs } = build(three, 130_000);
    expect(items).toHaveLength(3);
    expect(lengthMs).toBe(120_000);
    // Twice as fast, twice as much.
    expect(build(three, 90_000, 2).lengthMs).toBe(90_000);
  });

  it('ends a clip with a sentence, or where somebody falls silent', () => {
    const spoken = entryOf({ seconds: 600, sentenceEnds: [5_000, 70_000, 81_000, 95_000] }, 1);
    expect(build([spoken], 120_000).items).toMatchObject([{ part: { startMs: 0, endMs: 81_000 } }]);
    const silent = entryOf({ seconds: 600, silences: [[60_000, 64_000]] }, 1);
    expect(build([silent], 120_000).items).toMatchObject([{ part: { endMs: 60_000 } }]);
  });

  it('makes a text of an ask that does not fit, and plays what still does', () => {
    const asked = [20, 20].map((seconds, n) => entryOf({ seconds, asks: ['approve'] }, n));
    const { items, texts } = build([...asked, entryOf({ seconds: 8 }, 5)], 26_000);
    expect(items.map(({ why }) => why)).toEqual(['ask', 'unseen']);
    expect(texts).toMatchObject([{ kind: 'request', entryId: asked[1]?.id }]);
  });

  it('takes from a video the answer about blockers before anything else of it', () => {
    const entries = [entryOf({ seconds: 20 }, 1), entryOf({ seconds: 60, blockedAtMs: 50_000 }, 2)];
    expect(build(entries, 12_000).items).toMatchObject([{ why: 'blocker', part: { startMs: 50_000 } }]);
  });

  it('leaves silences out of the count, but not of what I am asked to watch', () => {
    const silences: [number, number][] = [[10_000, 50_000]];
    expect(build([entryOf({ seconds: 60, silences }, 1)], 30_000).lengthMs).toBe(20_000);
    expect(build([entryOf({ seconds: 60, silences, asks: ['watch'] }, 1)], 600_000).lengthMs).toBe(60_000);
  });
});
