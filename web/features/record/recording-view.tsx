import { NotebookText, PictureInPicture2, X } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { DEFAULT_INK, InkToolbar } from '../../ink/ink-toolbar.tsx';
import type { InkStyle } from '../../ink/ink-pen.ts';
import { loadSettings } from '../../recorder/recorder-settings.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { recorder, UNDO_MS } from '../../recorder/recorder.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DeliveryLine } from './delivery-line.tsx';
import { FloatingWindow, useFloatingWindow } from './floating-controls.tsx';
import { SOUND_WARNINGS } from './microphone-check.tsx';
import { useRecorderKeys } from './recorder-keys.ts';
import { CameraControls, MainControls, SoundControls, TakeControls } from './recording-controls.tsx';
import { RecordingStage } from './recording-stage.tsx';
import { SpeakerNotes } from './speaker-notes.tsx';
import { PromptNotes } from '../series/prompt-notes.tsx';

/** While it is armed, counted down, recorded and paused. */
export function RecordingView({ state }: { state: RecorderState }) {
  const [ink, setInk] = useState<InkStyle>(DEFAULT_INK);
  const [isDrawing, setDrawing] = useState(false);
  const [notes] = useState(() => loadSettings().notes);
  const [hasNotes, setHasNotes] = useState(notes.trim() !== '');
  const toggleDrawing = useCallback(() => setDrawing((is) => !is), []);
  const { canFloat, floating, open, close } = useFloatingWindow();
  useRecorderKeys(window, toggleDrawing);
  const canCompose = state.abilities?.hasCamera && state.abilities.hasScreen;
  const stage = <RecordingStage state={state} ink={isDrawing ? ink : null} />;
  const speakerNotes = hasNotes && (
    <SpeakerNotes text={notes} isScrolling={state.phase === 'recording'} onClose={() => setHasNotes(false)} />
  );
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 px-4 py-6">
      {!floating && <PromptNotes state={state} />}
      {stage}
      <div className="mx-auto flex w-full flex-wrap items-center justify-center gap-2 rounded-2xl border border-line bg-raised p-3 shadow-float">
        <MainControls state={state} />
        <TakeControls state={state} isDrawing={isDrawing} onDraw={toggleDrawing} />
        {canCompose && <CameraControls layout={state.layout} onChange={(next) => recorder.setLayout(next)} />}
        {canFloat && !floating && (
          <IconButton label="Float the controls over other windows" onClick={open}>
            <PictureInPicture2 className="size-4.5" />
          </IconButton>
        )}
        {notes.trim() && !hasNotes && (
          <IconButton label="Show the notes" onClick={() => setHasNotes(true)}>
            <NotebookText className="size-4.5" />
          </IconButton>
        )}
        {state.upload?.link && !state.request && <CopyButton text={state.upload.link.url} />}
      </div>
      {isDrawing && (
        <div className="mx-auto rounded-xl border border-line bg-raised p-1.5">
          <InkToolbar style={ink} onChange={setInk} />
        </div>
      )}
      <Messages state={state} />
      <div className="mx-auto flex w-full max-w-4xl flex-wrap items-start justify-between gap-4">
        <DeliveryLine upload={state.upload} isRecording />
        <SoundControls state={state} />
      </div>
      {!floating && speakerNotes}
      {floating && (
        <FloatingWindow view={floating}>
          <Floating
            state={state}
            view={floating}
            isDrawing={isDrawing}
            onDraw={toggleDrawing}
            onClose={close}
            ink={ink}
            setInk={setInk}
          />
          <PromptNotes state={state} isSmall />
          {speakerNotes}
        </FloatingWindow>
      )}
    </div>
  );
}

function Floating(props: {
  state: RecorderState;
  view: Window;
  isDrawing: boolean;
  onDraw: () => void;
  onClose: () => void;
  ink: InkStyle;
  setInk: (style: InkStyle) => void;
}) {
  const { state } = props;
  useRecorderKeys(props.view, props.onDraw);
  return (
    <>
      <div className="min-h-0 flex-1">
        <RecordingStage state={state} ink={props.isDrawing ? props.ink : null} />
      </div>
      <div className="flex flex-wrap items-center justify-center gap-1.5">
        <MainControls state={state} isSmall />
        <TakeControls state={state} isDrawing={props.isDrawing} onDraw={props.onDraw} isSmall />
        {props.isDrawing ? (
          <InkToolbar style={props.ink} onChange={props.setInk} isSmall />
        ) : (
          state.abilities?.hasCamera &&
          state.abilities.hasScreen && (
            <CameraControls layout={state.layout} onChange={(next) => recorder.setLayout(next)} />
          )
        )}
      </div>
      <Messages state={state} />
    </>
  );
}

/** What the person should know now. */
function Messages({ state }: { state: RecorderState }) {
  const { abilities, notice, soundWarning } = state;
  const isShareless = abilities && !abilities.worksHidden && abilities.hasScreen;
  return (
    <div className="mx-auto w-full max-w-4xl space-y-2 empty:hidden" aria-live="polite">
      {soundWarning && (
        <p className="rounded-lg bg-warn-soft px-3 py-2 text-ui text-warn">{SOUND_WARNINGS[soundWarning]}</p>
      )}
      {notice && (
        <p className="flex items-center gap-3 rounded-lg bg-accent-soft px-3 py-1.5 text-ui">
          <span className="flex-1">{notice}</span>
          <IconButton label="Dismiss" onClick={() => recorder.dismissNotice()}>
            <X className="size-4" />
          </IconButton>
        </p>
      )}
      {isShareless && (
        <p className="text-[0.8125rem] text-dim">
          In this browser keep the Playhead tab visible (in a window of its own): hidden tabs are slowed down.
        </p>
      )}
      {abilities && !abilities.isLive && (
        <p className="text-[0.8125rem] text-dim">
          This browser can’t make live segments: the link plays once the recording was processed.
        </p>
      )}
    </div>
  );
}

/** Thrown away: half a minute to think again. */
export function DiscardedView({ state }: { state: RecorderState }) {
  const { undoUntil } = state;
  const [left, setLeft] = useState(UNDO_MS / 1000);
  useEffect(() => {
    const timer = setInterval(
      () => setLeft(Math.max(0, Math.ceil(((undoUntil ?? 0) - Date.now()) / 1000))),
      250,
    );
    return () => clearInterval(timer);
  }, [undoUntil]);
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-24 text-center">
      <h1 className="text-2xl font-semibold tracking-tight">Thrown away</h1>
      <p className="numbers mt-2 text-ui text-dim" role="timer">
        It is gone for good in {left} s.
      </p>
      <div className="mt-6 flex gap-2">
        <Button look="primary" onClick={() => recorder.undoDiscard()}>
          Undo
        </Button>
        <Button look="quiet" onClick={() => recorder.expireDiscard()}>
          Record anew
        </Button>
      </div>
    </div>
  );
}
