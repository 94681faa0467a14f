/** One edition of a series with a rotation that is not closed, as it stands. */
export interface Turn {
  speakerId: string | null;
  /** They were asked, and went to the end of the rotation. */
  isTaken: boolean;
  /** The speaker stays: has answered, or is asked and still there. */
  stays: boolean;
  /** Who could speak: takes part, is there, and it is not due yet. */
  canSpeak: ReadonlySet<string>;
}

export interface Rotation {
  /** Next first. */
  order: string[];
  turns: { speakerId: string | null; isTaken: boolean }[];
}

/**
 * Who speaks in which edition. The rotation is a queue: the first who is there speaks, and goes to its end as soon as they
 * are asked. Who is away keeps their place, and so speaks when they are back; who joins comes last; who leaves is left out.
 * So nobody waits for more editions than there were people before them, and nobody speaks twice in a row while somebody else can.
 */
export function rotate(
  order: readonly string[],
  people: readonly string[],
  turns: readonly Turn[],
  /** Who spoke in the edition before these. */
  lastSpeakerId: string | null,
): Rotation {
  let queue = membersInOrder(order, people);
  const taken = turns.map(({ speakerId, isTaken, stays }) => {
    if (speakerId === null) return null;
    // They were asked and can't after all: it is still their turn.
    if (isTaken && !stays) queue = toFront(queue, speakerId);
    if (!isTaken && stays) queue = toEnd(queue, speakerId);
    return stays ? speakerId : null;
  });
  let expected = queue;
  let last = lastSpeakerId;
  return {
    order: queue,
    turns: turns.map(({ canSpeak }, i) => {
      const stayed = taken[i] ?? null;
      const there = expected.filter((id) => canSpeak.has(id));
      // Who spoke last may be the first who is left, where others have left and somebody has joined.
      const speakerId = stayed ?? there.find((id) => id !== last) ?? there[0] ?? null;
      if (stayed === null && speakerId !== null) expected = toEnd(expected, speakerId);
      last = speakerId ?? last;
      return { speakerId, isTaken: stayed !== null };
    }),
  };
}

/** The order without those who left, and with those who joined at its end. */
export function membersInOrder(order: readonly string[], people: readonly string[]): string[] {
  const known = new Set(order);
  const here = new Set(people);
  return [
    ...new Set([...order.filter((id) => here.has(id)), ...people.filter((id) => !known.has(id)).toSorted()]),
  ];
}

/** Who speaks on the coming days, as it looks now; `known` are those of editions that are planned or open. */
export function expectedSpeakers(
  order: readonly string[],
  days: readonly string[],
  known: ReadonlyMap<string, { speakerId: string | null; isTaken: boolean }>,
): { day: string; speakerId: string }[] {
  let queue = [...order];
  return days.flatMap((day) => {
    const set = known.get(day);
    const speakerId = set ? set.speakerId : (queue[0] ?? null);
    if (speakerId === null) return [];
    if (!set?.isTaken) queue = toEnd(queue, speakerId);
    return [{ day, speakerId }];
  });
}

/** Two people have exchanged their places. */
export function swapped(order: readonly string[], one: string, other: string): string[] {
  return order.map((id) => (id === one ? other : id === other ? one : id));
}

const without = (queue: readonly string[], id: string) => queue.filter((other) => other !== id);
const toEnd = (queue: readonly string[], id: string) =>
  queue.includes(id) ? [...without(queue, id), id] : [...queue];
export const toFront = (queue: readonly string[], id: string) =>
  queue.includes(id) ? [id, ...without(queue, id)] : [...queue];
