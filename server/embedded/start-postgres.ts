import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { commandAs, postgresBinaries, unprivilegedUser } from './postgres-binaries.ts';

export interface RunningPostgres extends AsyncDisposable {
  /** Of the database `playhead`, by a random password, on loopback only. */
  url: string;
  pid: number;
  /** Ends with an error where PostgreSQL ends by itself. */
  exited: Promise<number | null>;
}

/** Small, as it shares a machine with everything else; safe, as `fsync` and the rest stay on. */
const FLAGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '48MB',
  max_connections: '60',
  work_mem: '8MB',
  max_wal_size: '512MB',
  autovacuum_max_workers: '2',
  max_parallel_workers: '1',
  jit: 'off',
  log_min_messages: 'warning',
};

/** Starts PostgreSQL on a folder that it has to itself, made at first use. A server that a killed parent left behind is ended first. */
export async function startPostgres(options: {
  dir: string;
  database?: string;
  flags?: Record<string, string>;
}): Promise<RunningPostgres> {
  const database = options.database ?? 'playhead';
  const clusterDir = join(options.dir, 'cluster');
  const passwordFile = join(options.dir, 'password');
  const { postgres: program, initdb } = await postgresBinaries();
  const user = unprivilegedUser();
  await mkdir(options.dir, { recursive: true });
  if (!existsSync(passwordFile))
    await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (user) for (const path of [options.dir, passwordFile]) chownSync(path, user.uid, user.gid);
  const password = (await readFile(passwordFile, 'utf8')).trim();

  if (!existsSync(join(clusterDir, 'PG_VERSION'))) {
    await rm(clusterDir, { recursive: true, force: true });
    const args = [
      '--pgdata',
      clusterDir,
      '--username',
      'playhead',
      '--pwfile',
      passwordFile,
      '--auth',
      'scram-sha-256',
    ];
    const command = commandAs(
      user,
      initdb,
      [...args, '--encoding', 'UTF8', '--locale', 'C.UTF-8'],
      [clusterDir],
    );
    await promisify(execFile)(command.file, command.args, command.options);
  }
  await endLeftover(clusterDir);
  const port = await freePort();
  const flags = Object.entries({ ...FLAGS, ...options.flags }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const command = commandAs(user, program, ['-D', clusterDir, '-p', String(port), ...flags], [clusterDir]);
  // A group of its own: Ctrl-C in a terminal must reach the supervisor alone, which ends this last.
  const child = spawn(command.file, command.args, {
    ...command.options,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const log: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    log.push(chunk.toString());
    if (log.length > 50) log.shift();
  });
  const urlOf = (name: string) => `postgres://playhead:${password}@127.0.0.1:${port}/${name}`;
  await Promise.race([
    ensureDatabase(urlOf('postgres'), database),
    exited.then((code) =>
      Promise.reject(new Error(`PostgreSQL ended with ${code}: ${log.join('').slice(-500)}`)),
    ),
  ]);
  return {
    url: urlOf(database),
    pid: child.pid ?? 0,
    exited,
    [Symbol.asyncDispose]: () => stop(child, exited),
  };
}

/** Fast shutdown; after 3 s an immediate one, from which PostgreSQL recovers at the next start. */
async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), 3000);
  await exited;
  clearTimeout(timer);
}

/** Waits until the server answers, and makes the database at first use. */
async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const sql = postgres(adminUrl, { max: 1, connect_timeout: 5, onnotice: () => undefined });
    try {
      const [found] = await sql`select 1 from pg_database where datname = ${database}`;
      if (!found) await sql`create database ${sql(database)}`;
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 30));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

/** Ends a server on this folder whose parent was killed. The pid in its lock file is checked against its command line. */
async function endLeftover(clusterDir: string): Promise<void> {
  const lock = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!commandLine.includes(clusterDir)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 10_000;
  while (existsSync(`/proc/${pid}`) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A free TCP port on loopback. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
