import { useQuery } from '@tanstack/react-query';
import { Camera, Circle, MonitorUp, UserSquare2 } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { SpaceId } from '#shared/ids.ts';
import { queries } from '../../api/client.ts';
import type { Bubble, Corner } from '../../recorder/bubble.ts';
import { captureAbilities, listDevices, type CaptureMode } from '../../recorder/capture.ts';
import { recorder } from '../../recorder/recorder.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { MicrophoneCheck } from './microphone-check.tsx';

const NO_MICROPHONE = 'none';
const CORNERS: Corner[] = ['top-left', 'top-right', 'bottom-left', 'bottom-right'];

/** What to record, with which camera and microphone, and how. */
export function RecordSetup({ error }: { error: string | null }) {
  const { canCapture, canShareScreen } = captureAbilities();
  const [mode, setMode] = useState<CaptureMode>(canShareScreen ? 'both' : 'camera');
  const [devices, setDevices] = useState<Awaited<ReturnType<typeof listDevices>>>({
    cameras: [],
    microphones: [],
  });
  const [cameraId, setCameraId] = useState('');
  const [microphone, setMicrophone] = useState('');
  const [bubble, setBubble] = useState<Bubble>({ corner: 'bottom-left', size: 0.28 });
  const [height, setHeight] = useState<720 | 1080>(720);
  const [title, setTitle] = useState('');
  const [spaceId, setSpaceId] = useState('');
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const refresh = useCallback(() => void listDevices().then(setDevices), []);
  useEffect(() => {
    refresh();
    if (!canCapture) return;
    navigator.mediaDevices.addEventListener('devicechange', refresh);
    return () => navigator.mediaDevices.removeEventListener('devicechange', refresh);
  }, [refresh, canCapture]);

  const start = () =>
    void recorder.start({
      mode,
      cameraId: cameraId || null,
      microphoneId: microphone === NO_MICROPHONE ? null : microphone,
      bubble,
      height,
      title,
      spaceId: (spaces.data?.find((space) => space.id === spaceId)?.id ?? null) as SpaceId | null,
    });

  return (
    <div className="mx-auto max-w-xl px-4 py-8">
      <h1 className="text-2xl font-semibold tracking-tight">New recording</h1>
      <p className="mt-1 text-ui text-dim">
        The link is there before you start, and plays the moment you stop.
      </p>
      {!canCapture && (
        <p className="mt-4 rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">
          Recording needs a secure page: open Playhead through https, or as localhost.
        </p>
      )}
      {error && (
        <p role="alert" className="mt-4 rounded-lg bg-danger-soft px-3 py-2 text-ui text-danger">
          {error}
        </p>
      )}
      <div role="radiogroup" aria-label="What to record" className="mt-6 grid grid-cols-3 gap-2">
        <Mode
          mode="both"
          current={mode}
          choose={setMode}
          icon={<UserSquare2 className="size-6" />}
          label="Screen + camera"
          isPossible={canShareScreen}
        />
        <Mode
          mode="screen"
          current={mode}
          choose={setMode}
          icon={<MonitorUp className="size-6" />}
          label="Screen"
          isPossible={canShareScreen}
        />
        <Mode
          mode="camera"
          current={mode}
          choose={setMode}
          icon={<Camera className="size-6" />}
          label="Camera"
          isPossible={canCapture}
        />
      </div>
      <div className="mt-6 space-y-4">
        <TextField
          label="Title"
          placeholder="Weekly update"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
        />
        <div>
          <SelectField
            label="Microphone"
            value={microphone}
            onChange={(event) => setMicrophone(event.target.value)}
          >
            <option value="">Default microphone</option>
            {devices.microphones.map((found) => (
              <option key={found.deviceId} value={found.deviceId}>
                {found.label || 'Microphone'}
              </option>
            ))}
            <option value={NO_MICROPHONE}>No microphone</option>
          </SelectField>
          <div className="mt-2">
            {canCapture && microphone !== NO_MICROPHONE && (
              <MicrophoneCheck microphoneId={microphone} onAllowed={refresh} />
            )}
          </div>
        </div>
        {mode !== 'screen' && (
          <SelectField label="Camera" value={cameraId} onChange={(event) => setCameraId(event.target.value)}>
            <option value="">Default camera</option>
            {devices.cameras.map((found) => (
              <option key={found.deviceId} value={found.deviceId}>
                {found.label || 'Camera'}
              </option>
            ))}
          </SelectField>
        )}
        {mode === 'both' && <BubbleChoice bubble={bubble} onChange={setBubble} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="Quality"
            value={height}
            onChange={(event) => setHeight(event.target.value === '1080' ? 1080 : 720)}
            hint={height === 720 ? 'About 19 MB a minute' : 'About 38 MB a minute'}
          >
            <option value="720">720p</option>
            <option value="1080">1080p</option>
          </SelectField>
          <SelectField label="Space" value={spaceId} onChange={(event) => setSpaceId(event.target.value)}>
            <option value="">None: the whole workspace</option>
            {spaces.data?.map((space) => (
              <option key={space.id} value={space.id}>
                {space.name}
              </option>
            ))}
          </SelectField>
        </div>
      </div>
      <Button look="primary" size="large" className="mt-7 w-full" disabled={!canCapture} onClick={start}>
        <Circle className="size-4 fill-current" /> Start recording
      </Button>
    </div>
  );
}

function Mode(props: {
  mode: CaptureMode;
  current: CaptureMode;
  choose: (mode: CaptureMode) => void;
  icon: ReactNode;
  label: string;
  isPossible: boolean;
}) {
  const isChosen = props.mode === props.current;
  return (
    <button
      type="button"
      role="radio"
      aria-checked={isChosen}
      disabled={!props.isPossible}
      title={props.isPossible ? undefined : 'This browser can’t capture the screen'}
      onClick={() => props.choose(props.mode)}
      className={cx(
        'flex flex-col items-center gap-2 rounded-xl border px-2 py-4 text-ui font-medium transition-colors duration-150 disabled:opacity-40',
        isChosen
          ? 'border-accent bg-accent-soft text-accent-text'
          : 'border-line-strong text-dim hover:bg-hover',
      )}
    >
      {props.icon}
      {props.label}
    </button>
  );
}

/** A small picture of the screen with a corner to choose. */
export function BubbleChoice({ bubble, onChange }: { bubble: Bubble; onChange: (bubble: Bubble) => void }) {
  return (
    <fieldset className="flex flex-wrap items-end gap-4">
      <div>
        <legend className="mb-1.5 text-ui font-medium">Camera in the corner</legend>
        <div className="grid h-20 w-36 grid-cols-2 rounded-lg border border-line-strong bg-sunken p-1">
          {CORNERS.map((corner) => (
            <button
              key={corner}
              type="button"
              aria-label={corner.replace('-', ' ')}
              aria-pressed={bubble.corner === corner}
              onClick={() => onChange({ ...bubble, corner })}
              className={cx(
                'flex p-1',
                corner.startsWith('bottom') && 'items-end',
                corner.endsWith('right') && 'justify-end',
              )}
            >
              <span
                className={cx(
                  'size-6 rounded-full',
                  bubble.corner === corner ? 'bg-accent' : 'bg-line-strong',
                )}
              />
            </button>
          ))}
        </div>
      </div>
      <label className="flex-1 text-ui font-medium">
        Size
        <input
          type="range"
          min={0.15}
          max={0.45}
          step={0.01}
          value={bubble.size}
          onChange={(event) => onChange({ ...bubble, size: Number(event.target.value) })}
          className="mt-2 block w-full accent-accent"
        />
      </label>
    </fieldset>
  );
}
