import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface SmtpInbox extends AsyncDisposable {
  url: string;
  /** How many mails each address has got. */
  counts: ReadonlyMap<string, number>;
  /** What was received, whole, oldest first. */
  mails: readonly { to: string; text: string }[];
}

/** A mail server on this machine that takes everything; `delayMs` for each, as those in the world have. */
export async function startSmtpInbox(options: { delayMs?: () => number } = {}): Promise<SmtpInbox> {
  const counts = new Map<string, number>();
  const mails: { to: string; text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onData(stream, session, callback) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        // Kept before the answer: as with every mail server, who dies now has sent it and does not know.
        for (const { address } of session.envelope.rcptTo) {
          counts.set(address, (counts.get(address) ?? 0) + 1);
          mails.push({ to: address, text });
        }
        setTimeout(() => callback(), options.delayMs?.() ?? 0);
      });
    },
  });
  // A client that is killed breaks its connection off.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    counts,
    mails,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
