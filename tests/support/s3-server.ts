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
  const dir = join(await mkdtemp(join(tmpdir(), 'playhead-rgw-')), 'rgw');
  const port = 20_000 + (process.pid % 500) * 20;
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
  if (!isReady) throw new Error('the S3 server did not start; its output is above');
  return {
    access,
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
