import { Link } from '@tanstack/react-router';
import { Check, CloudUpload, Pause, Play, Square, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { formatTimecode } from '#shared/timecode.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { recorder } from '../../recorder/recorder.ts';
import { Button, buttonClass, Spinner } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { LevelMeter } from './level-meter.tsx';
import { RecordSetup } from './record-setup.tsx';
import { megabytes } from './unfinished-recordings.tsx';

/** `/record`: choose, count down, record, stop; the link all the while. */
export function RecordPage() {
  const state = useSyncExternalStore(recorder.subscribe, recorder.get);
  useTitle(state.phase === 'recording' ? `● ${formatTimecode(state.elapsedMs)}` : 'Record');
  if (state.phase === 'idle') return <RecordSetup error={null} />;
  if (state.phase === 'failed') {
    return (
      <>
        <RecordSetup error={state.error} />
        <ResetOnStart />
      </>
    );
  }
  if (state.phase === 'done' || state.phase === 'finishing') return <Finished state={state} />;
  return <Recording state={state} />;
}

/** After a failure the setup is usable again at once. */
function ResetOnStart() {
  useEffect(() => {
    const onPointer = () => recorder.reset();
    window.addEventListener('pointerdown', onPointer, { capture: true, once: true });
    return () => window.removeEventListener('pointerdown', onPointer, { capture: true });
  }, []);
  return null;
}

function Recording({ state }: { state: RecorderState }) {
  const [isDiscarding, setDiscarding] = useState(false);
  const isPaused = state.phase === 'paused';
  const isRunning = state.phase === 'recording' || isPaused;
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (
        (event.target as HTMLElement).closest('input, textarea, select, [role=dialog]') ||
        event.ctrlKey ||
        event.metaKey
      )
        return;
      if (event.key === 'p') {
        if (recorder.get().phase === 'paused') recorder.resume();
        else recorder.pause();
      }
      if (event.key === 's') void recorder.stop();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="mx-auto flex max-w-4xl flex-col items-center px-4 py-8">
      <div className="relative aspect-video w-full overflow-hidden rounded-xl bg-black">
        <Preview track={state.preview} />
        {state.phase === 'countdown' && (
          <div
            className="absolute inset-0 flex items-center justify-center bg-black/60 text-white"
            aria-live="assertive"
          >
            <span key={state.countdown} className="appear numbers text-8xl font-semibold">
              {state.countdown}
            </span>
          </div>
        )}
        {state.phase === 'arming' && (
          <div className="absolute inset-0 flex items-center justify-center gap-3 text-ui text-white">
            <Spinner /> Choose what to share in the window of your browser
          </div>
        )}
      </div>
      <div className="mt-5 flex w-full flex-wrap items-center justify-center gap-3 rounded-2xl border border-line bg-raised p-3 shadow-float">
        <span
          className="numbers flex min-w-24 items-center gap-2 px-2 text-lg font-semibold"
          role="timer"
          aria-label="Recorded"
        >
          <span
            className={
              isPaused ? 'size-2.5 rounded-full bg-faint' : 'size-2.5 animate-pulse rounded-full bg-red-600'
            }
          />
          {formatTimecode(state.elapsedMs)}
        </span>
        <span className="w-24">
          <LevelMeter level={recorder.level} label="Sound level" />
        </span>
        <Button disabled={!isRunning} onClick={() => (isPaused ? recorder.resume() : recorder.pause())}>
          {isPaused ? <Play className="size-4" /> : <Pause className="size-4" />}
          {isPaused ? 'Resume' : 'Pause'} <kbd className="text-xs text-faint">P</kbd>
        </Button>
        <Button look="primary" disabled={!isRunning} onClick={() => void recorder.stop()}>
          <Square className="size-4 fill-current" /> Stop <kbd className="text-xs opacity-70">S</kbd>
        </Button>
        <Button look="danger" onClick={() => setDiscarding(true)}>
          <Trash2 className="size-4" /> Discard
        </Button>
        {state.url && <CopyButton text={state.url} />}
      </div>
      <UploadLine state={state} />
      {state.notice && <p className="mt-2 text-[0.8125rem] text-dim">{state.notice}</p>}
      <Dialog
        isOpen={isDiscarding}
        onClose={() => setDiscarding(false)}
        title="Throw this recording away?"
        description="It can’t be brought back."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setDiscarding(false)}>Keep recording</Button>
          <Button look="danger" onClick={() => void recorder.discard()}>
            Throw away
          </Button>
        </div>
      </Dialog>
    </div>
  );
}

function Preview({ track }: { track: MediaStreamTrack | null }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = track ? new MediaStream([track]) : null;
  }, [track]);
  return (
    <video
      ref={video}
      autoPlay
      muted
      playsInline
      className="size-full object-contain"
      aria-label="What is being recorded"
    />
  );
}

/** What is safe, in words. */
function UploadLine({ state }: { state: RecorderState }) {
  const { upload } = state;
  if (!upload) return null;
  const sizes = `${megabytes(upload.confirmedBytes)} safe on the server · ${megabytes(upload.pendingBytes)} on this device`;
  return (
    <p className="numbers mt-4 flex items-center gap-2 text-[0.8125rem] text-dim" aria-live="polite">
      <CloudUpload className="size-4" /> {upload.problem ?? sizes}
    </p>
  );
}

function Finished({ state }: { state: RecorderState }) {
  const isSafe = state.upload?.isComplete === true;
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center px-4 py-20 text-center">
      <div
        className={`mb-5 flex size-14 items-center justify-center rounded-2xl ${isSafe ? 'bg-good-soft text-good' : 'bg-accent-soft text-accent-text'}`}
      >
        {isSafe ? <Check className="size-7" /> : <Spinner className="size-6" />}
      </div>
      <h1 className="text-2xl font-semibold tracking-tight">
        {isSafe ? 'Your recording is safe' : 'Uploading the last seconds…'}
      </h1>
      <p className="mt-2 text-ui text-dim" aria-live="polite">
        {isSafe
          ? 'You can close this page. The link plays already; a better rendition follows by itself.'
          : 'The link plays already. Keep this page open until everything has arrived.'}
      </p>
      <UploadLine state={state} />
      {state.error && (
        <p className="mt-3 rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">{state.error}</p>
      )}
      <div className="mt-7 flex flex-wrap justify-center gap-2">
        {state.url && <CopyButton text={state.url} look="secondary" />}
        {state.slug && (
          <Link to="/v/$slug" params={{ slug: state.slug }} className={buttonClass('primary')}>
            Open the video
          </Link>
        )}
        <Button look="quiet" disabled={!isSafe} onClick={() => recorder.reset()}>
          Record another
        </Button>
      </div>
    </div>
  );
}
