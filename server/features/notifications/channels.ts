import type { AppContext } from '#server/context.ts';
import { whyOf } from '#shared/notice-kinds.ts';
import type { Bundle, BundleItem } from './bundle.ts';
import { dueText } from './due-text.ts';
import { deliverMail, type Mail } from './mail.ts';
import { NotSentError, notSentOf } from './not-sent-error.ts';

export type Channel = 'email' | 'push';

/**
 * Hands a bundle over to whoever brings it. Throws `NotSentError` where it is certain that nothing left this house, which is tried
 * again; after any other error nobody knows whether it has arrived.
 */
export async function deliverBundle(ctx: AppContext, channel: Channel, bundle: Bundle): Promise<void> {
  if (channel === 'push')
    throw new NotSentError('This installation can’t send push messages. Switch them off.', { isFinal: true });
  try {
    await deliverMail(ctx, mailOf(ctx, bundle), { messageId: bundle.deliveryId });
  } catch (error) {
    throw notSentOf(error) ?? error;
  }
}

/** A bundle as a mail of plain text, with why each notice came. */
export function mailOf(ctx: Pick<AppContext, 'config'>, bundle: Bundle): Mail {
  const { items, recipient, workspace, kind } = bundle;
  const [first] = items;
  const title = items.length === 1 && first ? first.title : `${items.length} updates in ${workspace.name}`;
  const settings = `${ctx.config.http.publicUrl}/settings/notifications`;
  return {
    to: recipient.email,
    subject: kind === 'urgent' ? `Urgent: ${title}` : title,
    text: `${items.map((item) => itemText(item, recipient.timeZone)).join('\n— — —\n\n')}\n--\nWhat you are told, and how: ${settings}\n`,
  };
}

function itemText(item: BundleItem, timeZone: string): string {
  const due = item.dueAt ? `Please answer by ${dueText({ at: item.dueAt, timeZone })}.` : null;
  return [item.title, item.text, due, item.url, whyOf(item.kind, item)]
    .filter((part) => part !== null && part !== '')
    .map((part) => `${part}\n`)
    .join('\n');
}
