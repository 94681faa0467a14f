import { useCallback, useEffect, useState } from 'react';
import { captureAbilities, listDevices } from '../../recorder/capture/capture.ts';
import { prepareRecorder } from '../../recorder/prepare-recorder.ts';

type Devices = Awaited<ReturnType<typeof listDevices>>;

/** Microphones and cameras as they come and go, with names once one was allowed; the recorder is made ready meanwhile. */
export function useDevices(): Devices & { refresh: () => void } {
  const [devices, setDevices] = useState<Devices>({ cameras: [], microphones: [] });
  const refresh = useCallback(() => void listDevices().then(setDevices), []);
  useEffect(() => prepareRecorder(), []);
  useEffect(() => {
    refresh();
    if (!captureAbilities().canCapture) return undefined;
    navigator.mediaDevices.addEventListener('devicechange', refresh);
    return () => navigator.mediaDevices.removeEventListener('devicechange', refresh);
  }, [refresh]);
  return { ...devices, refresh };
}
