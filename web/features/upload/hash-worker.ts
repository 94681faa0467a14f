import { createMD5 } from 'hash-wasm';

const CHUNK_BYTES = 4 * 1024 * 1024;
const hashing = createMD5();

/** One part after the other: they share the hasher, and the disk. */
let turn: Promise<void> = Promise.resolve();

/** MD5 of parts of files, away from the page. A part is read in pieces: memory stays small whatever its size. */
addEventListener('message', ({ data }: MessageEvent<{ id: number; part: Blob }>) => {
  turn = turn.then(() => answer(data));
});

async function answer(data: { id: number; part: Blob }): Promise<void> {
  try {
    const hash = (await hashing).init();
    for (let at = 0; at < data.part.size; at += CHUNK_BYTES)
      hash.update(new Uint8Array(await data.part.slice(at, at + CHUNK_BYTES).arrayBuffer()));
    postMessage({ id: data.id, md5: hash.digest() });
  } catch {
    postMessage({ id: data.id, md5: null });
  }
}
