import type { Size } from '../picture/layout.ts';
import { browserOf, CaptureError, captureSentence, type Asked } from './capture-error.ts';

/** How long to wait for the first frame of a screen or a camera. */
const FIRST_FRAME_MS = 2000;

/** `voice`: the microphone alone, with a still for a picture. */
export type CaptureMode = 'screen' | 'camera' | 'both' | 'voice';

export interface SoundProcessing {
  echoCancellation: boolean;
  noiseSuppression: boolean;
  autoGainControl: boolean;
}

export interface CaptureChoice {
  mode: CaptureMode;
  /** Empty: the browser's default. */
  cameraId: string;
  /** Null: no microphone; empty: the default one. */
  microphoneId: string | null;
  processing: SoundProcessing;
  height: number;
  frameRate: number;
}

export interface Capture {
  screen: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
  systemSound: MediaStreamTrack | null;
}

/** What this browser can record. Phones have no screen capture. */
export function captureAbilities(): { canCapture: boolean; canShareScreen: boolean } {
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  return {
    canCapture: devices !== undefined,
    canShareScreen: devices !== undefined && 'getDisplayMedia' in devices,
  };
}

/** Asks for what was chosen. The screen is asked for first: browsers want it right after the click. Throws `CaptureError`. */
export async function startCapture(choice: CaptureChoice): Promise<Capture> {
  if (!captureAbilities().canCapture)
    throw new CaptureError('Recording needs a secure page. Open Playhead through https, or as localhost.');
  const capture: Capture = { screen: null, camera: null, microphone: null, systemSound: null };
  try {
    if (choice.mode === 'screen' || choice.mode === 'both') {
      const stream = await asking('screen', () => navigator.mediaDevices.getDisplayMedia(screenWish(choice)));
      capture.screen = stream.getVideoTracks()[0] ?? null;
      capture.systemSound = stream.getAudioTracks()[0] ?? null;
    }
    const video = choice.mode === 'camera' || choice.mode === 'both' ? cameraWish(choice) : false;
    const audio =
      choice.microphoneId === null ? false : microphoneWish(choice.microphoneId, choice.processing);
    if (video || audio) {
      const asked = video && audio ? 'camera and microphone' : video ? 'camera' : 'microphone';
      const stream = await asking(asked, () => navigator.mediaDevices.getUserMedia({ video, audio }));
      capture.camera = stream.getVideoTracks()[0] ?? null;
      capture.microphone = stream.getAudioTracks()[0] ?? null;
    }
    return capture;
  } catch (error) {
    stopCapture(capture);
    throw error;
  }
}

/** Another microphone, such as after the headset was unplugged. Throws `CaptureError`. */
export async function openMicrophone(
  id: string,
  processing: SoundProcessing,
): Promise<MediaStreamTrack | null> {
  const stream = await asking('microphone', () =>
    navigator.mediaDevices.getUserMedia({ audio: microphoneWish(id, processing) }),
  );
  return stream.getAudioTracks()[0] ?? null;
}

/** Another camera. Throws `CaptureError`. */
export async function openCamera(
  choice: Pick<CaptureChoice, 'mode' | 'cameraId' | 'height' | 'frameRate'>,
): Promise<MediaStreamTrack | null> {
  const stream = await asking('camera', () =>
    navigator.mediaDevices.getUserMedia({ video: cameraWish(choice) }),
  );
  return stream.getVideoTracks()[0] ?? null;
}

export function stopCapture(capture: Capture): void {
  for (const track of Object.values(capture) as (MediaStreamTrack | null)[]) track?.stop();
}

/**
 * Size of a track's picture, in pixels as a person sees them, by its first frame: what a shared tab says of itself before
 * that is the size of the screen. Where no frame comes in time, what the track says.
 */
export async function frameSize(track: MediaStreamTrack): Promise<Size> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  const shown = new Promise((resolve) => video.addEventListener('loadedmetadata', resolve, { once: true }));
  void video.play().catch(() => undefined);
  await Promise.race([shown, new Promise((resolve) => setTimeout(resolve, FIRST_FRAME_MS))]);
  const { videoWidth, videoHeight } = video;
  video.srcObject = null;
  if (videoWidth > 0) return { width: videoWidth, height: videoHeight };
  const { width = 1280, height = 720 } = track.getSettings();
  return { width, height };
}

/** Width of 16:9 at this height. A height alone would bound the width too, by the shape of the screen. */
function widthFor(height: number): number {
  return Math.ceil((height * 16) / 9);
}

function screenWish({ height, frameRate }: CaptureChoice): DisplayMediaStreamOptions {
  return {
    video: {
      frameRate: { ideal: frameRate, max: frameRate },
      width: { max: widthFor(height) },
      height: { max: height },
    },
    // Music and speech of another tab must not be treated as a voice in a room.
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  };
}

function cameraWish(
  choice: Pick<CaptureChoice, 'mode' | 'cameraId' | 'height' | 'frameRate'>,
): MediaTrackConstraints {
  const height = choice.mode === 'camera' ? choice.height : Math.min(choice.height, 720);
  return {
    ...device(choice.cameraId),
    width: { ideal: widthFor(height) },
    height: { ideal: height },
    frameRate: { ideal: choice.frameRate },
  };
}

function microphoneWish(id: string, processing: SoundProcessing): MediaTrackConstraints {
  return { ...device(id), ...processing };
}

function device(id: string): MediaTrackConstraints {
  return id ? { deviceId: { ideal: id } } : {};
}

async function asking<T>(asked: Asked, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
    throw new CaptureError(captureSentence(error, asked, browserOf(navigator.userAgent)));
  }
}

/** Cameras and microphones; without names before access was allowed once. */
export async function listDevices(): Promise<{ cameras: MediaDeviceInfo[]; microphones: MediaDeviceInfo[] }> {
  if (!captureAbilities().canCapture) return { cameras: [], microphones: [] };
  const devices = await navigator.mediaDevices.enumerateDevices();
  const ofKind = (kind: MediaDeviceKind) =>
    devices.filter((found) => found.kind === kind && found.deviceId !== '');
  return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput') };
}
