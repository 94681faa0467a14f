import * as z from 'zod';

/** Every environment variable, in one table: README and docker-compose.yml are checked against it. */
export const CONFIG_VARIABLES = {
  PORT: { default: '4600', about: 'Port of the web server.' },
  HOST: { default: '127.0.0.1', about: 'Address to listen on; `0.0.0.0` for all.' },
  PUBLIC_URL: {
    default: 'http://localhost:PORT',
    about: 'The address that people use; links and cookies are made for it.',
  },
  TRUST_PROXY: { default: 'false', about: '`true` behind a reverse proxy that sets X-Forwarded-For.' },
  DATA_DIR: { default: './data', about: 'Where the embedded database, the files and the mails live.' },
  DATABASE_URL: {
    default: 'embedded',
    about: 'External PostgreSQL 18, such as postgres://user:password@host/playhead.',
  },
  SECRET: {
    default: 'made in DATA_DIR',
    about: 'Signs sessions and media URLs; ≥ 32 characters. Required with DATABASE_URL.',
  },
  S3_BUCKET: { default: 'disk in DATA_DIR', about: 'Set it to store files in S3-compatible storage.' },
  S3_ENDPOINT: { default: 'AWS', about: 'Address of the S3 server.' },
  S3_PUBLIC_ENDPOINT: {
    default: 'S3_ENDPOINT',
    about: 'Address under which browsers reach the S3 server, if it differs.',
  },
  S3_REGION: { default: 'us-east-1', about: 'Region of the bucket.' },
  S3_ACCESS_KEY_ID: { default: '', about: 'Access key. Required with S3_BUCKET.' },
  S3_SECRET_ACCESS_KEY: { default: '', about: 'Secret key. Required with S3_BUCKET.' },
  S3_FORCE_PATH_STYLE: {
    default: 'true with S3_ENDPOINT',
    about: '`true` for most S3 servers other than AWS.',
  },
  S3_CREATE_BUCKET: {
    default: 'false',
    about: '`true` creates the bucket and sets its CORS rules at start.',
  },
  SMTP_URL: {
    default: '',
    about: 'Sends e-mail, such as smtps://user:password@host. Without it mails are files in DATA_DIR/outbox.',
  },
  MAIL_FROM: { default: 'Playhead <playhead@localhost>', about: 'Sender of e-mail.' },
  TRANSCRIBER: { default: 'auto', about: '`auto`, `command`, `openai` or `none`.' },
  WHISPER_CLI: { default: 'whisper-cli', about: 'The whisper.cpp program.' },
  WHISPER_MODEL: { default: '', about: 'Path of a whisper.cpp model (ggml-*.bin).' },
  TRANSCRIBE_URL: {
    default: '',
    about: 'OpenAI-compatible API, such as http://host:8080/v1 (whisper-server included).',
  },
  TRANSCRIBE_API_KEY: { default: '', about: 'Bearer token for it, if it wants one.' },
  TRANSCRIBE_MODEL: { default: 'whisper-1', about: 'Model to ask it for.' },
  WORKER_CONCURRENCY: { default: '1', about: 'Transcodes at a time in one worker process.' },
  MAX_UPLOAD_GB: { default: '20', about: 'Largest file that may be uploaded.' },
  MAX_DURATION_MINUTES: { default: '240', about: 'Longest video.' },
  CALENDAR_PRIVATE_HOSTS: {
    default: '',
    about:
      'Hosts in your own network, by commas, that people’s calendars may be read from, such as `cloud.lan`.',
  },
  SERIES_LATE_HOURS: {
    default: '12',
    about:
      'Messages of update series that would come more hours late, such as after a downtime, are not sent.',
  },
  URGENT_PER_DAY: { default: '3', about: 'Asks that one person may send as urgent in a day.' },
  OUTGOING_PRIVATE_HOSTS: {
    default: '',
    about:
      'Hosts in your own network, by commas, that webhooks and pushes may be sent to, such as `chat.lan`.',
  },
  LOG_LEVEL: { default: 'info', about: '`trace`, `debug`, `info`, `warn`, `error` or `silent`.' },
} as const;
export type ConfigVariable = keyof typeof CONFIG_VARIABLES;

export interface Config {
  http: { host: string; port: number; publicUrl: string; trustProxy: boolean };
  dataDir: string;
  database: { kind: 'embedded' } | { kind: 'url'; url: string };
  storage:
    | { kind: 'disk' }
    | {
        kind: 's3';
        endpoint?: string | undefined;
        publicEndpoint?: string | undefined;
        region: string;
        bucket: string;
        accessKeyId: string;
        secretAccessKey: string;
        forcePathStyle: boolean;
        createBucket: boolean;
      };
  /** Null only in the embedded supervisor, which makes one and hands it to its children. */
  secret: string | null;
  mail: { smtpUrl: string | null; from: string };
  transcriber: TranscriberConfig;
  worker: { concurrency: number };
  calendars: { privateHosts: string[] };
  notifications: { urgentPerDay: number };
  series: { lateMs: number };
  /** Of webhooks and push services. */
  outgoing: { privateHosts: string[] };
  limits: { maxUploadBytes: number; maxDurationMs: number };
  /** Multiplies every rate limit; 1 except in tests that need many requests. */
  rateLimitFactor: number;
  logLevel: string;
}

export interface TranscriberConfig {
  driver: 'auto' | 'command' | 'openai' | 'none';
  whisperCli: string;
  whisperModel: string | null;
  url: string | null;
  apiKey: string | null;
  model: string;
}

