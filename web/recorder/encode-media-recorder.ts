import type { EncodedPiece, Encoder } from './encoder.ts';

const TYPES = [
  'video/mp4;codecs=avc1.640028,mp4a.40.2',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
  'video/webm',
];
const CHUNK_MS = 2000;

/** Where WebCodecs is missing: MediaRecorder's chunks through the same spool; the worker joins them. */
export async function startMediaRecorder(input: {
  video: MediaStreamTrack;
  audio: MediaStreamTrack | null;
  bitrate: number;
  onPiece: (piece: EncodedPiece) => void;
  onError: (error: unknown) => void;
}): Promise<Encoder> {
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  if (!mimeType)
    throw new Error('This browser can’t record video. Use a current Chrome, Edge, Firefox or Safari.');
  const stream = new MediaStream(input.audio ? [input.video, input.audio] : [input.video]);
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: input.bitrate });
  let count = 0;
  let recordedMs = 0;
  let since = performance.now();
  // Chunks come as blobs; their bytes must keep their order.
  let queue: Promise<void> = Promise.resolve();
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size === 0) return;
    const index = count++;
    queue = queue.then(async () =>
      input.onPiece({
        kind: 'chunk',
        index,
        bytes: new Uint8Array(await data.arrayBuffer()),
        startMs: index * CHUNK_MS,
        durationMs: CHUNK_MS,
      }),
    );
  });
  recorder.addEventListener('error', input.onError);
  recorder.start(CHUNK_MS);
  return {
    format: mimeType.startsWith('video/mp4') ? 'mp4' : 'webm',
    pause() {
      recordedMs += performance.now() - since;
      recorder.pause();
    },
    resume() {
      since = performance.now();
      recorder.resume();
    },
    async stop() {
      if (recorder.state === 'recording') recordedMs += performance.now() - since;
      const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
      recorder.stop();
      await stopped;
      await queue;
      return { mediaCount: count, durationMs: Math.round(recordedMs) };
    },
    async cancel() {
      recorder.stop();
    },
  };
}
