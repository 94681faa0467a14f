import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for one job, gone afterwards: no upload ever lies beside another one. */
export async function withJobFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const root = join(tmpdir(), 'playhead-jobs');
  await mkdir(root, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(root, 'job-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
