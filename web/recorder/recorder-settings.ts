import type { CaptureChoice } from './capture/capture.ts';
import { DEFAULT_LAYOUT, withShape, type CameraLayout } from './picture/layout.ts';

/** What is remembered from one recording to the next, on this device. */
export interface RecorderSettings extends CaptureChoice {
  layout: CameraLayout;
  microphoneGain: number;
  systemGain: number;
  hasCountdown: boolean;
  notes: string;
}

export const DEFAULT_SETTINGS: RecorderSettings = {
  mode: 'both',
  cameraId: '',
  microphoneId: '',
  processing: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  height: 1080,
  frameRate: 30,
  layout: DEFAULT_LAYOUT,
  microphoneGain: 1,
  systemGain: 1,
  hasCountdown: true,
  notes: '',
};

const KEY = 'playhead.recorder';

export function loadSettings(): RecorderSettings {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<RecorderSettings>;
    return {
      ...DEFAULT_SETTINGS,
      ...stored,
      processing: { ...DEFAULT_SETTINGS.processing, ...stored.processing },
      layout: { ...DEFAULT_LAYOUT, ...stored.layout },
    };
  } catch {
    return DEFAULT_SETTINGS;
  }
}

export function saveSettings(settings: RecorderSettings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Private windows may refuse; nothing depends on it.
  }
}

/** What was changed while recording is how it begins the next time; but nobody wants to begin hidden, or in full. */
export function rememberSettings(change: Partial<RecorderSettings>): void {
  const { layout } = change;
  const remembered = layout ? { layout: withShape(layout, layout.bubble) } : {};
  saveSettings({ ...loadSettings(), ...change, ...remembered });
}
