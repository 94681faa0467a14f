import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { pino } from 'pino';
import { createApp } from '#server/app.ts';
import type { Clock } from '#server/clock.ts';
import { loadConfig, type Config } from '#server/config.ts';
import { createContext, type AppContext } from '#server/context.ts';
import { openLiveFeed } from '#server/events/subscribe.ts';
import type { Mail } from '#server/features/notifications/index.ts';
import { contract } from '#shared/contract.ts';
import { ErrorBody } from '#shared/errors.ts';
import { plannedMails } from './planned-mails.ts';
import { createTestDatabase } from './test-database.ts';

export type ApiClient = ContractRouterClient<typeof contract>;

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  #now = new Date('2026-03-02T10:00:00.000Z');
  now(): Date {
    return this.#now;
  }
  advance(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }
}

/** What the API refused, as a client sees it. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  constructor(status: number, body: ErrorBody) {
    super(`${status} ${body.code}: ${body.message}`);
    this.status = status;
    this.body = body;
  }
  get code(): string {
    return this.body.code;
  }
}

export interface TestApp extends AsyncDisposable {
  app: ReturnType<typeof createApp>;
  ctx: AppContext;
  clock: TestClock;
  databaseUrl: string;
  /** Calls the app in process, as a browser would: with a cookie jar of its own, or that of another browser. */
  browser(cookies?: CookieJar): TestBrowser;
  /** Mails that wait to be sent, oldest first; each notice as if it were sent alone. */
  mails(): Promise<Mail[]>;
}

export type CookieJar = Map<string, string>;

export interface TestBrowser {
  api: ApiClient;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  cookies: CookieJar;
  /** The same browser on a page of a share link: its requests name the link. */
  under(linkId: string): TestBrowser;
  /** The same browser on the page of a video request. */
  askedBy(requestId: string): TestBrowser;
}

/** The real app on a database of its own, disk storage in a temporary folder, and a clock that tests move. */
export async function makeTestApp(
  environment: Record<string, string> = {},
  overrides: { databaseUrl?: string; systemClock?: boolean } = {},
): Promise<TestApp> {
  await using stack = new AsyncDisposableStack();
  const databaseUrl = overrides.databaseUrl ?? stack.use(await createTestDatabase()).url;
  const dataDir = await mkdtemp(join(tmpdir(), 'playhead-data-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const config: Config = loadConfig({
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    SECRET: 'a secret of the tests, long enough for anybody',
    PUBLIC_URL: 'http://localhost',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  const clock = new TestClock();
  const ctx = stack.use(
    await createContext(config, {
      role: 'server',
      databaseUrl,
      overrides: {
        log: pino({ level: config.logLevel }),
        ...(overrides.systemClock ? {} : { clock }),
      },
    }),
  );
  await ctx.storage.prepare([config.http.publicUrl]);
  const feed = stack.use(await openLiveFeed(ctx.connection.sql, ctx.log));
  const app = createApp(ctx, feed);
  const owned = stack.move();
  return {
    app,
    ctx,
    clock,
    databaseUrl,
    browser: (cookies) => makeBrowser(app, cookies),
    async mails() {
      const jobs = await ctx.connection.sql<{ data: Mail; at: string }[]>`
        select data, created_on as at from pgboss.job where name = 'send-mail'`;
      const all = [
        ...jobs.map(({ data, at }) => ({ mail: data, at: Date.parse(at) })),
        ...(await plannedMails(ctx)),
      ];
      return all.toSorted((a, b) => a.at - b.at).map(({ mail }) => mail);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function makeBrowser(
  app: TestApp['app'],
  cookies: CookieJar = new Map(),
  naming: Record<string, string> = {},
): TestBrowser {
  async function request(input: Request): Promise<Response> {
    const headers = new Headers(input.headers);
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('origin', 'http://localhost');
    for (const [name, value] of Object.entries(naming)) headers.set(name, value);
    const response = await app.request(new Request(input, { headers }));
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name && value !== undefined) cookies.set(name, value);
    }
    return response;
  }
  return {
    api: makeClient(request),
    fetch: (path, init) => request(new Request(`http://localhost${path}`, init)),
    cookies,
    under: (id) => makeBrowser(app, cookies, { 'x-share-link': id }),
    askedBy: (id) => makeBrowser(app, cookies, { 'x-video-request': id }),
  };
}

/** The typed client; what the API refuses is thrown as `ApiError`. */
export function makeClient(
  send: (request: Request) => Promise<Response>,
  options: { url?: string; token?: string } = {},
): ApiClient {
  const link = new OpenAPILink(contract, {
    url: options.url ?? 'http://localhost/api',
    headers: () => (options.token ? { authorization: `Bearer ${options.token}` } : {}),
    async fetch(request, init) {
      const response = await send(new Request(request, init));
      if (response.ok) return response;
      throw new ApiError(response.status, ErrorBody.parse(await response.json()));
    },
  });
  return createORPCClient(link);
}
