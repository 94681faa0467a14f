import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface S3Access {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Starts a real S3 server; a reason where that is not possible here. */
export async function startS3Server(): Promise<
  { access: S3Access; stop: () => Promise<void> } | { skipped: string }
> {
  if (!['radosgw', 'ceph-mon', 'ceph-osd'].every((name) => existsSync(`/usr/bin/${name}`))) {
    return { skipped: 'Ceph RGW is not installed (apt-get install radosgw ceph-mon ceph-osd)' };
  }
  if (process.getuid?.() !== 0) return { skipped: 'Ceph RGW needs root' };
  // Its ports are a range of its own; where another run has it, the next one.
  for (let attempt = 0; attempt < 3; attempt++) {
    const started = await tryStart(20_000 + ((process.pid + attempt * 167) % 500) * 20);
    if (started) return started;
  }
  throw new Error('the S3 server did not start; its output is above');
}

async function tryStart(port: number): Promise<{ access: S3Access; stop: () => Promise<void> } | null> {
  const dir = join(await mkdtemp(join(tmpdir(), 'playhead-rgw-')), 'rgw');
  const access = {
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: 'testsaccesskey',
    secretAccessKey: 'testssecretkey0123456789',
  };
  const script = join(import.meta.dirname, 'start-rgw.sh');
  const child = spawn(script, [dir, String(port), access.accessKeyId, access.secretAccessKey], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const isReady = await Promise.race([
    once(child.stdout, 'data').then(() => true),
    once(child, 'exit').then(() => false),
  ]);
  if (!isReady) return null;
  return {
    access,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
