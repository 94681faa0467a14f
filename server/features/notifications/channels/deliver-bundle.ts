import type { AppContext } from '#server/context.ts';
import { pushToAll, type PushMessage } from '#server/features/channels/index.ts';
import { PermanentJobError } from '#server/queue/queue.ts';
import type { Channel } from '#shared/channels.ts';
import type { Bundle } from '../bundle.ts';
import { deliverMail, type Mail } from '../mail.ts';
import { bundleContent } from '../mails/bundle-content.ts';
import { dueLine, oneLine, webUrl, type MailContent } from '../mails/mail-content.ts';
import { mailText } from '../mails/mail-text.ts';

/**
 * Brings a bundle to its recipient. Whether they want it is asked before (`isChannelOn`). Throws on failure; `PermanentJobError` where
 * trying again can't help. Tried again, it has the same Message-ID, and takes the place of the same push.
 */
export async function bringBundle(ctx: AppContext, channel: Channel, bundle: Bundle): Promise<void> {
  if (channel === 'email') await deliverMail(ctx, await bundleMail(ctx, bundle));
  else await pushToAll(ctx, bundle.recipient.id, pushOf(bundle), urgencyOf(bundle));
}

/** The whole mail of a bundle. */
export async function bundleMail(ctx: AppContext, bundle: Bundle): Promise<Mail> {
  const { email } = bundle.recipient;
  if (!/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(email) || email.endsWith('.invalid'))
    throw new PermanentJobError('the recipient has no e-mail address');
  return mailOf(ctx, bundleContent(ctx.config, bundle), { to: email, id: bundle.deliveryId });
}

/** A mail of our kind, with what lets people and programs switch it off (RFC 8058). `id` is the same when it is sent again. */
export async function mailOf(
  ctx: AppContext,
  content: MailContent,
  { to, id }: { to: string; id: string },
): Promise<Mail> {
  const { mailHtml } = await import('../mails/mail-html.ts');
  const stop = content.stop && {
    'List-Unsubscribe': `<${content.stop.url}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  return {
    to,
    subject: content.subject,
    text: mailText(content),
    html: await mailHtml(content),
    headers: { 'Auto-Submitted': 'auto-generated', ...stop },
    messageId: `<${id.replaceAll(/[^\w.-]/g, '-')}@${new URL(ctx.config.http.publicUrl).hostname}>`,
  };
}

/** Small: the words are in the app. */
function pushOf({ deliveryId, items, kind, recipient }: Bundle): PushMessage {
  const [first] = items;
  if (!first) throw new Error(`the bundle ${deliveryId} is empty`);
  const due = first.dueAt && dueLine(first.dueAt, recipient.timeZone);
  const count = items.length;
  if (count === 1)
    return {
      title: oneLine(kind === 'reminder' ? `Reminder: ${first.title}` : first.title),
      body: [first.urgentReason, due, first.text].filter(Boolean).join('\n'),
      url: webUrl(first.url) ?? '/',
      tag: deliveryId,
    };
  const what = kind === 'reminder' ? 'asks wait for you' : 'updates';
  const [head] = items.map(({ title }) => title);
  return {
    title: `${count} ${what}`,
    body: `${oneLine(head ?? '')}\nand ${count - 1} more`,
    url: '/',
    tag: deliveryId,
  };
}

const urgencyOf = ({ kind }: Bundle) => ({
  urgency: kind === 'urgent' || kind === 'ask' ? ('high' as const) : ('normal' as const),
});
