import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { fakeCapture } from './browser.ts';
import { makeCaptureFiles } from './media.ts';

export interface SpawnedBrowser extends AsyncDisposable {
  page: Page;
  browser: Browser;
  /** Ends every process of it at once, as a crash or a dead battery does. May be called twice. */
  kill(): Promise<void>;
  /** Stops all its processes, and lets them go on: a closed lid. */
  freeze(): void;
  thaw(): void;
}

/** Chromium as a process of ours, on a profile that survives it. */
export async function spawnBrowser(profile: string): Promise<SpawnedBrowser> {
  const child: ChildProcess = spawn(
    '/usr/bin/chromium',
    [
      ...['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`],
      ...['--hide-crash-restore-bubble', '--window-size=1360,900'],
      ...fakeCapture(await makeCaptureFiles()),
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const endpoint = await endpointOf(child);
  const browser = await chromium.connectOverCDP(endpoint);
  const context = browser.contexts()[0];
  const page = context?.pages()[0] ?? (await context?.newPage());
  if (!page) throw new Error('the browser has no page');
  const signal = (name: NodeJS.Signals) => {
    for (const pid of treeOf(child.pid ?? 0)) {
      try {
        process.kill(pid, name);
      } catch {
        // It ended by itself meanwhile.
      }
    }
  };
  const exited = once(child, 'exit');
  const kill = async () => {
    signal('SIGKILL');
    await exited;
    await browser.close().catch(() => undefined);
  };
  return {
    page,
    browser,
    kill,
    [Symbol.asyncDispose]: kill,
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  };
}

async function endpointOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stderr ?? []) {
    text += String(chunk);
    const endpoint = /ws:\/\/\S+/.exec(text)?.[0];
    if (endpoint) {
      child.stderr?.resume();
      return endpoint;
    }
  }
  throw new Error(`chromium did not start: ${text}`);
}

/** A process and all its descendants. */
function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // Gone already.
    }
  }
  const belongs = (pid: number): boolean =>
    pid === root || (parents.has(pid) && belongs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter((pid) => pid !== 0 && belongs(pid));
}
