let recordedFor: string | null = null;

export function noteRecordedFor(editionId: string): void {
  recordedFor = editionId;
}

/** Whether somebody comes from the recorder to the answer of this edition; once. */
export function comesFromRecorder(editionId: string): boolean {
  const comes = recordedFor === editionId;
  if (comes) recordedFor = null;
  return comes;
}
