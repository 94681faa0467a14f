import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';

/** The JavaScript that the watch page needs before it can work, gzipped; hls.js is fetched beside it where needed. */
const BUDGET_BYTES = 200 * 1024;
const ROOT = join(import.meta.dirname, '../dist/web');
const ENTRIES = ['index.html', 'app.tsx', 'features/watch/watch-page.tsx'];

const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).optional() }),
);
const manifest = Manifest.parse(JSON.parse(readFileSync(join(ROOT, '.vite/manifest.json'), 'utf8')));

const files = new Set<string>();
function collect(key: string): void {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the manifest has no ${key}`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) collect(imported);
}
for (const entry of ENTRIES) collect(entry);
const sizes = [...files].map((file) => ({
  file,
  bytes: gzipSync(readFileSync(join(ROOT, file))).byteLength,
}));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { file, bytes } of sizes.toSorted((a, b) => b.bytes - a.bytes))
  console.log(`${String(bytes).padStart(8)} ${file}`);
console.log(`watch page: ${(total / 1024).toFixed(1)} KB of ${BUDGET_BYTES / 1024} KB gzipped`);
process.exitCode = total <= BUDGET_BYTES ? 0 : 1;
