import { Camera, Circle, MonitorUp, UserSquare2 } from 'lucide-react';
import { useState } from 'react';
import { captureAbilities, type CaptureMode } from '../../recorder/capture/capture.ts';
import { loadSettings, saveSettings, type RecorderSettings } from '../../recorder/recorder-settings.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { useDevices } from '../record/use-devices.ts';

const MODES: { mode: CaptureMode; label: string; icon: typeof Camera; needsScreen: boolean }[] = [
  { mode: 'camera', label: 'Camera', icon: Camera, needsScreen: false },
  { mode: 'both', label: 'Screen + camera', icon: UserSquare2, needsScreen: true },
  { mode: 'screen', label: 'Screen', icon: MonitorUp, needsScreen: true },
];

/** With what an answer is recorded; as it was the last time on this device. */
export function RecordChoice({ onStart }: { onStart: (settings: RecorderSettings) => void }) {
  const { canCapture, canShareScreen } = captureAbilities();
  const [settings, setSettings] = useState<RecorderSettings>(() => {
    const stored = loadSettings();
    // An answer is spoken to somebody: the camera, unless somebody chose otherwise before.
    const isChosen = localStorage.getItem('playhead.recorder') !== null && canShareScreen;
    const mode = isChosen && stored.mode !== 'voice' ? stored.mode : 'camera';
    return { ...stored, mode, notes: '', microphoneId: stored.microphoneId ?? '' };
  });
  const devices = useDevices();
  function change(part: Partial<RecorderSettings>): void {
    const next = { ...settings, ...part };
    setSettings(next);
    saveSettings({ ...next, notes: loadSettings().notes });
  }
  if (!canCapture)
    return (
      <p className="rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">
        This browser can’t record here. Open the link in another one, or upload a video below.
      </p>
    );
  return (
    <div className="space-y-4">
      <fieldset>
        <legend className="mb-1.5 text-ui font-medium">Record with</legend>
        <div className="flex flex-wrap gap-2">
          {MODES.filter(({ needsScreen }) => canShareScreen || !needsScreen).map(
            ({ mode, label, icon: Icon }) => (
              <label
                key={mode}
                className="flex min-h-11 flex-1 cursor-pointer items-center justify-center gap-2 rounded-xl border border-line-strong px-3 text-ui font-medium whitespace-nowrap transition-colors duration-150 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
              >
                <input
                  type="radio"
                  name="mode"
                  className="sr-only"
                  checked={settings.mode === mode}
                  onChange={() => change({ mode })}
                />
                <Icon className="size-4.5" aria-hidden="true" /> {label}
              </label>
            ),
          )}
        </div>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="Microphone"
          value={settings.microphoneId ?? ''}
          onChange={({ target }) => change({ microphoneId: target.value })}
        >
          <option value="">Default microphone</option>
          {devices.microphones.map((found) => (
            <option key={found.deviceId} value={found.deviceId}>
              {found.label || 'Microphone'}
            </option>
          ))}
        </SelectField>
        {settings.mode !== 'screen' && (
          <SelectField
            label="Camera"
            value={settings.cameraId}
            onChange={({ target }) => change({ cameraId: target.value })}
          >
            <option value="">Default camera</option>
            {devices.cameras.map((found) => (
              <option key={found.deviceId} value={found.deviceId}>
                {found.label || 'Camera'}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      <Button look="primary" size="large" className="max-sm:w-full" onClick={() => onStart(settings)}>
        <Circle className="size-4 fill-current" /> Start recording
      </Button>
    </div>
  );
}
