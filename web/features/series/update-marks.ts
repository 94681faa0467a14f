/** From where on a recording answers a prompt. */
export interface Mark {
  promptId: string;
  atMs: number;
}

/** What is passed within this time was not answered: somebody went on to the next but one. */
const LEAST_MS = 1000;

/** The first prompt from the beginning, and each one after it from where it was gone on to. */
export function firstMark(promptIds: readonly string[]): Mark[] {
  return promptIds.slice(0, 1).map((promptId) => ({ promptId, atMs: 0 }));
}

/** On to the next prompt, from this place on; the same marks where there is none. */
export function nextMark(promptIds: readonly string[], marks: readonly Mark[], positionMs: number): Mark[] {
  const promptId = promptIds[marks.length];
  if (promptId === undefined) return [...marks];
  const atMs = Math.max(Math.round(positionMs), marks.at(-1)?.atMs ?? 0);
  return [...marks, { promptId, atMs }];
}

/** Recorded over from a place on: what was marked later is to be marked again. The first prompt stays. */
export function marksUpTo(marks: readonly Mark[], positionMs: number): Mark[] {
  return marks.filter(({ atMs }, i) => i === 0 || atMs <= positionMs);
}

/** The chapters of a recording of this length: without prompts that were passed over. */
export function chaptersOf(marks: readonly Mark[], durationMs: number): Mark[] {
  return marks.filter(({ atMs }, i) => (marks[i + 1]?.atMs ?? durationMs) - atMs >= LEAST_MS);
}
