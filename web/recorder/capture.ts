export type CaptureMode = 'screen' | 'camera' | 'both';

export interface CaptureChoice {
  mode: CaptureMode;
  cameraId: string | null;
  /** Null: no microphone. */
  microphoneId: string | null;
  height: 720 | 1080;
}

export interface Capture {
  screen: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  microphone: MediaStreamTrack | null;
  systemSound: MediaStreamTrack | null;
}

/** Why capturing is not possible, and what to do. */
export class CaptureError extends Error {
  override name = 'CaptureError';
}

/** What this browser can record. Phones have no screen capture. */
export function captureAbilities(): { canCapture: boolean; canShareScreen: boolean } {
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  return {
    canCapture: devices !== undefined,
    canShareScreen: devices !== undefined && 'getDisplayMedia' in devices,
  };
}

/** Asks for what was chosen. The screen is asked for first: browsers want it right after the click. */
export async function startCapture(choice: CaptureChoice): Promise<Capture> {
  if (!captureAbilities().canCapture) {
    throw new CaptureError('Recording needs a secure page. Open Playhead through https, or as localhost.');
  }
  const capture: Capture = { screen: null, camera: null, microphone: null, systemSound: null };
  try {
    if (choice.mode !== 'camera') {
      const height = { max: choice.height };
      const stream = await navigator.mediaDevices.getDisplayMedia({
        video: { frameRate: { ideal: 30, max: 30 }, height },
        audio: true,
      });
      capture.screen = stream.getVideoTracks()[0] ?? null;
      capture.systemSound = stream.getAudioTracks()[0] ?? null;
    }
    const wantsCamera = choice.mode !== 'screen';
    if (wantsCamera || choice.microphoneId !== null) {
      const size = choice.mode === 'camera' ? { ideal: choice.height } : { ideal: 480 };
      const stream = await navigator.mediaDevices.getUserMedia({
        video: wantsCamera ? { ...device(choice.cameraId), height: size, frameRate: { ideal: 30 } } : false,
        audio:
          choice.microphoneId === null
            ? false
            : {
                ...device(choice.microphoneId),
                echoCancellation: true,
                noiseSuppression: true,
                autoGainControl: true,
              },
      });
      capture.camera = stream.getVideoTracks()[0] ?? null;
      capture.microphone = stream.getAudioTracks()[0] ?? null;
    }
    return capture;
  } catch (error) {
    stopCapture(capture);
    throw explained(error);
  }
}

function device(id: string | null): MediaTrackConstraints {
  return id ? { deviceId: { ideal: id } } : {};
}

export function stopCapture(capture: Capture): void {
  for (const track of [capture.screen, capture.camera, capture.microphone, capture.systemSound])
    track?.stop();
}

function explained(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  const texts: Record<string, string> = {
    NotAllowedError:
      'Access was not allowed. Click the camera symbol beside the address, allow access, and try again.',
    NotFoundError: 'No camera or microphone was found. Plug one in, or choose to record without it.',
    NotReadableError: 'The camera or microphone is in use by another program. Close that, then try again.',
    AbortError: 'The browser could not start capturing. Try again.',
  };
  return new CaptureError(texts[error.name] ?? `Capturing failed: ${error.message}`);
}

/** Cameras and microphones; without names before access was allowed once. */
export async function listDevices(): Promise<{ cameras: MediaDeviceInfo[]; microphones: MediaDeviceInfo[] }> {
  if (!captureAbilities().canCapture) return { cameras: [], microphones: [] };
  const devices = await navigator.mediaDevices.enumerateDevices();
  const ofKind = (kind: MediaDeviceKind) =>
    devices.filter((found) => found.kind === kind && found.deviceId !== '');
  return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput') };
}
