import { oc } from '@orpc/contract';
import * as z from 'zod';
import { DeviceId, Done, Instant } from './ids.ts';
import { WEEKDAYS } from './people-time.ts';

/** What can be switched off, by channel. The inbox keeps everything, whatever is chosen here. */
export const CHANNEL_CATEGORIES = ['asks', 'urgent', 'updates', 'reports'] as const;
export const Channel = z.enum(['email', 'push']);
export type Channel = z.infer<typeof Channel>;
export const ChannelCategory = z
  .enum(CHANNEL_CATEGORIES)
  .describe(
    '`asks`: asks to me and reminders of them. `urgent`: what somebody marked as urgent. `updates`: everything else, bundled. `reports`: how asks of mine stand.',
  );
export type ChannelCategory = z.infer<typeof ChannelCategory>;

const Switches = z.object({
  asks: z.boolean(),
  urgent: z.boolean(),
  updates: z.boolean(),
  reports: z.boolean(),
});

export const Digest = z.object({
  cadence: z.enum(['off', 'daily', 'weekly']),
  weekday: z.enum(WEEKDAYS).describe('Of the weekly digest; the next working day where it is a day off.'),
});
export type Digest = z.infer<typeof Digest>;

export const Device = z.object({
  id: DeviceId,
  name: z.string().describe('As the browser calls itself, such as “Firefox on Linux”.'),
  host: z.string().describe('Of the push service.'),
  createdAt: Instant,
  lastPushAt: Instant.nullable(),
});
export type Device = z.infer<typeof Device>;

export const MyChannels = z.object({
  email: Switches,
  push: Switches,
  digest: Digest,
  nextDigestAt: Instant.nullable().describe('When the next digest is due; null without one.'),
  devices: z.array(Device).describe('Browsers that get pushes, newest first.'),
  pushKey: z.string().describe('Public VAPID key (base64url) that a browser subscribes with.'),
});
export type MyChannels = z.infer<typeof MyChannels>;

const base64url = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+={0,2}$/, 'must be base64url')
    .max(most);

export const NewDevice = z.object({
  endpoint: z
    .url({ protocol: /^https$/, error: 'must be an address that begins with https://' })
    .max(1000)
    .describe('Of the push service, as `PushSubscription.endpoint` says.'),
  keys: z.object({ p256dh: base64url(120), auth: base64url(40) }),
  name: z.string().trim().min(1).max(80),
});
export type NewDevice = z.infer<typeof NewDevice>;

export const channelsContract = oc.tag('Channels').router({
  mine: oc
    .route({ method: 'GET', path: '/me/channels', summary: 'What reaches me by e-mail and push.' })
    .output(MyChannels),
  update: oc
    .route({
      method: 'PATCH',
      path: '/me/channels',
      summary: 'Switch kinds of e-mails and pushes on or off.',
    })
    .input(
      z.object({
        email: Switches.partial().optional(),
        push: Switches.partial().optional(),
        digest: Digest.optional(),
      }),
    )
    .output(MyChannels),
  addDevice: oc
    .route({ method: 'POST', path: '/me/devices', summary: 'Send pushes to this browser from now on.' })
    .input(NewDevice)
    .output(Device),
  removeDevice: oc
    .route({ method: 'DELETE', path: '/me/devices/{id}', summary: 'Send no more pushes to a browser.' })
    .input(z.object({ id: DeviceId }))
    .output(Done),
  testDevice: oc
    .route({ method: 'POST', path: '/me/devices/{id}/test', summary: 'Send a push to one browser now.' })
    .input(z.object({ id: DeviceId }))
    .output(Done),
});
