import { useCallback, useState } from 'react';
import type { InkStroke } from '#shared/ink.ts';
import { InkOverlay } from '../../ink/ink-overlay.tsx';
import type { InkStyle } from '../../ink/ink-pen.ts';
import { isUnderWay } from '../../recorder/recorder-machine.ts';
import type { RecorderState } from '../../recorder/recorder-state.ts';
import { recorder } from '../../recorder/recorder.ts';
import { Spinner } from '../../ui/button.tsx';
import { CameraHandle } from './camera-handle.tsx';
import { PreviewCanvas } from './preview-canvas.tsx';

/** The picture that is being recorded: the camera can be moved in it, and it can be drawn on. */
export function RecordingStage({ state, ink }: { state: RecorderState; ink: InkStyle | null }) {
  const { phase, picture, layout, abilities } = state;
  const [strokes, setStrokes] = useState<InkStroke[]>([]);
  const positionMs = useCallback(() => recorder.positionMs(), []);
  const { width, height } = picture ?? { width: 16, height: 9 };
  const canMoveCamera = abilities?.hasScreen && abilities.hasCamera && !ink && picture;
  return (
    <div
      data-stage
      style={{ aspectRatio: width / height, maxWidth: `calc(62dvh * ${width / height})` }}
      className="relative mx-auto w-full overflow-hidden rounded-xl bg-black"
    >
      {picture && <PreviewCanvas />}
      {canMoveCamera && (
        <CameraHandle layout={layout} picture={picture} onChange={(next) => recorder.setLayout(next)} />
      )}
      {picture && (
        <InkOverlay
          strokes={strokes}
          positionMs={positionMs}
          style={isUnderWay(phase) ? ink : null}
          onStroke={(stroke) => {
            const now = recorder.positionMs();
            setStrokes((all) => [...all.filter(({ endMs }) => endMs > now), stroke]);
            recorder.addStroke(stroke);
          }}
        />
      )}
      {phase === 'countdown' && state.countdown > 0 && (
        <div
          className="absolute inset-0 flex items-center justify-center bg-black/60 text-white"
          aria-live="assertive"
        >
          <span key={state.countdown} className="appear numbers text-8xl font-semibold">
            {state.countdown}
          </span>
        </div>
      )}
      {phase === 'arming' && (
        <div className="absolute inset-0 flex items-center justify-center gap-3 p-6 text-center text-ui text-white">
          <Spinner /> Choose what to share in the window of your browser
        </div>
      )}
      {(phase === 'paused' || phase === 'rewinding') && (
        <span className="absolute top-3 left-3 rounded-md bg-black/70 px-2 py-1 text-xs font-semibold text-white">
          {phase === 'paused' ? 'Paused' : 'Going back…'}
        </span>
      )}
    </div>
  );
}
