import { frameSize, startCapture, stopCapture, type Capture } from './capture/capture.ts';
import { DeviceWatch, keepAwake } from './devices.ts';
import { pictureSize, type CameraLayout, type Size } from './picture/layout.ts';
import type { RecorderSettings } from './recorder-settings.ts';
import type { RecorderAbilities } from './recorder-state.ts';
import { SoundMix } from './sound/sound-mix.ts';
import { SoundWatch } from './sound/sound-watch.ts';
import type { RecordingInfo } from './spool/journal.ts';
import { canSpool, openSpool } from './spool/spool.ts';
import type { Engine, EngineOptions } from './studio/engine.ts';
import { MediaRecorderEngine, mediaRecorderType } from './studio/media-recorder-engine.ts';
import { canUseStudio, StudioEngine } from './studio/studio-engine.ts';
import type { StudioEvent } from './studio/studio-messages.ts';
import { deliveries, holdLock } from './upload/deliveries.ts';
import type { Uploader, UploadState } from './upload/uploader.ts';
import { VOICE_PICTURE, voicePicture } from './picture/voice-picture.ts';

/** What a person says of a recording before it begins. */
export type About = Pick<
  RecordingInfo,
  'userId' | 'title' | 'spaceId' | 'reply' | 'newVersionOf' | 'update' | 'request'
>;

/** What is made for one recording, and let go of at its end. */
export interface Session {
  readonly info: RecordingInfo;
  readonly picture: Size;
  readonly abilities: RecorderAbilities;
  readonly mix: SoundMix | null;
  readonly engine: Engine;
  readonly uploader: Uploader;
  readonly devices: DeviceWatch;
  readonly soundWatch: SoundWatch;
  /** Off: the screen alone, or where there is none the still of a voice. */
  setCameraOn(isOn: boolean): void;
  /** Lets go of devices, engine and wake lock; delivering goes on. May be called twice. */
  closeCapture(): void;
}

export interface SessionEvents {
  onEngine: (event: StudioEvent) => void;
  onUpload: (info: RecordingInfo, upload: UploadState) => void;
  onScreenEnded: () => void;
  onNotice: (notice: string) => void;
}

/** Opens the devices, the mix, an engine and the spool, and begins to deliver. Leaves nothing open where one of them fails. */
export async function openSession(
  settings: RecorderSettings,
  about: About,
  layout: CameraLayout,
  events: SessionEvents,
): Promise<Session> {
  if (!canSpool())
    throw new Error(
      'This browser keeps no files for pages in private windows. Open a normal window to record.',
    );
  const letGo: (() => void)[] = [];
  const closeCapture = () => {
    for (const close of letGo.splice(0).toReversed()) close();
  };
  try {
    return await openWith(settings, about, layout, events, { letGo, closeCapture });
  } catch (error) {
    closeCapture();
    throw error;
  }
}

interface Opened {
  letGo: (() => void)[];
  closeCapture: () => void;
}

async function openWith(
  settings: RecorderSettings,
  about: About,
  layout: CameraLayout,
  events: SessionEvents,
  { letGo, closeCapture }: Opened,
): Promise<Session> {
  const capture = await startCapture(settings);
  letGo.push(() => stopCapture(capture), keepAwake());
  const mix = await mixOf(capture, settings);
  if (mix) letGo.push(() => mix.close());
  const recordingId = crypto.randomUUID();
  const seen = capture.screen ?? capture.camera;
  const isVoice = settings.mode === 'voice';
  if (!seen && !isVoice) throw new Error('The browser gave neither a screen nor a camera. Try again.');
  if (isVoice && !capture.microphone) throw new Error('The browser gave no microphone. Try again.');
  const picture = seen ? pictureSize(await frameSize(seen), settings.height) : VOICE_PICTURE;
  const { frameRate } = settings;
  const onEvent = (event: StudioEvent) => {
    if (event.type === 'soundSlipped') mix?.reconnect();
    else events.onEngine(event);
  };
  const options: EngineOptions = { recordingId, picture, frameRate, layout, mix, onEvent };
  const engine = await openEngine(options);
  letGo.push(() => engine.close());
  engine.setSource('screen', capture.screen);
  if (isVoice) engine.showStill(voicePicture());
  else engine.setSource('camera', capture.camera);
  const info: RecordingInfo = {
    ...about,
    recordingId,
    format: engine.isLive ? 'cmaf' : (mediaRecorderType()?.format ?? 'webm'),
    startedAt: new Date().toISOString(),
  };
  const release = holdLock(recordingId);
  await openSpool().append(recordingId, { type: 'begin', ...info });
  void navigator.storage.persist().catch(() => false);
  const devices = new DeviceWatch(capture, settings, {
    onScreenEnded: events.onScreenEnded,
    onMicrophone: (track) => mix?.setSource('microphone', track),
    onCamera: (track) => engine.setSource('camera', track),
    onNotice: events.onNotice,
  });
  letGo.push(() => devices.close());
  const uploader = deliveries.start(info, (upload) => {
    if (upload.isComplete || upload.isDead) release();
    events.onUpload(info, upload);
  });
  return {
    info,
    picture,
    mix,
    engine,
    uploader,
    devices,
    soundWatch: new SoundWatch(),
    abilities: {
      isLive: engine.isLive,
      canRewind: engine.canRewind,
      worksHidden: engine.worksHidden,
      hasScreen: capture.screen !== null,
      hasCamera: capture.camera !== null,
      hasMicrophone: capture.microphone !== null,
      hasSystemSound: capture.systemSound !== null,
    },
    setCameraOn(isOn) {
      const { camera, screen } = capture;
      if (!camera || camera.enabled === isOn) return;
      camera.enabled = isOn;
      engine.setSource('camera', isOn ? camera : null);
      if (!isOn && !screen) engine.showStill(voicePicture(picture));
    },
    closeCapture,
  };
}

async function openEngine(options: EngineOptions): Promise<Engine> {
  return (await canUseStudio(options)) ? StudioEngine.open(options) : MediaRecorderEngine.open(options);
}

/** Null where there is neither a microphone nor the sound of a tab. */
async function mixOf(capture: Capture, settings: RecorderSettings): Promise<SoundMix | null> {
  if (!capture.microphone && !capture.systemSound) return null;
  const mix = await SoundMix.open(capture.microphone ?? capture.systemSound);
  mix.setSource('microphone', capture.microphone);
  mix.setSource('system', capture.systemSound);
  mix.setGain('microphone', settings.microphoneGain);
  mix.setGain('system', settings.systemGain);
  return mix;
}
