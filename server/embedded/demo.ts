import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Demo {
  /** Environment of an installation of its own; what the person set about storage does not count. */
  env: Record<string, string | undefined>;
  /** Fills it and prints how to get in. */
  seed(url: string): Promise<void>;
  remove(): void;
}

/** A throw-away installation in a temporary folder. */
export function prepareDemo(env: Record<string, string | undefined>): Demo {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-demo-'));
  // PostgreSQL runs as another user and has to pass through.
  chmodSync(dir, 0o711);
  const {
    DATABASE_URL: _database,
    S3_BUCKET: _bucket,
    S3_ENDPOINT: _endpoint,
    SECRET: _secret,
    ...rest
  } = env;
  return {
    env: { ...rest, DATA_DIR: dir },
    async seed(url) {
      const { seedDemo } = await import('../../bin/seed-demo.ts');
      await seedDemo(url);
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
