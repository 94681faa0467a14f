import { useEffect, useState } from 'react';
import { mixAudio, type AudioMix } from '../../recorder/audio-mix.ts';
import { LevelMeter } from './level-meter.tsx';

const silent = () => 0;

/** The live level of a microphone before recording: people see that they will be heard. */
export function MicrophoneCheck({
  microphoneId,
  onAllowed,
}: {
  microphoneId: string;
  onAllowed: () => void;
}) {
  const [mix, setMix] = useState<AudioMix | null>(null);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let made: AudioMix | null = null;
    let isGone = false;
    navigator.mediaDevices
      .getUserMedia({ audio: microphoneId ? { deviceId: { ideal: microphoneId } } : true })
      .then(async (found) => {
        stream = found;
        made = await mixAudio(found.getAudioTracks()[0] ?? null, null);
        if (isGone) return stop();
        setMix(made);
        setRefused(false);
        onAllowed();
      })
      .catch(() => setRefused(true));
    function stop(): void {
      made?.stop();
      for (const track of stream?.getTracks() ?? []) track.stop();
    }
    return () => {
      isGone = true;
      setMix(null);
      stop();
    };
  }, [microphoneId, onAllowed]);
  if (isRefused)
    return (
      <p className="text-[0.8125rem] text-warn">
        The microphone is not allowed or missing. Allow it beside the address, or choose “No microphone”.
      </p>
    );
  return <LevelMeter level={mix?.level ?? silent} label="Microphone level" />;
}
