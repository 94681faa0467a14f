import { bubbleCircle, drawBubble, type Bubble } from './bubble.ts';

export interface Compositor {
  track: MediaStreamTrack;
  /** False where the browser can only draw in a visible tab. */
  worksHidden: boolean;
  setBubble(bubble: Bubble): void;
  stop(): void;
}

/** Screen and camera as one picture of this size (even numbers). */
export function compositeTracks(input: {
  screen: MediaStreamTrack;
  camera: MediaStreamTrack;
  width: number;
  height: number;
  bubble: Bubble;
}): Promise<Compositor> {
  return 'MediaStreamTrackProcessor' in window && 'MediaStreamTrackGenerator' in window
    ? Promise.resolve(inWorker(input))
    : onCanvas(input);
}

type Input = Parameters<typeof compositeTracks>[0];

function inWorker({ screen, camera, width, height, bubble }: Input): Compositor {
  const worker = new Worker(new URL('./compositor-worker.ts', import.meta.url), { type: 'module' });
  const screenFrames = new MediaStreamTrackProcessor({
    track: screen as MediaStreamVideoTrack,
    maxBufferSize: 2,
  }).readable;
  const cameraFrames = new MediaStreamTrackProcessor({
    track: camera as MediaStreamVideoTrack,
    maxBufferSize: 2,
  }).readable;
  const generator = new MediaStreamTrackGenerator({ kind: 'video' });
  const output = generator.writable;
  worker.postMessage(
    { type: 'start', screen: screenFrames, camera: cameraFrames, output, width, height, bubble },
    [screenFrames, cameraFrames, output] as unknown as Transferable[],
  );
  return {
    track: generator,
    worksHidden: true,
    setBubble: (next) => worker.postMessage({ type: 'bubble', bubble: next }),
    stop() {
      worker.terminate();
      generator.stop();
    },
  };
}

async function onCanvas(input: Input): Promise<Compositor> {
  const [screen, camera] = await Promise.all([playing(input.screen), playing(input.camera)]);
  const canvas = document.createElement('canvas');
  canvas.width = input.width;
  canvas.height = input.height;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This browser can’t draw on a canvas. Record screen or camera alone.');
  let { bubble } = input;
  const timer = setInterval(() => {
    context.drawImage(screen, 0, 0, input.width, input.height);
    drawBubble(context, camera, bubbleCircle(bubble, input));
  }, 1000 / 30);
  const [track] = canvas.captureStream(30).getVideoTracks();
  if (!track) throw new Error('This browser can’t capture a canvas. Record screen or camera alone.');
  return {
    track,
    worksHidden: false,
    setBubble: (next) => (bubble = next),
    stop() {
      clearInterval(timer);
      track.stop();
    },
  };
}

async function playing(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  return video;
}
