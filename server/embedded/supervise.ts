import { fork, type ChildProcess } from 'node:child_process';

export interface ChildSpec {
  name: string;
  /** Absolute path of the entry point. */
  script: string;
  nodeArgs: string[];
  env: Record<string, string | undefined>;
}

export interface SupervisedChild {
  /** Resolves with the child's first message: it is up. Rejects where it ends before with an error of its own. */
  started: Promise<void>;
  /** SIGTERM, then SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 10_000;
/** A child that lived this long has recovered: the next failure starts with the shortest wait. */
const HEALTHY_MS = 30_000;
/** EX_CONFIG of sysexits.h: starting it again would not help. */
const EXIT_CONFIG = 78;

/** Keeps one child process running: started again with a growing wait when it dies, until `stop`. */
export function superviseChild(spec: ChildSpec, onRestart: (why: string) => void): SupervisedChild {
  let child: ChildProcess | null = null;
  let isStopping = false;
  let backoffMs = FIRST_BACKOFF_MS;
  let timer: NodeJS.Timeout | undefined;
  const { promise: started, resolve, reject } = Promise.withResolvers<void>();
  let hasStarted = false;

  function start(): void {
    const startedAt = Date.now();
    // Groups of their own: Ctrl-C in a terminal reaches the supervisor alone, which stops everything in order.
    child = fork(spec.script, {
      execArgv: spec.nodeArgs,
      env: spec.env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.once('message', () => {
      hasStarted = true;
      resolve();
    });
    child.once('exit', (code, signal) => {
      child = null;
      if (isStopping) return;
      if (!hasStarted || code === EXIT_CONFIG) {
        reject(new Error(`${spec.name} ended with ${signal ?? code} at start`));
        if (!hasStarted) return;
      }
      if (Date.now() - startedAt > HEALTHY_MS) backoffMs = FIRST_BACKOFF_MS;
      onRestart(`${spec.name} ended with ${signal ?? code}; starting it again in ${backoffMs} ms`);
      timer = setTimeout(start, backoffMs);
      backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS);
    });
  }
  start();
  return {
    started,
    async stop(graceMs) {
      isStopping = true;
      clearTimeout(timer);
      const running = child;
      if (!running || running.exitCode !== null) return;
      const exited = new Promise((done) => running.once('exit', done));
      running.kill('SIGTERM');
      const kill = setTimeout(() => running.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(kill);
    },
  };
}
