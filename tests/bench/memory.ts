import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { boundFigure, type Figure } from './figure.ts';
import { startBenchInstallation } from './installation.ts';

const OPEN_PAGES = 200;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Proportional set size in MB: memory that processes share counts once. */
function pssOf(pid: string): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;
}

/** A process and all its descendants. */
export function treeOf(root: number): { pid: string; command: string }[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parentOf = new Map(
    all.map((pid) => [pid, /^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '']),
  );
  const belongs = (pid: string): boolean =>
    pid === String(root) || ((parentOf.get(pid) ?? '') !== '' && belongs(parentOf.get(pid) ?? ''));
  return all.filter((pid) => belongs(pid)).map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`) }));
}

/** The embedded tree at rest, and the server with 200 open pages (each an open event stream). */
export async function* memory(): AsyncGenerator<Figure> {
  await using installation = await startBenchInstallation();
  yield boundFigure('first start until ready (set up already)', installation.readyAfterMs / 1000, 's', 10);
  await wait(10_000);
  const tree = treeOf(installation.pid);
  yield boundFigure(
    'embedded tree at rest',
    tree.reduce((sum, { pid }) => sum + pssOf(pid), 0),
    'MB',
    500,
  );
  const controller = new AbortController();
  const pages = await Promise.all(
    Array.from({ length: OPEN_PAGES }, () =>
      fetch(`${installation.url}/events`, {
        headers: { cookie: installation.cookie },
        signal: controller.signal,
      }),
    ),
  );
  for (const page of pages) if (!page.ok) throw new Error(`/events answered ${page.status}`);
  await wait(3000);
  const server = tree.find(({ command }) => command.includes('server/main.ts'));
  yield boundFigure(`server with ${OPEN_PAGES} open pages`, pssOf(server?.pid ?? ''), 'MB', 250);
  controller.abort();
}
