import { useEffect, useState } from 'react';
import type { NewDevice } from '#shared/channels.ts';
import type { DeviceId } from '#shared/ids.ts';
import { api } from '../../api/client.ts';

/**
 * Of this browser: unsupported (it knows no pushes, or the page is not on https), denied (only its own settings change that), off, on.
 */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

export function isPushSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Where this browser's subscription goes, or null. */
async function currentEndpoint(): Promise<string | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription())?.endpoint ?? null;
}

/** What this browser has, as it says itself; null until it has said so. */
export function useThisBrowser(): {
  state: PushState | null;
  endpoint: string | null;
  refresh: () => Promise<void>;
} {
  const [found, setFound] = useState<{ state: PushState | null; endpoint: string | null }>({
    state: null,
    endpoint: null,
  });
  const refresh = async () => setFound(await look());
  useEffect(() => {
    let isHere = true;
    void look().then((seen) => isHere && setFound(seen));
    return () => {
      isHere = false;
    };
  }, []);
  return { ...found, refresh };
}

async function look(): Promise<{ state: PushState; endpoint: string | null }> {
  if (!isPushSupported()) return { state: 'unsupported', endpoint: null };
  if (Notification.permission === 'denied') return { state: 'denied', endpoint: null };
  const endpoint = await currentEndpoint().catch(() => null);
  return { state: endpoint === null ? 'off' : 'on', endpoint };
}

/** Asks the person, then the browser. Null where the person said no. Throws where the browser can't. */
export async function subscribe(pushKey: string): Promise<NewDevice | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  await navigator.serviceWorker.register('/sw.js', { scope: '/' });
  const registration = await navigator.serviceWorker.ready;
  const before = await registration.pushManager.getSubscription();
  // A subscription made for another key, such as of an installation before this one, can't be used.
  await before?.unsubscribe();
  const made = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: pushKey,
  });
  const { endpoint, keys } = made.toJSON();
  if (!endpoint || !keys?.['p256dh'] || !keys['auth'])
    throw new Error('The browser gave no address for pushes.');
  return {
    endpoint,
    keys: { p256dh: keys['p256dh'], auth: keys['auth'] },
    name: browserName(navigator.userAgent),
  };
}

export async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** “Firefox on Linux”: enough to know it again in a list. */
export function browserName(agent: string): string {
  const browser = (
    [
      [/Edg\//, 'Edge'],
      [/OPR\//, 'Opera'],
      [/Firefox\//, 'Firefox'],
      [/Chrome\//, 'Chrome'],
      [/Safari\//, 'Safari'],
    ] as const
  ).find(([pattern]) => pattern.test(agent));
  const system = (
    [
      [/iPhone|iPad/, 'iOS'],
      [/Android/, 'Android'],
      [/Windows/, 'Windows'],
      [/Mac OS X/, 'macOS'],
      [/Linux/, 'Linux'],
    ] as const
  ).find(([pattern]) => pattern.test(agent));
  return `${browser?.[1] ?? 'A browser'} on ${system?.[1] ?? 'a computer'}`;
}

const STORED = 'playhead.device';

/** Which of my devices this browser is: the server does not tell the address, which is a secret. */
export function rememberDevice(endpoint: string, id: string): void {
  localStorage.setItem(STORED, JSON.stringify({ endpoint, id }));
}

export function rememberedDevice(endpoint: string | null): string | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? 'null');
    const isOurs = typeof stored === 'object' && stored !== null && 'endpoint' in stored && 'id' in stored;
    return isOurs && stored.endpoint === endpoint && typeof stored.id === 'string' ? stored.id : null;
  } catch {
    return null;
  }
}

/** Ends pushes to this browser, where it gets any: before somebody signs out. */
export async function leaveDevice(): Promise<void> {
  if (!isPushSupported()) return;
  const id = rememberedDevice(await currentEndpoint());
  if (id === null) return;
  localStorage.removeItem(STORED);
  await unsubscribe();
  await api.channels.removeDevice({ id: id as DeviceId });
}
