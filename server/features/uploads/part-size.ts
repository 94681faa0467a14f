const MIB = 1024 * 1024;
const LEAST_PART = 8 * MIB;
const MOST_PARTS = 10_000;

/** S3 wants parts of ≥ 5 MiB and at most 10,000 of them; some stores want them equal (all but the last). */
export function partSizeFor(sizeBytes: number): number {
  const needed = Math.ceil(sizeBytes / MOST_PARTS / MIB) * MIB;
  return Math.max(LEAST_PART, needed);
}

export function partCountOf(upload: { sizeBytes: number; partSizeBytes: number }): number {
  return Math.ceil(upload.sizeBytes / upload.partSizeBytes);
}
