import { createMD5 } from 'hash-wasm';

const CHUNK_BYTES = 4 * 1024 * 1024;

/** MD5 of parts of files, away from the page. A part is read in pieces: memory stays small whatever its size. */
addEventListener('message', async ({ data }: MessageEvent<{ id: number; part: Blob }>) => {
  try {
    const hash = await createMD5();
    for (let at = 0; at < data.part.size; at += CHUNK_BYTES)
      hash.update(new Uint8Array(await data.part.slice(at, at + CHUNK_BYTES).arrayBuffer()));
    postMessage({ id: data.id, md5: hash.digest() });
  } catch {
    postMessage({ id: data.id, md5: null });
  }
});
