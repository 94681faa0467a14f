import { createTransport, type SendMailOptions } from 'nodemailer';
import { PermanentJobError } from '#server/queue/queue.ts';

/** Sends mails by SMTP. Its connections are kept and used again; one per process. */
export interface MailTransport extends AsyncDisposable {
  /** Throws `PermanentJobError` where the server will never take this mail, or this address. */
  send(mail: SendMailOptions): Promise<void>;
}

const PATIENCE = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 45_000 };

/** A connection that closed in the middle of a mail may have brought it: sending it again is not the pool's to decide. */
const ONCE = { maxRequeues: 0, idleTimeout: 5000 };

/** Connects on the first mail. Null where there is no SMTP server: mails are files then. */
export function openMailTransport(smtpUrl: string | null): MailTransport {
  const pool =
    smtpUrl === null
      ? null
      : createTransport({
          url: smtpUrl,
          pool: true,
          maxConnections: 3,
          maxMessages: 100,
          ...PATIENCE,
          ...ONCE,
        });
  return {
    async send(mail) {
      if (!pool) throw new Error('a mail was to be sent without SMTP_URL');
      try {
        await pool.sendMail(mail);
      } catch (error) {
        if (isRefused(error)) throw new PermanentJobError(`the mail server refuses it: ${messageOf(error)}`);
        throw error;
      }
    },
    [Symbol.asyncDispose]: async () => pool?.close(),
  };
}

/** 5xx for the envelope or the content is for good; a refused login or 4xx is not. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('responseCode' in error)) return false;
  const isAboutTheMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  return isAboutTheMail && Number(error.responseCode) >= 500;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
