import { useCallback, useEffect, useRef, useState } from 'react';
import { errorText } from '../../api/api-error.ts';
import { openMicrophone, type SoundProcessing } from '../../recorder/capture/capture.ts';
import { SoundMix, type SoundLevels } from '../../recorder/sound/sound-mix.ts';
import { SoundWatch, type SoundWarning } from '../../recorder/sound/sound-watch.ts';
import { LevelMeter } from './level-meter.tsx';

const SILENT: SoundLevels = { loudness: 0, peak: 0 };

export const SOUND_WARNINGS: Record<Exclude<SoundWarning, null>, string> = {
  silent: 'Your microphone is silent. Is it muted, or is another one meant?',
  clipping: 'Too loud: the sound is cut off. Turn the microphone down, or move away from it.',
};

/** The live level of a microphone before recording: people see that they will be heard. */
export function MicrophoneCheck(props: {
  microphoneId: string;
  processing: SoundProcessing;
  gain: number;
  onAllowed: () => void;
}) {
  const { microphoneId, processing, gain, onAllowed } = props;
  const { echoCancellation, noiseSuppression, autoGainControl } = processing;
  const mix = useRef<SoundMix | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [warning, setWarning] = useState<SoundWarning>(null);
  const levels = useCallback(() => mix.current?.levels('microphone') ?? SILENT, []);
  useEffect(() => {
    let track: MediaStreamTrack | null = null;
    let isGone = false;
    const watch = new SoundWatch();
    const timer = setInterval(() => {
      if (mix.current) setWarning(watch.judge(levels().peak, performance.now()));
    }, 250);
    async function listen(): Promise<void> {
      track = await openMicrophone(microphoneId, { echoCancellation, noiseSuppression, autoGainControl });
      const opened = await SoundMix.open(track);
      if (isGone) {
        opened.close();
        return track?.stop();
      }
      opened.setSource('microphone', track);
      mix.current = opened;
      setProblem(null);
      onAllowed();
    }
    listen().catch((error: unknown) => setProblem(errorText(error).message));
    return () => {
      isGone = true;
      clearInterval(timer);
      mix.current?.close();
      mix.current = null;
      track?.stop();
    };
  }, [microphoneId, echoCancellation, noiseSuppression, autoGainControl, onAllowed, levels]);
  useEffect(() => mix.current?.setGain('microphone', gain), [gain]);
  if (problem) return <p className="text-[0.8125rem] text-warn">{problem}</p>;
  return (
    <>
      <LevelMeter levels={levels} label="Microphone level" />
      {warning && (
        <p role="status" className="mt-1.5 text-[0.8125rem] text-warn">
          {SOUND_WARNINGS[warning]}
        </p>
      )}
    </>
  );
}
