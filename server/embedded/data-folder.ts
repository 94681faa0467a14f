import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../config.ts';

const LEAST_FREE_BYTES = 300 * 1024 * 1024;

/** Makes DATA_DIR ready, or says in a sentence why it can't be used. Returns its absolute path. */
export function openDataFolder(dataDir: string): string {
  const dir = resolve(dataDir);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o711 });
    writeFileSync(join(dir, '.write-check'), 'x');
    rmSync(join(dir, '.write-check'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    if (code === 'ENOSPC') throw diskFull(dir);
    throw new ConfigError(
      `DATA_DIR ${dir} can’t be written to (${String(code)}). Choose another one: DATA_DIR=/path bin/start`,
    );
  }
  const disk = statfsSync(dir);
  if (disk.bavail * disk.bsize < LEAST_FREE_BYTES) throw diskFull(dir);
  return dir;
}

function diskFull(dir: string): ConfigError {
  return new ConfigError(
    `The disk of DATA_DIR ${dir} is full (less than 300 MB are free). Free some space or choose another DATA_DIR.`,
  );
}

/** The secret that signs sessions and media URLs, made at first start and readable by its owner alone. */
export function ensureSecret(dir: string): string {
  const path = join(dir, 'secret');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}

/** Two installations on one folder would ruin each other. Returns what gives the folder free again. */
export function lockDataFolder(dir: string): () => void {
  const path = join(dir, 'running.pid');
  const pid = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  if (pid > 0 && pid !== process.pid && isPlayhead(pid)) {
    throw new ConfigError(
      `Playhead is already running on DATA_DIR ${dir} (process ${pid}). Stop it, or set another DATA_DIR.`,
    );
  }
  writeFileSync(path, String(process.pid));
  return () => rmSync(path, { force: true });
}

/** A pid may have been given to another program since. */
function isPlayhead(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('embedded/main.ts');
  } catch {
    return false;
  }
}
