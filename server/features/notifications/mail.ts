import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { AppContext } from '#server/context.ts';
import type { Transaction } from '#server/db/connect.ts';
import type { JobPayload } from '#server/queue/queue.ts';

export type Mail = JobPayload<'send-mail'>;

/** A server that says nothing for so long is taken for dead, in ms. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Queues a mail in the transaction that it belongs to: no commit, no mail. */
export async function enqueueMail(tx: Transaction, ctx: AppContext, mail: Mail): Promise<void> {
  await ctx.queue.enqueue(tx, 'send-mail', mail);
}

/** Sends a mail by SMTP; without `SMTP_URL` it becomes a readable file below `DATA_DIR/outbox`. */
export async function deliverMail(
  ctx: AppContext,
  mail: Mail,
  { messageId }: { messageId?: string } = {},
): Promise<void> {
  const { smtpUrl, from } = ctx.config.mail;
  if (smtpUrl === null) {
    await writeToOutbox(ctx, mail, from);
    return;
  }
  const transport = createTransport({ url: smtpUrl, ...PATIENCE });
  try {
    const host = new URL(ctx.config.http.publicUrl).hostname;
    const id = messageId === undefined ? {} : { messageId: `<${messageId}@${host}>` };
    await transport.sendMail({ from, to: mail.to, subject: mail.subject, text: mail.text, ...id });
  } finally {
    transport.close();
  }
}

async function writeToOutbox(ctx: AppContext, mail: Mail, from: string): Promise<void> {
  const folder = join(ctx.config.dataDir, 'outbox');
  await mkdir(folder, { recursive: true });
  const now = ctx.clock.now();
  const name = `${now.toISOString().replaceAll(/[:.]/g, '-')}-${mail.to.replaceAll(/[^\w@.-]/g, '_')}-${randomUUID().slice(0, 8)}`;
  const oneLine = (text: string) => text.replaceAll(/[\r\n]+/g, ' ');
  const text = `Date: ${now.toUTCString()}\nFrom: ${oneLine(from)}\nTo: ${mail.to}\nSubject: ${oneLine(mail.subject)}\n\n${mail.text}`;
  const temp = join(folder, `.${name}`);
  await writeFile(temp, text);
  await rename(temp, join(folder, `${name}.txt`));
}
