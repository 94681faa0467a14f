import { pino, type Logger } from 'pino';
import type { ApiKeyScope, Person, Role } from '#shared/people.ts';
import type { GuestFacts, MemberFacts, RespondentFacts } from '#shared/permissions.ts';
import { AppError } from '#shared/errors.ts';
import type { UserId, WorkspaceId } from '#shared/ids.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Auth } from './features/accounts/index.ts';
import { connectDatabase, type Database, type DatabaseConnection } from './db/connect.ts';
import { openQueue, type Queue } from './queue/queue.ts';
import { openMailTransport, type MailTransport } from './mail-transport.ts';
import { createStorage } from './storage/create-storage.ts';
import type { Storage } from './storage/storage.ts';

/** A member who asks, in which workspace. */
export interface MemberActor extends MemberFacts {
  userId: UserId;
  name: string;
  /** As others see them. */
  person: Person;
  email: string;
  workspaceId: WorkspaceId;
  role: Role;
  scopes: readonly ApiKeyScope[] | null;
  /** Null with an API key. */
  sessionId: string | null;
}

/** A guest who asks, under which link. */
export interface GuestActor extends GuestFacts {
  userId: UserId;
  name: string;
  person: Person;
  /** The e-mail address was confirmed by a code. */
  isVerified: boolean;
  workspaceId: WorkspaceId;
}

/** Somebody without an account who answers a video request: their link gives nothing but that. */
export interface RespondentActor extends RespondentFacts {
  userId: UserId;
  name: string;
  person: Person;
  workspaceId: WorkspaceId;
  /** Who asks: the video will be theirs. */
  authorId: UserId;
}

/** Who asks. What is for members alone takes a `MemberActor`, so that a guest can't get there by oversight. */
export type Actor = MemberActor | GuestActor;

/** What a process has; made in one place, disposed of as a whole. */
export interface AppContext extends AsyncDisposable {
  config: Config;
  db: Database;
  /** The pool behind `db`, for LISTEN and health checks. */
  connection: DatabaseConnection;
  storage: Storage;
  queue: Queue;
  mailTransport: MailTransport;
  clock: Clock;
  log: Logger;
}

/** What a verb on behalf of a member gets: most of them. */
export interface VerbContext extends AppContext {
  actor: MemberActor;
}

/** What a verb gets that guests may call too. */
export interface ViewerContext extends AppContext {
  actor: Actor;
}

/** What a verb of recording or uploading gets: what somebody answers a request with is recorded as everything else is. */
export interface RecorderContext extends AppContext {
  actor: MemberActor | RespondentActor;
}

/** What a verb gets that is for the guest of a video request. */
export interface RespondentContext extends AppContext {
  actor: RespondentActor;
}

/** What a verb gets that is for guests alone. */
export interface GuestContext extends AppContext {
  actor: GuestActor;
}

/** What a router gets: the actor is null where nobody has signed in. */
export interface ApiContext extends AppContext {
  auth: Auth;
  actor: Actor | RespondentActor | null;
  requestId: string;
  /** Of the request; for the cookies that better-auth reads. */
  headers: Headers;
  /** To be sent with the answer; for the cookies that better-auth sets. */
  responseHeaders: Headers;
  /** Address of the caller as far as trusted proxies tell. */
  clientAddress: string;
}

/** Narrows to a member's context. Throws `AppError('unauthenticated')`, and `forbidden` for guests. */
export function signedIn<C extends ApiContext>(context: C): C & VerbContext {
  const { actor } = viewer(context);
  if (actor.kind === 'guest')
    throw new AppError('forbidden', 'This is for members. Sign in with an account.');
  return { ...context, actor };
}

/** Narrows to a member's or a guest's context. Throws `AppError('unauthenticated')`. */
export function viewer<C extends ApiContext>(context: C): C & ViewerContext {
  const { actor } = context;
  if (!actor) throw signInFirst();
  if (actor.kind === 'respondent')
    throw new AppError('forbidden', 'This link is for answering a request, and for nothing else.');
  return { ...context, actor };
}

/** Narrows to the context of whoever may record. Throws as `signedIn` does. */
export function recording<C extends ApiContext>(context: C): C & RecorderContext {
  const { actor } = context;
  return actor?.kind === 'respondent' ? { ...context, actor } : signedIn(context);
}

/** Narrows to the guest of a video request. Throws `AppError('forbidden')` for all others. */
export function asRespondent<C extends ApiContext>(context: C): C & RespondentContext {
  const { actor } = context;
  if (!actor) throw signInFirst();
  if (actor.kind !== 'respondent')
    throw new AppError('forbidden', 'This is for who was asked by a link. Open the link first.');
  return { ...context, actor };
}

function signInFirst(): AppError {
  return new AppError('unauthenticated', 'Sign in first, or send an API key as a bearer token.');
}

/** Narrows to a guest's context. Throws `AppError('forbidden')` for members. */
export function asGuest<C extends ApiContext>(context: C): C & GuestContext {
  const { actor } = viewer(context);
  if (actor.kind !== 'guest')
    throw new AppError('forbidden', 'This is for guests. Open the share link first.');
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
  const mailTransport = stack.use(openMailTransport(config.mail.smtpUrl));
  const owned = stack.move();
  return {
    config,
    db: connection.db,
    connection,
    storage,
    queue,
    mailTransport,
    clock: overrides.clock ?? systemClock,
    log,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
