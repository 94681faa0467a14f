/** A tab that records or finishes an upload holds this lock; others must not offer to finish the same one. */
export function lockName(recordingId: string): string {
  return `playhead-recording-${recordingId}`;
}
