import { useEffect, useRef, useState } from 'react';
import { errorText } from '../../api/api-error.ts';
import { openCamera, openMicrophone } from '../../recorder/capture/capture.ts';
import type { RecorderSettings } from '../../recorder/recorder-settings.ts';
import { SoundMix } from '../../recorder/sound/sound-mix.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

const TEST_MS = 5000;

/** Five seconds of camera and microphone, played back at once; nothing of it leaves the device. */
export function TestRecording({ settings }: { settings: RecorderSettings }) {
  const [url, setUrl] = useState<string | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const tracks = useRef<MediaStreamTrack[]>([]);
  const [live, setLive] = useState<MediaStream | null>(null);
  const release = () => {
    for (const track of tracks.current) track.stop();
    tracks.current = [];
    setLive(null);
  };
  useEffect(() => release, []);
  async function record(): Promise<void> {
    setError(null);
    let mix: SoundMix | null = null;
    try {
      const { mode, microphoneId, processing, microphoneGain } = settings;
      const camera = mode === 'screen' ? null : await openCamera(settings);
      if (camera) tracks.current.push(camera);
      const microphone = microphoneId === null ? null : await openMicrophone(microphoneId, processing);
      if (microphone) tracks.current.push(microphone);
      if (microphone) {
        mix = await SoundMix.open(microphone);
        mix.setSource('microphone', microphone);
        mix.setGain('microphone', microphoneGain);
      }
      const stream = new MediaStream([...(camera ? [camera] : []), ...(mix ? [mix.track()] : [])]);
      setLive(stream);
      const recorder = new MediaRecorder(stream);
      const parts: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
      const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
      recorder.start();
      for (let ms = TEST_MS; ms > 0; ms -= 1000) {
        setLeft(ms / 1000);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      recorder.stop();
      await stopped;
      setUrl(URL.createObjectURL(new Blob(parts, { type: recorder.mimeType })));
    } catch (problem) {
      setError(errorText(problem).message);
    } finally {
      mix?.close();
      release();
      setLeft(null);
    }
  }
  function close(): void {
    if (url) URL.revokeObjectURL(url);
    setUrl(null);
    setError(null);
  }
  const hasNothing = settings.mode === 'screen' && settings.microphoneId === null;
  return (
    <>
      <Button disabled={hasNothing || left !== null} onClick={() => void record()}>
        Test for 5 seconds
      </Button>
      <Dialog
        isOpen={left !== null || url !== null || error !== null}
        onClose={close}
        title={
          left === null
            ? error
              ? 'The test did not work'
              : 'Is this how you want to be?'
            : `Testing… ${left}`
        }
        description={left === null ? undefined : 'Say something. It is played back to you, and not uploaded.'}
      >
        {error && <p className="text-ui text-danger">{error}</p>}
        {live && <LiveVideo stream={live} />}
        {url && (
          // oxlint-disable-next-line jsx-a11y/media-has-caption -- one's own voice, five seconds ago
          <video
            src={url}
            controls
            autoPlay
            playsInline
            className="aspect-video w-full rounded-lg bg-black"
          />
        )}
        {left === null && (
          <div className="mt-4 flex justify-end gap-2">
            <Button
              onClick={() => {
                close();
                void record();
              }}
            >
              Once more
            </Button>
            <Button look="primary" onClick={close}>
              Good
            </Button>
          </div>
        )}
      </Dialog>
    </>
  );
}

function LiveVideo({ stream }: { stream: MediaStream }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      muted
      autoPlay
      playsInline
      className="aspect-video w-full -scale-x-100 rounded-lg bg-black"
    />
  );
}
