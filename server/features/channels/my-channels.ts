import type { VerbContext } from '#server/context.ts';
import { CHANNEL_CATEGORIES, type ChannelCategory, type Digest, type MyChannels } from '#shared/channels.ts';
import { loadSchedule } from '#server/features/people-time/index.ts';
import { instantOf } from '#server/time/wall-time.ts';
import { choicesOf, chooseDigest, digestChoiceOf, switchChannel } from './choices.ts';
import { listDevices } from './devices.ts';
import { nextDigest } from './digest-times.ts';
import { vapidKeys } from './server-keys.ts';

type Switches = Partial<Record<ChannelCategory, boolean | undefined>>;

/** What reaches me by which way. */
export async function getMyChannels(ctx: VerbContext): Promise<MyChannels> {
  const { userId, workspaceId } = ctx.actor;
  const [{ email, push }, digest, devices, { publicKey }, schedule] = await Promise.all([
    choicesOf(ctx.db, userId),
    digestChoiceOf(ctx.db, userId),
    listDevices(ctx.db, userId),
    vapidKeys(ctx),
    loadSchedule(ctx, { workspaceId, userId }),
  ]);
  const next = nextDigest(schedule, digest, instantOf(ctx.clock.now()));
  const nextDigestAt = next && new Date(next.at.epochMilliseconds).toISOString();
  return { email, push, digest, nextDigestAt, devices, pushKey: publicKey };
}

/** Changes what is given. */
export async function updateMyChannels(
  ctx: VerbContext,
  input: { email?: Switches | undefined; push?: Switches | undefined; digest?: Digest | undefined },
): Promise<MyChannels> {
  const { userId } = ctx.actor;
  await ctx.db.transaction(async (tx) => {
    for (const channel of ['email', 'push'] as const)
      for (const category of CHANNEL_CATEGORIES) {
        const isOn = input[channel]?.[category];
        if (isOn !== undefined) await switchChannel(tx, { userId, channel, category, isOn });
      }
    if (input.digest) await chooseDigest(tx, { userId, ...input.digest, chosenAt: ctx.clock.now() });
  });
  return getMyChannels(ctx);
}
