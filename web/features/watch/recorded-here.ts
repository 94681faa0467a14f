/** The video that was recorded in this tab just now; its page offers what comes after recording. */
let recorded: string | null = null;

export function noteRecordedHere(slug: string): void {
  recorded = slug;
}

export function wasRecordedHere(slug: string): boolean {
  return recorded === slug;
}
