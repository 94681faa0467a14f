import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** An SMTP server on loopback that keeps what it is sent. */
export interface MailServer extends AsyncDisposable {
  url: string;
  /** As they came: headers, an empty line, the body. */
  mails: { to: string[]; raw: string }[];
  /** How many connections were opened. */
  connections(): number;
  /** Refuses recipients with this from now on; null takes everything. */
  refuse(code: number | null): void;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  let connections = 0;
  let code: number | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect(_session, done) {
      connections++;
      done();
    },
    onRcptTo(_address, _session, done) {
      if (code === null) return done();
      const error = Object.assign(new Error('not here'), { responseCode: code });
      done(error);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, raw: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    connections: () => connections,
    refuse: (next) => (code = next),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
