import { Link } from '@tanstack/react-router';
import { Pause, Play, Square, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { formatTimecode } from '#shared/timecode.ts';
import { slugOf } from '../../api/slug.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { recorder, UNDO_MS } from '../../recorder/recorder.ts';
import { Button, buttonClass, IconButton, Spinner } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { LevelMeter } from '../record/level-meter.tsx';
import { SOUND_WARNINGS } from '../record/microphone-check.tsx';
import { PreviewCanvas } from '../record/preview-canvas.tsx';
import { togglePause } from '../record/recorder-keys.ts';

const BOX = 'rounded-xl border border-line bg-sunken p-2.5';

/** Records a reply in its place: preview or level, time, pause, stop, throw away. */
export function ReplyRecorder({ state }: { state: RecorderState }) {
  switch (state.phase) {
    case 'arming':
    case 'countdown':
      return <Arming state={state} />;
    case 'discarded':
      return <Discarded state={state} />;
    case 'failed':
      return <Failed state={state} />;
    case 'finishing':
    case 'recovering':
      return (
        <div className={cx(BOX, 'flex items-center gap-2.5 text-ui text-dim')} role="status">
          <Spinner /> The last seconds are being written down.
        </div>
      );
    default:
      return <Recording state={state} />;
  }
}

function Arming({ state }: { state: RecorderState }) {
  const device = state.reply?.hasPicture ? 'the camera and the microphone' : 'the microphone';
  return (
    <div className={cx(BOX, 'flex items-center gap-2.5 text-ui text-dim')} role="status">
      <Spinner />
      <span className="flex-1">If your browser asks, allow {device}.</span>
      <Button size="small" look="quiet" onClick={() => recorder.discard()}>
        Cancel
      </Button>
    </div>
  );
}

function Recording({ state }: { state: RecorderState }) {
  const { phase, elapsedMs, picture, reply, notice, soundWarning } = state;
  const isPaused = phase !== 'recording';
  const microphone = useCallback(() => recorder.levels('microphone'), []);
  const message = notice ?? (soundWarning ? SOUND_WARNINGS[soundWarning] : null);
  return (
    <section className={BOX} aria-label="Recording a reply">
      {reply?.hasPicture && picture && (
        <div
          className="mb-2.5 overflow-hidden rounded-lg bg-black"
          style={{ aspectRatio: picture.width / picture.height }}
        >
          <PreviewCanvas />
        </div>
      )}
      <div className="flex items-center gap-2">
        <span
          className="numbers flex items-center gap-2 px-1 text-ui font-semibold"
          role="timer"
          aria-label="Recorded"
        >
          <span className={cx('size-2.5 rounded-full', isPaused ? 'bg-faint' : 'animate-pulse bg-red-600')} />
          {formatTimecode(elapsedMs)}
        </span>
        <span className="min-w-8 flex-1">
          <LevelMeter levels={microphone} label="Microphone level" />
        </span>
        <IconButton
          label={isPaused ? 'Go on recording' : 'Pause the recording'}
          disabled={phase === 'rewinding'}
          onClick={togglePause}
        >
          {isPaused ? <Play className="size-4" /> : <Pause className="size-4" />}
        </IconButton>
        <IconButton
          label="Throw the reply away"
          className="hover:text-danger"
          onClick={() => recorder.discard()}
        >
          <Trash2 className="size-4" />
        </IconButton>
        <Button size="small" look="primary" onClick={() => recorder.stop()}>
          <Square className="size-3.5 fill-current" /> Stop
        </Button>
      </div>
      {message && (
        <p role="status" className="mt-2 text-[0.8125rem] text-warn">
          {message}
        </p>
      )}
    </section>
  );
}

/** Half a minute to think again. */
function Discarded({ state }: { state: RecorderState }) {
  const { undoUntil } = state;
  const [left, setLeft] = useState(UNDO_MS / 1000);
  useEffect(() => {
    const count = () => setLeft(Math.max(0, Math.ceil(((undoUntil ?? 0) - Date.now()) / 1000)));
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [undoUntil]);
  return (
    <div className={cx(BOX, 'flex items-center gap-2 text-ui')} role="status">
      <span className="numbers flex-1 text-dim">Thrown away. Gone for good in {left} s.</span>
      <Button size="small" onClick={() => recorder.undoDiscard()}>
        Undo
      </Button>
      <Button size="small" look="quiet" onClick={() => recorder.expireDiscard()}>
        Close
      </Button>
    </div>
  );
}

function Failed({ state }: { state: RecorderState }) {
  return (
    <div className={cx(BOX, 'text-ui')} role="alert">
      <p>{state.error ?? 'The recording stopped by itself.'}</p>
      <div className="mt-2 flex justify-end gap-2">
        {state.elapsedMs > 0 ? (
          <Button size="small" look="primary" onClick={() => recorder.recover()}>
            Keep what was recorded
          </Button>
        ) : (
          <Button size="small" onClick={() => recorder.reset()}>
            Close
          </Button>
        )}
      </div>
    </div>
  );
}

/** The page has one recorder, and it is at work in another place. */
export function RecorderBusy({ state, onClose }: { state: RecorderState; onClose: () => void }) {
  const slug = slugOf(state.reply?.slug);
  return (
    <div className={cx(BOX, 'text-ui')} role="status">
      <p>You are recording {state.reply ? 'another reply' : 'a video'} already. Finish that one first.</p>
      <div className="mt-2 flex justify-end gap-2">
        <Button size="small" look="quiet" onClick={onClose}>
          Close
        </Button>
        {slug ? (
          <Link to="/v/$slug" params={{ slug }} className={buttonClass('primary', 'small')}>
            Go to it
          </Link>
        ) : (
          <Link to="/record" className={buttonClass('primary', 'small')}>
            Go to it
          </Link>
        )}
      </div>
    </div>
  );
}
