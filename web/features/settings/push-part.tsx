import { useState } from 'react';
import type { Device, MyChannels } from '#shared/channels.ts';
import { api } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Skeleton } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time.tsx';
import { showToast } from '../../ui/toast.tsx';
import {
  rememberDevice,
  rememberedDevice,
  subscribe,
  unsubscribe,
  useThisBrowser,
  type PushState,
} from './push-device.ts';
import { listClass, rowClass, Section } from './section.tsx';
import { askChannelsAgain, channelsFailed } from './use-channels.ts';

const SAYS: Record<PushState, { tone: 'neutral' | 'good' | 'warn'; word: string; text: string }> = {
  unsupported: {
    tone: 'neutral',
    word: 'Not possible here',
    text: 'This browser can’t show notifications of Playhead. On an iPhone or iPad, add Playhead to the home screen first. The address must begin with https://.',
  },
  denied: {
    tone: 'warn',
    word: 'Blocked',
    text: 'You have blocked notifications of this site. Click the icon beside the address, allow notifications, and reload this page.',
  },
  off: { tone: 'neutral', word: 'Off', text: 'Your browser will ask for your permission.' },
  on: { tone: 'good', word: 'On', text: 'What reaches you comes here too, also when Playhead is not open.' },
};

/** Pushes to this browser, and to the others that get them. */
export function PushPart({ channels }: { channels: MyChannels }) {
  const browser = useThisBrowser();
  const [busy, setBusy] = useState<'switch' | 'test' | null>(null);
  const id = rememberedDevice(browser.endpoint);
  const here = channels.devices.find((device) => device.id === id);
  // What the server has forgotten is off, whatever the browser says.
  const state = browser.state === 'on' && !here ? 'off' : browser.state;

  async function run(what: 'switch' | 'test', work: () => Promise<unknown>): Promise<void> {
    setBusy(what);
    await work().catch(channelsFailed);
    await Promise.all([browser.refresh(), askChannelsAgain()]);
    setBusy(null);
  }
  async function switchOn(): Promise<void> {
    const device = await subscribe(channels.pushKey);
    if (!device) return;
    rememberDevice(device.endpoint, (await api.channels.addDevice(device)).id);
    showToast('Notifications are on');
  }
  async function switchOff({ id: deviceId }: Device): Promise<void> {
    await api.channels.removeDevice({ id: deviceId });
    await unsubscribe();
  }
  async function test({ id: deviceId }: Device): Promise<void> {
    await api.channels.testDevice({ id: deviceId });
    showToast('Sent. It comes in a moment.');
  }

  return (
    <Section
      title="Notifications on this device"
      text="Short, with what it is about and a link, in your working hours."
    >
      {state === null ? (
        <Skeleton className="h-24" />
      ) : (
        <div className="rounded-xl border border-line bg-raised p-4 text-ui">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            This browser <Badge tone={SAYS[state].tone}>{SAYS[state].word}</Badge>
          </p>
          <p className="mt-1 max-w-prose text-dim" role="status">
            {SAYS[state].text}
          </p>
          {(state === 'off' || state === 'on') && (
            <div className="mt-3 flex flex-wrap gap-2">
              {state === 'off' || !here ? (
                <Button
                  look="primary"
                  isBusy={busy === 'switch'}
                  onClick={() => void run('switch', switchOn)}
                >
                  Switch on
                </Button>
              ) : (
                <>
                  <Button isBusy={busy === 'test'} onClick={() => void run('test', () => test(here))}>
                    Send me one
                  </Button>
                  <Button
                    look="danger"
                    isBusy={busy === 'switch'}
                    onClick={() => void run('switch', () => switchOff(here))}
                  >
                    Switch off
                  </Button>
                </>
              )}
            </div>
          )}
        </div>
      )}
      <OtherDevices devices={channels.devices.filter((device) => device !== here)} />
    </Section>
  );
}

function OtherDevices({ devices }: { devices: Device[] }) {
  if (devices.length === 0) return null;
  const remove = (id: Device['id']) =>
    void api.channels.removeDevice({ id }).then(askChannelsAgain, channelsFailed);
  return (
    <ul aria-label="Other devices" className={`${listClass} mt-3`}>
      {devices.map(({ id, name, host, createdAt, lastPushAt }) => (
        <li key={id} className={rowClass}>
          <div className="min-w-0 flex-1">
            <p className="font-medium">{name}</p>
            <p className="text-[0.8125rem] [overflow-wrap:anywhere] text-dim">
              {host} ·{' '}
              {lastPushAt ? (
                <>
                  last push <TimeAgo at={lastPushAt} />
                </>
              ) : (
                <>
                  switched on <TimeAgo at={createdAt} />
                </>
              )}
            </p>
          </div>
          <Button size="small" look="danger" aria-label={`Remove ${name}`} onClick={() => remove(id)}>
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}
