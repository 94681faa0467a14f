import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Camera, Circle, Mic, UserSquare2 } from 'lucide-react';
import { useState } from 'react';
import type { EditionId } from '#shared/ids.ts';
import type { Edition, Series } from '#shared/series.ts';
import { queries } from '../../api/client.ts';
import { captureAbilities, type CaptureMode } from '../../recorder/capture/capture.ts';
import { VOICE_FRAME_RATE } from '../../recorder/picture/voice-picture.ts';
import { loadSettings, saveSettings, type RecorderSettings } from '../../recorder/recorder-settings.ts';
import { recorder } from '../../recorder/recorder.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { MicrophoneCheck } from '../record/microphone-check.tsx';
import { Mode } from '../record/record-setup.tsx';
import { draftOf } from './entry-draft.ts';
import { LastAnswer, useEntryBefore } from './last-answer.tsx';
import { dayText } from './rhythms.ts';
import { spokenPrompts } from './spoken-prompts.ts';
import { beginTake } from './update-take.ts';
import { useDevices } from '../record/use-devices.ts';

/** `/record?edition=…`: what is asked, how to record it, and start. */
export function UpdateSetup({ editionId }: { editionId: string }) {
  useTitle('Record your update');
  const id = editionId as EditionId;
  const edition = useQuery(queries.series.edition.queryOptions({ input: { id } }));
  const seriesId = edition.data?.seriesId;
  const series = useQuery({
    ...queries.series.get.queryOptions({ input: { id: seriesId ?? ('' as Series['id']) } }),
    enabled: seriesId !== undefined,
  });
  const error = edition.error ?? series.error;
  if (error) return <ErrorState error={error} onRetry={() => void edition.refetch()} />;
  if (!edition.data || !series.data)
    return (
      <div className="mx-auto max-w-xl px-4 py-8">
        <Skeleton className="h-64" />
      </div>
    );
  return <Setup edition={edition.data} series={series.data} />;
}

function Setup({ edition, series }: { edition: Edition; series: Series }) {
  const { canCapture, canShareScreen } = captureAbilities();
  const prompts = spokenPrompts(edition.prompts);
  const before = useEntryBefore(edition.id);
  const me = useQuery(queries.accounts.me.queryOptions());
  const spaces = useQuery(queries.spaces.list.queryOptions());
  // Nowhere else: what is said in a private space is not for the whole workspace.
  const isOutside = series.spaceId !== null && spaces.data?.every(({ id }) => id !== series.spaceId) === true;
  const canStart = canCapture && me.data !== undefined && spaces.data !== undefined && !isOutside;
  const [settings, setSettings] = useState(loadSettings);
  const [mode, setMode] = useState<CaptureMode>(() => firstMode(prompts, settings.mode, canShareScreen));
  const devices = useDevices();
  function change(part: Partial<RecorderSettings>): void {
    const next = { ...settings, ...part };
    setSettings(next);
    saveSettings(next);
  }
  function start(): void {
    if (!me.data) return;
    const { user, workspace } = me.data;
    const { id, seriesId, day, title } = edition;
    const update = { editionId: id, seriesId, day };
    // The one before is delivered in the background, if need be.
    if (recorder.get().phase === 'done') recorder.reset();
    beginTake(update, prompts, draftOf(edition.entries.find(({ person }) => person.id === user.id)));
    void recorder.start(
      {
        ...settings,
        mode,
        microphoneId: settings.microphoneId ?? '',
        ...(mode === 'voice' ? { frameRate: VOICE_FRAME_RATE } : {}),
      },
      { userId: user.id, title: `${title}, ${dayText(day)}`, spaceId: series.spaceId, update },
      workspace.maxRecordingMinutes * 60_000,
    );
  }
  const option = { current: mode, choose: setMode, isPossible: canCapture };
  const screen = { ...option, isPossible: canShareScreen };
  return (
    <div className="mx-auto max-w-xl px-4 py-8">
      <Link
        to="/series/$id"
        params={{ id: edition.seriesId }}
        search={{ day: edition.day }}
        className="mb-3 inline-flex items-center gap-1.5 text-ui text-dim hover:text-text"
      >
        <ArrowLeft className="size-4" /> {edition.title}
      </Link>
      <h1 className="text-2xl font-semibold tracking-tight">Record your update</h1>
      <p className="mt-1 text-ui text-dim">
        {dayText(edition.day)}. Go on to the next prompt as you speak: each becomes a chapter. Nothing is sent
        before you say so.
      </p>
      <ol aria-label="Prompts" className="mt-5 space-y-2">
        {prompts.map(({ id, text, isRequired }, i) => (
          <li key={id} className="rounded-xl border border-line bg-raised px-3.5 py-2.5">
            <p className="text-ui font-medium">
              <span className="numbers mr-2 text-dim">{i + 1}</span>
              {text}
              {!isRequired && <span className="ml-1.5 font-normal text-dim">(optional)</span>}
            </p>
            <LastAnswer before={before} promptId={id} className="mt-2" />
          </li>
        ))}
      </ol>
      <div role="radiogroup" aria-label="What to record" className="mt-6 grid grid-cols-3 gap-2">
        <Mode {...option} mode="camera" icon={<Camera className="size-6" />} label="Camera" />
        <Mode {...screen} mode="both" icon={<UserSquare2 className="size-6" />} label="Screen + camera" />
        <Mode {...option} mode="voice" icon={<Mic className="size-6" />} label="Voice alone" />
      </div>
      <div className="mt-6 space-y-4">
        <SelectField
          label="Microphone"
          value={settings.microphoneId ?? ''}
          onChange={({ target }) => change({ microphoneId: target.value })}
        >
          <option value="">Default microphone</option>
          {devices.microphones.map(({ deviceId, label }) => (
            <option key={deviceId} value={deviceId}>
              {label || 'Microphone'}
            </option>
          ))}
        </SelectField>
        {canCapture && (
          <MicrophoneCheck
            microphoneId={settings.microphoneId ?? ''}
            processing={settings.processing}
            gain={settings.microphoneGain}
            onAllowed={devices.refresh}
          />
        )}
        {mode !== 'voice' && (
          <SelectField
            label="Camera"
            value={settings.cameraId}
            onChange={({ target }) => change({ cameraId: target.value })}
          >
            <option value="">Default camera</option>
            {devices.cameras.map(({ deviceId, label }) => (
              <option key={deviceId} value={deviceId}>
                {label || 'Camera'}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      {!canCapture && (
        <p className="mt-4 rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">
          Recording needs a secure page: open Playhead through https, or as localhost.
        </p>
      )}
      {isOutside && (
        <p role="alert" className="mt-4 rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">
          This series is in a space that you are not in, so that no video of yours can be there. Ask to be let
          in, or write your update.
        </p>
      )}
      <div className="sticky bottom-0 mt-5 border-t border-line bg-canvas py-3">
        <Button look="primary" size="large" disabled={!canStart} onClick={start}>
          <Circle className="size-4 fill-current" /> Start recording
        </Button>
      </div>
    </div>
  );
}

/** Where all is to be said without a picture, it begins so; else as the last recording was made, as far as this device can. */
function firstMode(
  prompts: readonly { kind: string }[],
  last: CaptureMode,
  canShareScreen: boolean,
): CaptureMode {
  if (prompts.length > 0 && prompts.every(({ kind }) => kind === 'voice')) return 'voice';
  return last === 'camera' || !canShareScreen ? 'camera' : 'both';
}
