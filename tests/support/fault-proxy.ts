import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Fault =
  | { kind: 'pass' }
  /** An answer without the target having been asked. */
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  /** The connection breaks in the middle of the body. */
  | { kind: 'reset' }
  | { kind: 'delay'; ms: number };

export const PASS: Fault = { kind: 'pass' };

export interface Seen {
  method: string;
  path: string;
  body: string;
}

export interface FaultProxy extends AsyncDisposable {
  origin: string;
  /** Decides about each request. */
  fault: (request: { method: string; path: string }) => Fault;
  /** True: nobody is there; connections are cut off. */
  isDown: boolean;
  /** Bytes a second of each connection's upload; null: no limit. */
  bytesPerSecond: number | null;
  /** Requests with a JSON body that were passed on. */
  seen: Seen[];
  target: string;
}

/** A proxy on loopback that breaks what it is told to. It passes the Host header on, so that signatures stay good. */
export async function startFaultProxy(): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => void handle(request, response));
  server.on('connection', (socket) => {
    if (proxy.isDown) return socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let isDown = false;
  const proxy: FaultProxy = {
    origin: `http://localhost:${port}`,
    fault: () => PASS,
    get isDown() {
      return isDown;
    },
    set isDown(down) {
      isDown = down;
      if (down) for (const socket of sockets) socket.destroy();
    },
    bytesPerSecond: null,
    seen: [],
    target: '',
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const fault = proxy.fault({ method, path });
    if (fault.kind === 'status') {
      request.resume();
      response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers });
      return void response.end('a fault was injected');
    }
    if (fault.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    const isJson = request.headers['content-type']?.includes('json') === true;
    const chunks: Buffer[] = [];
    const out = forward(
      new URL(path, proxy.target),
      { method, headers: request.headers, setHost: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    out.on('error', () => response.destroy());
    request.on('error', () => out.destroy());
    response.on('close', () => out.destroy());
    let sent = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        if (fault.kind === 'reset' && (sent += chunk.length) > 8000) {
          out.destroy();
          return void request.socket.destroy();
        }
        if (isJson) chunks.push(chunk);
        if (!out.write(chunk)) await new Promise((resolve) => out.once('drain', resolve));
        if (proxy.bytesPerSecond !== null)
          await new Promise((resolve) =>
            setTimeout(resolve, (chunk.length * 1000) / (proxy.bytesPerSecond ?? 1)),
          );
      }
    } catch {
      return void out.destroy();
    }
    if (fault.kind === 'reset') return void request.socket.destroy();
    if (isJson) proxy.seen.push({ method, path, body: Buffer.concat(chunks).toString() });
    out.end();
  }
  return proxy;
}

interface Described {
  kind: string;
  index: number;
  md5: string;
}

/** MD5 of each segment that the recorder has asked signatures for, by `kind-index`: what its spool held. */
export function spooledHashes(proxy: FaultProxy): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const { path, body } of proxy.seen) {
    if (!/\/api\/recordings\/[^/]+\/sign$/.test(path)) continue;
    const { segments } = JSON.parse(body) as { segments: Described[] };
    for (const { kind, index, md5 } of segments) {
      const before = hashes.get(`${kind}-${index}`);
      if (before !== undefined && before !== md5)
        throw new Error(`${kind} ${index} was asked for with two hashes`);
      hashes.set(`${kind}-${index}`, md5);
    }
  }
  return hashes;
}
