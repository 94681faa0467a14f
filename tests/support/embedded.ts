import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';

const MAIN = join(import.meta.dirname, '../../server/embedded/main.ts');

export interface Embedded {
  child: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
}

/** What `bin/start` runs once everything is set up. */
export function startEmbedded(env: Record<string, string>): Embedded {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    child,
    output: () => text,
    exited: once(child, 'exit').then(([code]: (number | null)[]) => code ?? null),
  };
}

export async function untilReady(started: Embedded): Promise<void> {
  await expect.poll(started.output, { timeout: 30_000, interval: 20 }).toContain('Playhead is ready');
}
