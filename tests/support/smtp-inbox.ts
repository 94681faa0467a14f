import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface SmtpInbox extends AsyncDisposable {
  url: string;
  /** How many mails each address has got. */
  counts: ReadonlyMap<string, number>;
  /** What was received, whole, oldest first. */
  mails: readonly { to: string; text: string }[];
}

export interface SmtpManners {
  /** How long it takes for each mail, as those in the world do. */
  delayMs?: () => number;
  /** What it answers to a recipient instead of taking them, such as 550. */
  refuses?: () => number | null;
  /** Takes the mail, and breaks off before it says so. */
  breaksOff?: () => boolean;
  port?: number;
}

/** A mail server on this machine that takes everything, unless told otherwise. */
export async function startSmtpInbox(options: SmtpManners = {}): Promise<SmtpInbox> {
  const counts = new Map<string, number>();
  const mails: { to: string; text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onRcptTo(_address, _session, callback) {
      const responseCode = options.refuses?.() ?? null;
      callback(responseCode === null ? null : Object.assign(new Error('no such mailbox'), { responseCode }));
    },
    onData(stream, session, callback) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        // Kept before the answer: as with every mail server, who dies now has sent it and does not know.
        for (const { address } of session.envelope.rcptTo) {
          counts.set(address, (counts.get(address) ?? 0) + 1);
          mails.push({ to: address, text });
        }
        if (options.breaksOff?.()) {
          for (const connection of server.connections) (connection as { _socket: Socket })._socket.destroy();
          return;
        }
        setTimeout(() => callback(), options.delayMs?.() ?? 0);
      });
    },
  });
  // A client that is killed breaks its connection off.
  server.on('error', () => undefined);
  const listening = server.listen(options.port ?? 0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    counts,
    mails,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
