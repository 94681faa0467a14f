import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Environment of a throw-away installation in a temporary folder. */
export function prepareDemo(env: Record<string, string | undefined>): {
  env: Record<string, string | undefined>;
} {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-demo-'));
  chmodSync(dir, 0o711);
  return { env: { ...env, DATA_DIR: dir, DATABASE_URL: undefined, S3_BUCKET: undefined, SECRET: undefined } };
}

/** Fills the installation through the public API and prints how to get in. */
export async function printDemo(of: {
  url: string;
  databaseUrl: string;
  env: Record<string, string | undefined>;
}): Promise<void> {
  const { seedDemo } = await import('./seed-demo.ts');
  await seedDemo(of.url);
}
