import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import type { JobPayload } from '#server/queue/queue.ts';
import { oneLine } from './mails/mail-content.ts';

export type Mail = JobPayload<'send-mail'>;

/** Queues a mail in the transaction that it belongs to: no commit, no mail. */
export async function enqueueMail(tx: Transaction, ctx: AppContext, mail: Mail): Promise<void> {
  await ctx.queue.enqueue(tx, 'send-mail', mail);
}

/**
 * Sends a mail by SMTP; without `SMTP_URL` it becomes a readable file below `DATA_DIR/outbox`, with its HTML beside it. Throws
 * `PermanentJobError` where the mail server will never take it.
 */
export async function deliverMail(ctx: AppContext, mail: Mail): Promise<void> {
  const { smtpUrl, from } = ctx.config.mail;
  const subject = oneLine(mail.subject);
  const html = mail.html ?? (await plainHtml({ subject, text: mail.text }));
  // So that no vacation notice answers it (RFC 3834).
  const headers = { 'Auto-Submitted': 'auto-generated', ...mail.headers };
  const { to, text } = mail;
  if (smtpUrl === null) {
    await writeToOutbox(ctx, { to, subject, text, html, headers, messageId: mail.messageId }, from);
    return;
  }
  const id = mail.messageId === undefined ? {} : { messageId: mail.messageId };
  const closed = { disableFileAccess: true, disableUrlAccess: true };
  await ctx.mailTransport.send({ from, to, subject, text, html, headers, ...id, ...closed });
}

/** React is loaded with the first mail: servers, which only enqueue, never need it. */
async function plainHtml(mail: { subject: string; text: string }): Promise<string> {
  const { plainMailHtml } = await import('./mails/mail-html.ts');
  return plainMailHtml(mail);
}

async function writeToOutbox(ctx: AppContext, mail: Mail & { html: string }, from: string): Promise<void> {
  const folder = join(ctx.config.dataDir, 'outbox');
  await mkdir(folder, { recursive: true });
  const now = ctx.clock.now();
  const name = `${now.toISOString().replaceAll(/[:.]/g, '-')}-${mail.to.replaceAll(/[^\w@.-]/g, '_')}-${randomUUID().slice(0, 8)}`;
  const more = { ...(mail.messageId === undefined ? {} : { 'Message-ID': mail.messageId }), ...mail.headers };
  const lines = [
    ['Date', now.toUTCString()],
    ['From', from],
    ['To', mail.to],
    ['Subject', mail.subject],
    ...Object.entries(more),
  ].map(([header, value]) => `${header}: ${(value ?? '').replaceAll(/[\r\n]+/g, ' ')}`);
  // The text last: who finds it, finds the HTML too.
  await writeFile(join(folder, `${name}.html`), mail.html);
  const temp = join(folder, `.${name}`);
  await writeFile(temp, `${lines.join('\n')}\n\n${mail.text}`);
  await rename(temp, join(folder, `${name}.txt`));
}
