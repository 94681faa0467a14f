import { pino, type Logger } from 'pino';
import type { ApiKeyScope, Role } from '#shared/people.ts';
import type { ActorFacts } from '#shared/permissions.ts';
import { AppError } from '#shared/errors.ts';
import type { UserId, WorkspaceId } from '#shared/ids.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Auth } from './features/accounts/index.ts';
import { connectDatabase, type Database, type DatabaseConnection } from './db/connect.ts';
import { openQueue, type Queue } from './queue/queue.ts';
import { createStorage } from './storage/create-storage.ts';
import type { Storage } from './storage/storage.ts';

/** Who asks, in which workspace. */
export interface Actor extends ActorFacts {
  userId: UserId;
  name: string;
  email: string;
  workspaceId: WorkspaceId;
  role: Role;
  scopes: readonly ApiKeyScope[] | null;
  /** Null with an API key. */
  sessionId: string | null;
}

/** What a process has; made in one place, disposed of as a whole. */
export interface AppContext extends AsyncDisposable {
  config: Config;
  db: Database;
  /** The pool behind `db`, for LISTEN and health checks. */
  connection: DatabaseConnection;
  storage: Storage;
  queue: Queue;
  clock: Clock;
  log: Logger;
}

/** What a verb on behalf of somebody gets. */
export interface VerbContext extends AppContext {
  actor: Actor;
}

/** What a router gets: the actor is null where nobody has signed in. */
export interface ApiContext extends AppContext {
  auth: Auth;
  actor: Actor | null;
  requestId: string;
  /** Of the request; for the cookies that better-auth reads. */
  headers: Headers;
  /** To be sent with the answer; for the cookies that better-auth sets. */
  responseHeaders: Headers;
  /** Address of the caller as far as trusted proxies tell. */
  clientAddress: string;
}

/** Narrows to a verb's context. Throws `AppError('unauthenticated')`. */
export function signedIn<C extends ApiContext>(context: C): C & VerbContext {
  const { actor } = context;
  if (!actor) throw new AppError('unauthenticated', 'Sign in first, or send an API key as a bearer token.');
  return { ...context, actor };
}

export type ContextOverrides = Partial<
  Pick<AppContext, 'clock' | 'log' | 'storage' | 'queue' | 'connection'>
>;

/** The one place where a process's things are made. `databaseUrl` is the started embedded one or the external one. */
export async function createContext(
  config: Config,
  options: { role: 'server' | 'worker'; databaseUrl: string; overrides?: ContextOverrides },
): Promise<AppContext> {
  const overrides = options.overrides ?? {};
  const log =
    overrides.log ??
    pino({
      level: config.logLevel,
      base: { process: options.role },
      redact: ['*.password', '*.secret', '*.token'],
    });
  await using stack = new AsyncDisposableStack();
  const connection = overrides.connection ?? stack.use(connectDatabase(options.databaseUrl));
  const storage = overrides.storage ?? stack.use(createStorage(config));
  const queue =
    overrides.queue ??
    stack.use(
      await openQueue({
        url: options.databaseUrl,
        role: options.role === 'worker' ? 'worker' : 'client',
        log,
      }),
    );
  const owned = stack.move();
  return {
    config,
    db: connection.db,
    connection,
    storage,
    queue,
    clock: overrides.clock ?? systemClock,
    log,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
