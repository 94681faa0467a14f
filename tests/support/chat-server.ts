import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A chat with incoming webhooks, on loopback. */
export interface ChatServer extends AsyncDisposable {
  origin: string;
  posts: {
    path: string;
    headers: NodeJS.Dict<string | string[]>;
    body: { text: string; blocks: unknown[] };
  }[];
  /** By path; 200 where there is none. */
  answers: Map<string, number>;
}

export async function startChatServer(): Promise<ChatServer> {
  const posts: ChatServer['posts'] = [];
  const answers = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as ChatServer['posts'][number]['body'];
      posts.push({ path, headers: request.headers, body });
      const status = answers.get(path) ?? 200;
      response.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end('ok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    answers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
