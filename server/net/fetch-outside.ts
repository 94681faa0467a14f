import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Why an address could not be fetched: a sentence for the person who gave it. Of the other side it names the host, and quotes nothing. */
export class OutsideError extends Error {
  override name = 'OutsideError';
}

export interface OutsideLimits {
  maxBytes: number;
  /** For all together: name, redirects, body. */
  timeoutMs: number;
  maxRedirects: number;
  /** Names or addresses that may be private, because whoever runs the installation says so. */
  privateHosts: readonly string[];
  signal?: AbortSignal | undefined;
  /** Of names to addresses; the system's unless a test has its own. */
  resolve?: Resolve | undefined;
}

export type Resolve = (
  host: string,
  answer: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

const MB = 1024 ** 2;
const systemResolve: Resolve = (host, answer) => resolve(host, { all: true }, answer);

/**
 * Fetches what a person's address names, and can't be led into the installation's own network: http and https only, and every
 * address of the name must be public. The socket connects to the address that was checked, so that a name which changes its
 * answer in between (DNS rebinding) gains nothing; redirects are checked anew. Throws `OutsideError`.
 */
export async function fetchOutside(address: string, limits: OutsideLimits): Promise<Buffer> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = limits.signal ? AbortSignal.any([limits.signal, timeout]) : timeout;
  try {
    let url = address;
    for (let redirects = 0; redirects <= limits.maxRedirects; redirects++) {
      const answer = await ask(parseAddress(url), READING, limits, signal);
      const next = redirectOf(answer, url);
      if (next === null) return await readBody(answer, limits.maxBytes);
      answer.destroy();
      url = next;
    }
    throw new OutsideError(`The address led on to others more than ${limits.maxRedirects} times.`);
  } catch (error) {
    limits.signal?.throwIfAborted();
    if (timeout.aborted)
      throw new OutsideError(`The server took longer than ${limits.timeoutMs / 1000} seconds.`);
    throw asOutside(error);
  }
}

function parseAddress(text: string): URL {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new OutsideError('Only addresses that begin with https:// or http:// can be used.');
  return url;
}

const nameOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

interface Sending {
  method: 'GET' | 'POST';
  headers: Record<string, string | number>;
  body?: Buffer | undefined;
}

const READING: Sending = {
  method: 'GET',
  headers: { accept: 'text/calendar, text/plain', 'accept-encoding': 'identity' },
};

/**
 * Posts to what a person's address names, under the same rules. It is led on to nowhere: a redirect is an answer like any other.
 * Gives the status, and the begin of the body. Throws `OutsideError` where no answer came.
 */
export async function postOutside(
  address: string,
  message: { headers: Record<string, string | number>; body: Buffer },
  limits: Omit<OutsideLimits, 'maxRedirects'>,
): Promise<{ status: number; text: string }> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  const signal = limits.signal ? AbortSignal.any([limits.signal, timeout]) : timeout;
  try {
    const sending: Sending = { method: 'POST', ...message };
    const answer = await ask(parseAddress(address), sending, limits, signal);
    return { status: answer.statusCode ?? 0, text: await readBegin(answer, limits.maxBytes) };
  } catch (error) {
    limits.signal?.throwIfAborted();
    if (timeout.aborted)
      throw new OutsideError(`The server took longer than ${limits.timeoutMs / 1000} seconds.`);
    throw asOutside(error);
  }
}

async function readBegin(answer: IncomingMessage, maxBytes: number): Promise<string> {
  let text = Buffer.alloc(0);
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    text = Buffer.concat([text, chunk]);
    if (text.byteLength >= maxBytes) break;
  }
  answer.destroy();
  return text.subarray(0, maxBytes).toString('utf8');
}

function ask(
  url: URL,
  sending: Sending,
  limits: Omit<OutsideLimits, 'maxRedirects'>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const name = nameOf(url);
  const mayBePrivate = limits.privateHosts.includes(name);
  // An address instead of a name is not looked up at all.
  if (isIP(name) !== 0 && !mayBePrivate && !isPublicAddress(name)) throw privateAddress(name);
  const lookup: LookupFunction = (host, options, callback) => {
    (limits.resolve ?? systemResolve)(host, (error, addresses) => {
      const hidden = mayBePrivate ? undefined : addresses?.find((found) => !isPublicAddress(found.address));
      const [first] = addresses ?? [];
      if (error) callback(error, '');
      else if (hidden || !first) callback(privateAddress(host), '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
  return new Promise((done, failed) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const { method, headers, body } = sending;
    // No agent: a kept connection would be one that this call has not checked.
    const request = send(url, { method, agent: false, lookup, signal, headers, maxHeaderSize: 16_384 }, done);
    request.on('error', failed);
    request.end(body);
  });
}

/** Where the answer leads, or null where it is the answer itself. */
function redirectOf(answer: IncomingMessage, from: string): string | null {
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return null;
  const { location } = answer.headers;
  const isRedirect = [301, 302, 303, 307, 308].includes(status) && location !== undefined;
  const next = isRedirect ? URL.parse(location, from) : null;
  answer.on('error', () => undefined);
  if (next) return next.href;
  answer.destroy();
  if (status === 401 || status === 403)
    throw new OutsideError(`The server did not let us in (${status}). Use a secret or public address.`);
  if (status === 404 || status === 410)
    throw new OutsideError(`There is nothing at this address (${status}).`);
  throw new OutsideError(`The server answered with an error (${status}).`);
}

async function readBody(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    answer.destroy();
    throw new OutsideError('The server sent it compressed, which was not asked for.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      answer.destroy();
      throw new OutsideError(`It is larger than ${maxBytes / MB} MB.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function privateAddress(host: string): OutsideError {
  return new OutsideError(`${host} is not on the public internet. It can’t be reached from here.`);
}

const SENTENCES: Record<string, string> = {
  ENOTFOUND: 'There is no server of this name.',
  EAI_AGAIN: 'The name of the server could not be looked up just now.',
  ECONNREFUSED: 'The server refused the connection.',
  ECONNRESET: 'The server broke the connection off.',
  CERT_HAS_EXPIRED: 'The certificate of the server has expired.',
};

function asOutside(error: unknown): OutsideError {
  if (error instanceof OutsideError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new OutsideError(SENTENCES[code] ?? 'The server could not be reached.', { cause: error });
}
