import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Camera, Circle, MonitorUp, UserSquare2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { VideoSlug } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { captureAbilities, type CaptureMode } from '../../recorder/capture/capture.ts';
import { loadSettings, saveSettings, type RecorderSettings } from '../../recorder/recorder-settings.ts';
import { recorder } from '../../recorder/recorder.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { LayoutPicker } from './layout-picker.tsx';
import { MicrophoneCheck } from './microphone-check.tsx';
import { QualityField } from './quality-field.tsx';
import { SetupHeading } from './setup-heading.tsx';
import { TestRecording } from './test-recording.tsx';
import { useDevices } from './use-devices.ts';

const NO_MICROPHONE = 'none';

/** What to record, with which camera and microphone, and how. Remembered for the next time. */
export function RecordSetup() {
  useTitle('Record');
  const { canCapture, canShareScreen } = captureAbilities();
  const [settings, setSettings] = useState(() => {
    const stored = loadSettings();
    return canShareScreen ? stored : { ...stored, mode: 'camera' as const };
  });
  const [title, setTitle] = useState('');
  const [spaceId, setSpaceId] = useState('');
  const versionOf = slugOf(useSearch({ from: '/app/record' }).versionOf);
  const before = useQuery({
    ...queries.videos.get.queryOptions({ input: { slug: versionOf ?? ('' as VideoSlug) } }),
    enabled: versionOf !== null,
  });
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const me = useQuery(queries.accounts.me.queryOptions());
  const devices = useDevices();
  function change(part: Partial<RecorderSettings>): void {
    const next = { ...settings, ...part };
    setSettings(next);
    saveSettings(next);
  }
  function start(): void {
    if (!me.data) return;
    const about = {
      userId: me.data.user.id,
      title: title.trim(),
      spaceId: spaceId || null,
      ...(versionOf ? { newVersionOf: versionOf } : {}),
    };
    void recorder.start(settings, about, me.data.workspace.maxRecordingMinutes * 60_000);
  }
  const { mode, microphoneId } = settings;
  return (
    <div className="mx-auto max-w-xl px-4 py-8">
      <SetupHeading versionOf={versionOf} before={before} />
      {!canCapture && (
        <p className="mt-4 rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">
          Recording needs a secure page: open Playhead through https, or as localhost.
        </p>
      )}
      {canCapture && !canShareScreen && (
        <p className="mt-4 rounded-lg bg-accent-soft px-3 py-2 text-ui">
          This device can’t share its screen with a page. Record with the camera, or upload a screen
          recording.
        </p>
      )}
      <div role="radiogroup" aria-label="What to record" className="mt-6 grid grid-cols-3 gap-2">
        <Mode
          mode="both"
          current={mode}
          choose={(next) => change({ mode: next })}
          icon={<UserSquare2 className="size-6" />}
          label="Screen + camera"
          isPossible={canShareScreen}
        />
        <Mode
          mode="screen"
          current={mode}
          choose={(next) => change({ mode: next })}
          icon={<MonitorUp className="size-6" />}
          label="Screen"
          isPossible={canShareScreen}
        />
        <Mode
          mode="camera"
          current={mode}
          choose={(next) => change({ mode: next })}
          icon={<Camera className="size-6" />}
          label="Camera"
          isPossible={canCapture}
        />
      </div>
      <div className="mt-6 space-y-4">
        {!versionOf && (
          <TextField
            label="Title"
            placeholder="Weekly update"
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
        <div>
          <SelectField
            label="Microphone"
            value={microphoneId ?? NO_MICROPHONE}
            onChange={({ target }) =>
              change({ microphoneId: target.value === NO_MICROPHONE ? null : target.value })
            }
          >
            <option value="">Default microphone</option>
            {devices.microphones.map((found) => (
              <option key={found.deviceId} value={found.deviceId}>
                {found.label || 'Microphone'}
              </option>
            ))}
            <option value={NO_MICROPHONE}>No microphone</option>
          </SelectField>
          {canCapture && microphoneId !== null && (
            <div className="mt-2">
              <MicrophoneCheck
                microphoneId={microphoneId}
                processing={settings.processing}
                gain={settings.microphoneGain}
                onAllowed={devices.refresh}
              />
            </div>
          )}
        </div>
        {mode !== 'screen' && (
          <SelectField
            label="Camera"
            value={settings.cameraId}
            onChange={(event) => change({ cameraId: event.target.value })}
          >
            <option value="">Default camera</option>
            {devices.cameras.map((found) => (
              <option key={found.deviceId} value={found.deviceId}>
                {found.label || 'Camera'}
              </option>
            ))}
          </SelectField>
        )}
        {mode === 'both' && (
          <LayoutPicker layout={settings.layout} onChange={(layout) => change({ layout })} />
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <QualityField height={settings.height} onChange={(height) => change({ height })} />
          {!versionOf && (
            <SelectField label="Space" value={spaceId} onChange={(event) => setSpaceId(event.target.value)}>
              <option value="">None: the whole workspace</option>
              {spaces.data?.map((space) => (
                <option key={space.id} value={space.id}>
                  {space.name}
                </option>
              ))}
            </SelectField>
          )}
        </div>
        <MoreSettings settings={settings} onChange={change} />
      </div>
      <div className="sticky bottom-0 mt-5 flex flex-wrap gap-2 border-t border-line bg-canvas py-3">
        <Button
          look="primary"
          size="large"
          disabled={!canCapture || !me.data || before.error !== null}
          onClick={start}
        >
          <Circle className="size-4 fill-current" /> Start recording
        </Button>
        <TestRecording settings={settings} />
      </div>
    </div>
  );
}

function MoreSettings({
  settings,
  onChange,
}: {
  settings: RecorderSettings;
  onChange: (part: Partial<RecorderSettings>) => void;
}) {
  const { processing } = settings;
  const flip = (part: Partial<RecorderSettings['processing']>) =>
    onChange({ processing: { ...processing, ...part } });
  return (
    <details className="rounded-xl border border-line px-4 py-3">
      <summary className="cursor-pointer text-ui font-medium">Notes, sound and countdown</summary>
      <label className="mt-4 block text-ui font-medium">
        Speaker notes
        <textarea
          value={settings.notes}
          rows={4}
          placeholder="They scroll beside the picture while you record, and are not recorded."
          onChange={(event) => onChange({ notes: event.target.value })}
          className="mt-1.5 w-full rounded-lg border border-line-strong bg-raised px-3 py-2 font-normal"
        />
      </label>
      <div className="mt-4 grid gap-1 sm:grid-cols-2">
        <Switch
          label="Noise suppression"
          isOn={processing.noiseSuppression}
          onChange={(noiseSuppression) => flip({ noiseSuppression })}
        />
        <Switch
          label="Echo cancellation"
          isOn={processing.echoCancellation}
          onChange={(echoCancellation) => flip({ echoCancellation })}
        />
        <Switch
          label="Automatic gain"
          isOn={processing.autoGainControl}
          onChange={(autoGainControl) => flip({ autoGainControl })}
        />
        <Switch
          label="Countdown from 3"
          isOn={settings.hasCountdown}
          onChange={(hasCountdown) => onChange({ hasCountdown })}
        />
      </div>
    </details>
  );
}

function Switch({
  label,
  isOn,
  onChange,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="flex min-h-9 items-center gap-2.5 text-ui coarse:min-h-11">
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-accent"
      />
      {label}
    </label>
  );
}

/** One of the ways to record, in a radio group. */
export function Mode(props: {
  mode: CaptureMode;
  current: CaptureMode;
  choose: (mode: CaptureMode) => void;
  icon: ReactNode;
  label: string;
  isPossible: boolean;
}) {
  return (
    <button
      type="button"
      role="radio"
      aria-checked={props.current === props.mode}
      disabled={!props.isPossible}
      onClick={() => props.choose(props.mode)}
      className={cx(
        'flex flex-col items-center gap-2 rounded-xl border px-3 py-5 text-ui font-medium transition-colors duration-150 disabled:opacity-40',
        props.current === props.mode
          ? 'border-accent bg-accent-soft text-accent-text'
          : 'border-line-strong hover:bg-hover',
      )}
    >
      {props.icon}
      {props.label}
    </button>
  );
}
