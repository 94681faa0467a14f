import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchOutside, postOutside, type OutsideLimits, type Resolve } from './fetch-outside.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A server on loopback; answers its port and counts who came. */
async function serve(listener: RequestListener) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.headers.host} ${request.url}`);
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

const limits: OutsideLimits = { maxBytes: 1024, timeoutMs: 5000, maxRedirects: 3, privateHosts: [] };
const trusted: OutsideLimits = { ...limits, privateHosts: ['127.0.0.1'] };
/** Answers every name with these. */
const names =
  (...addresses: string[]): Resolve =>
  (_host, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );

describe('the installation’s own network', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00::1]/',
  ])('is out of reach by %s', async (address) => {
    const { port, seen } = await serve((_, response) => response.end('secret'));
    await expect(fetchOutside(address.replace('PORT', String(port)), limits)).rejects.toThrow(
      'not on the public internet',
    );
    expect(seen).toEqual([]);
  });

  it('is out of reach by a name with one private address among public ones', async () => {
    const { port, seen } = await serve((_, response) => response.end('secret'));
    const resolve = names('93.184.216.34', '127.0.0.1');
    await expect(fetchOutside(`http://two.example:${port}/`, { ...limits, resolve })).rejects.toThrow(
      'two.example is not on the public internet',
    );
    expect(seen).toEqual([]);
  });

  it('is out of reach by a name that changes its mind: it is asked once, and that address is used', async () => {
    const { port, seen } = await serve((_, response) => response.end('as checked'));
    let asked = 0;
    const rebinding: Resolve = (_host, answer) => {
      asked++;
      answer(null, [{ address: asked === 1 ? '127.0.0.1' : '::1', family: asked === 1 ? 4 : 6 }]);
    };
    const rules = { ...limits, privateHosts: ['rebind.example'], resolve: rebinding };
    expect(String(await fetchOutside(`http://rebind.example:${port}/`, rules))).toBe('as checked');
    expect([asked, seen]).toEqual([1, [`rebind.example:${port} /`]]);
  });

  it('is out of reach by a redirect, also from a server that may be private', async () => {
    const inner = await serve((_, response) => response.end('secret'));
    const outer = await serve((_, response) => {
      response.writeHead(302, { location: `http://localhost:${inner.port}/` }).end();
    });
    await expect(fetchOutside(`http://127.0.0.1:${outer.port}/`, trusted)).rejects.toThrow(
      'localhost is not on the public internet',
    );
    expect([outer.seen.length, inner.seen.length]).toEqual([1, 0]);
  });

  it.each(['ftp://example.com/a.ics', 'file:///etc/passwd', 'data:text/plain,x', 'gopher://x', 'x'])(
    'and other protocols: %s',
    (address) => expect(fetchOutside(address, limits)).rejects.toThrow('begin with https://'),
  );
});

describe('a server that may be reached', () => {
  it('is followed through three redirects, not four', async () => {
    const { port } = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` }).end();
      else response.end('BEGIN:VCALENDAR');
    });
    expect(String(await fetchOutside(`http://127.0.0.1:${port}/3`, trusted))).toBe('BEGIN:VCALENDAR');
    await expect(fetchOutside(`http://127.0.0.1:${port}/4`, trusted)).rejects.toThrow('more than 3 times');
  });

  it('is believed a size, and no more', async () => {
    const { port } = await serve((request, response) => {
      response.end('x'.repeat(request.url === '/fits' ? 1024 : 1025));
    });
    expect((await fetchOutside(`http://127.0.0.1:${port}/fits`, trusted)).byteLength).toBe(1024);
    await expect(fetchOutside(`http://127.0.0.1:${port}/`, trusted)).rejects.toThrow('larger than');
  });

  it('can’t send a bomb', async () => {
    const { port } = await serve((_, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(1_000_000)));
    });
    await expect(fetchOutside(`http://127.0.0.1:${port}/`, trusted)).rejects.toThrow('compressed');
  });

  it('is not waited for longer than said, neither silent nor slow', async () => {
    const { port } = await serve((request, response) => {
      if (request.url === '/slow') response.write('x');
    });
    for (const path of ['silent', 'slow'])
      await expect(
        fetchOutside(`http://127.0.0.1:${port}/${path}`, { ...trusted, timeoutMs: 300 }),
      ).rejects.toThrow('took longer than 0.3 seconds');
  });

  it.each([
    [401, 'did not let us in (401)'],
    [404, 'nothing at this address (404)'],
    [500, 'answered with an error (500)'],
    [304, 'answered with an error (304)'],
  ])('that answers %i is explained', async (status, sentence) => {
    const { port } = await serve((_, response) => response.writeHead(status).end());
    await expect(fetchOutside(`http://127.0.0.1:${port}/`, trusted)).rejects.toThrow(sentence);
  });

  it('that is not there is explained', async () => {
    const { port } = await serve(() => undefined);
    for (const close of open.splice(0)) close();
    await expect(fetchOutside(`http://127.0.0.1:${port}/`, trusted)).rejects.toThrow('refused');
  });

  it('is left at once when the work is called off', async () => {
    const { port } = await serve(() => undefined);
    const stop = new AbortController();
    const work = fetchOutside(`http://127.0.0.1:${port}/`, { ...trusted, signal: stop.signal });
    stop.abort(new Error('shutting down'));
    await expect(work).rejects.toThrow('shutting down');
  });
});

describe('a post', () => {
  const message = {
    headers: { 'content-type': 'text/plain', 'content-length': 5 },
    body: Buffer.from('words'),
  };

  it('brings its words, and back the status with the begin of the answer', async () => {
    const bodies: string[] = [];
    const { port } = await serve(async (request, response) => {
      for await (const chunk of request) bodies.push(`${request.method} ${String(chunk)}`);
      response.writeHead(202).end('x'.repeat(5000));
    });
    const answer = await postOutside(`http://127.0.0.1:${port}/`, message, trusted);
    expect([answer.status, answer.text.length, bodies]).toEqual([202, 1024, ['POST words']]);
  });

  it('is led on to nowhere', async () => {
    const inner = await serve((_, response) => response.end('secret'));
    const { port } = await serve((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${inner.port}/` }).end();
    });
    expect((await postOutside(`http://127.0.0.1:${port}/`, message, trusted)).status).toBe(307);
    expect(inner.seen).toEqual([]);
  });

  it('stays outside, and waits no longer than said', async () => {
    const { port, seen } = await serve(() => undefined);
    await expect(postOutside(`http://localhost:${port}/`, message, limits)).rejects.toThrow(
      'not on the public internet',
    );
    expect(seen).toEqual([]);
    const slow = postOutside(`http://127.0.0.1:${port}/`, message, { ...trusted, timeoutMs: 300 });
    await expect(slow).rejects.toThrow('took longer than 0.3 seconds');
  });
});