/** All problems of the environment at once, each a sentence. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const flag = z.stringbool();
const optional = z.string().trim().min(1).optional();

const Environment = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(4600),
    HOST: z.string().default('127.0.0.1'),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    TRUST_PROXY: flag.default(false),
    DATA_DIR: z.string().min(1).default('./data'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    SECRET: z
      .string()
      .min(32, 'must have at least 32 characters; make one with: openssl rand -hex 32')
      .optional(),
    S3_BUCKET: optional,
    S3_ENDPOINT: z.url().optional(),
    S3_PUBLIC_ENDPOINT: z.url().optional(),
    S3_REGION: z.string().default('us-east-1'),
    S3_ACCESS_KEY_ID: optional,
    S3_SECRET_ACCESS_KEY: optional,
    S3_FORCE_PATH_STYLE: flag.optional(),
    S3_CREATE_BUCKET: flag.default(false),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    MAIL_FROM: z.string().default('Playhead <playhead@localhost>'),
    TRANSCRIBER: z.enum(['auto', 'command', 'openai', 'none']).default('auto'),
    WHISPER_CLI: z.string().default('whisper-cli'),
    WHISPER_MODEL: optional,
    TRANSCRIBE_URL: z.url().optional(),
    TRANSCRIBE_API_KEY: optional,
    TRANSCRIBE_MODEL: z.string().default('whisper-1'),
    WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1),
    MAX_UPLOAD_GB: z.coerce.number().positive().max(5000).default(20),
    MAX_DURATION_MINUTES: z.coerce.number().positive().max(2880).default(240),
    CALENDAR_PRIVATE_HOSTS: z.string().default(''),
    OUTGOING_PRIVATE_HOSTS: z.string().default(''),
    RATE_LIMIT_FACTOR: z.coerce.number().min(1).max(1000).default(1),
    SERIES_LATE_HOURS: z.coerce.number().positive().max(168).default(12),
    URGENT_PER_DAY: z.coerce.number().int().min(0).max(100).default(3),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  })
  .superRefine((env, check) => {
    const required = (name: string, why: string) =>
      check.addIssue({ code: 'custom', path: [name], message: `is required ${why}` });
    if (env.DATABASE_URL && !env.SECRET) {
      required('SECRET', 'with DATABASE_URL (at least 32 characters; make one with: openssl rand -hex 32)');
    }
    if (env.S3_BUCKET && !env.S3_ACCESS_KEY_ID) required('S3_ACCESS_KEY_ID', 'with S3_BUCKET');
    if (env.S3_BUCKET && !env.S3_SECRET_ACCESS_KEY) required('S3_SECRET_ACCESS_KEY', 'with S3_BUCKET');
    if (env.S3_ENDPOINT && !env.S3_BUCKET) required('S3_BUCKET', 'with S3_ENDPOINT');
    if (env.TRANSCRIBER === 'openai' && !env.TRANSCRIBE_URL)
      required('TRANSCRIBE_URL', 'with TRANSCRIBER=openai');
  });

/** The environment as it is: what a parent hands on to its children. */
export const environment: Record<string, string | undefined> = process.env;

/** Reads the environment once. Empty variables count as absent. Throws `ConfigError` with every problem. */
export function loadConfig(env0: Record<string, string | undefined> = environment): Config {
  const present = Object.fromEntries(Object.entries(env0).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError(`These settings need attention:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return {
    http: {
      host: env.HOST,
      port: env.PORT,
      publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
      trustProxy: env.TRUST_PROXY,
    },
    dataDir: env.DATA_DIR,
    database: env.DATABASE_URL ? { kind: 'url', url: env.DATABASE_URL } : { kind: 'embedded' },
    storage: storageOf(env),
    secret: env.SECRET ?? null,
    mail: { smtpUrl: env.SMTP_URL ?? null, from: env.MAIL_FROM },
    transcriber: {
      driver: env.TRANSCRIBER,
      whisperCli: env.WHISPER_CLI,
      whisperModel: env.WHISPER_MODEL ?? null,
      url: env.TRANSCRIBE_URL ?? null,
      apiKey: env.TRANSCRIBE_API_KEY ?? null,
      model: env.TRANSCRIBE_MODEL,
    },
    worker: { concurrency: env.WORKER_CONCURRENCY },
    notifications: { urgentPerDay: env.URGENT_PER_DAY },
    series: { lateMs: env.SERIES_LATE_HOURS * 3_600_000 },
    calendars: { privateHosts: hostsOf(env.CALENDAR_PRIVATE_HOSTS) },
    outgoing: { privateHosts: hostsOf(env.OUTGOING_PRIVATE_HOSTS) },
    limits: {
      maxUploadBytes: Math.floor(env.MAX_UPLOAD_GB * 1024 ** 3),
      maxDurationMs: Math.floor(env.MAX_DURATION_MINUTES * 60_000),
    },
    rateLimitFactor: env.RATE_LIMIT_FACTOR,
    logLevel: env.LOG_LEVEL,
  };
}

const hostsOf = (list: string) => list.split(',').flatMap((host) => host.trim().toLowerCase() || []);

function storageOf(env: z.infer<typeof Environment>): Config['storage'] {
  if (!env.S3_BUCKET) return { kind: 'disk' };
  return {
    kind: 's3',
    endpoint: env.S3_ENDPOINT,
    publicEndpoint: env.S3_PUBLIC_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET,
    accessKeyId: env.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: env.S3_SECRET_ACCESS_KEY ?? '',
    forcePathStyle: env.S3_FORCE_PATH_STYLE ?? env.S3_ENDPOINT !== undefined,
    createBucket: env.S3_CREATE_BUCKET,
  };
}

/** The secret that signs; an error where a process was started without one. */
export function requireSecret(config: Config): string {
  if (config.secret === null) throw new ConfigError('SECRET is required (at least 32 characters).');
  return config.secret;
}
