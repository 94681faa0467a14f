import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss, type Job } from 'pg-boss';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Transaction } from '#server/db/connect.ts';
import { CalendarId, CommentId, UserId, VideoId, WebhookId } from '#shared/ids.ts';

const OfVideo = z.object({
  videoId: VideoId,
  run: z.int().describe('`videos.processing_run` at the time; an older run changes nothing.'),
});

/** Every job: its payload, and how it is retried. Handlers are idempotent: run twice, the result is the same. */
export const JOBS = {
  'process-video': { payload: OfVideo, retryLimit: 5, expireInSeconds: 6 * 3600, heartbeatSeconds: 60 },
  'transcribe-video': { payload: OfVideo, retryLimit: 3, expireInSeconds: 6 * 3600, heartbeatSeconds: 60 },
  'compare-versions': { payload: OfVideo, retryLimit: 2, expireInSeconds: 3600, heartbeatSeconds: 60 },
  'carry-asks': {
    payload: z.object({ fromId: VideoId.describe('The version that was the current one.') }),
    retryLimit: 10,
    expireInSeconds: 300,
    heartbeatSeconds: 60,
  },
  'render-still': {
    payload: z.object({
      commentId: CommentId,
      revision: z.int().describe('An older one draws nothing.'),
    }),
    retryLimit: 5,
    expireInSeconds: 300,
    heartbeatSeconds: 60,
  },
  'fetch-calendar': {
    payload: z.object({ calendarId: CalendarId, reading: z.int().describe('An older one changes nothing.') }),
    retryLimit: 2,
    expireInSeconds: 120,
    heartbeatSeconds: 60,
  },
  'refresh-calendars': { payload: z.object({}), retryLimit: 0, expireInSeconds: 300, heartbeatSeconds: 60 },
  'plan-editions': { payload: z.object({}), retryLimit: 1, expireInSeconds: 600, heartbeatSeconds: 60 },
  'run-cycle': { payload: z.object({}), retryLimit: 0, expireInSeconds: 300, heartbeatSeconds: 60 },
  'remind-asks': { payload: z.object({}), retryLimit: 2, expireInSeconds: 300, heartbeatSeconds: 60 },
  'remind-requests': { payload: z.object({}), retryLimit: 0, expireInSeconds: 300, heartbeatSeconds: 60 },
  'close-silent-recordings': {
    payload: z.object({}),
    retryLimit: 0,
    expireInSeconds: 300,
    heartbeatSeconds: 60,
  },
  'sweep-storage': { payload: z.object({}), retryLimit: 1, expireInSeconds: 3600, heartbeatSeconds: 60 },
  'deliver-notices': { payload: z.object({}), retryLimit: 0, expireInSeconds: 300, heartbeatSeconds: 60 },
  'settle-watched': {
    payload: z.object({ videoId: VideoId, userId: UserId }),
    retryLimit: 10,
    expireInSeconds: 60,
    heartbeatSeconds: 60,
  },
  'send-mail': {
    payload: z.object({
      to: z.email(),
      subject: z.string(),
      text: z.string(),
      html: z.string().optional().describe('Absent: made of the text.'),
      headers: z.record(z.string(), z.string()).optional(),
      messageId: z.string().optional().describe('Stays the same when it is tried again.'),
    }),
    retryLimit: 10,
    expireInSeconds: 120,
    heartbeatSeconds: 60,
  },
  'post-webhook': {
    payload: z.object({
      webhookId: WebhookId,
      text: z.string().describe('Plain; it is escaped when it is posted.'),
      url: z.string(),
    }),
    // Two hours in all.
    retryLimit: 16,
    expireInSeconds: 60,
    heartbeatSeconds: 30,
  },
  'send-digests': { payload: z.object({}), retryLimit: 1, expireInSeconds: 600, heartbeatSeconds: 60 },
} as const;
export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>;

/** Given up: no retry helps. The handler has recorded what a person should know. */
export class PermanentJobError extends Error {
  override name = 'PermanentJobError';
}

export interface JobRun<N extends JobName> {
  id: string;
  payload: JobPayload<N>;
  /** Retries before this one. */
  retryCount: number;
  isLastTry: boolean;
  /** Aborted on shutdown and on expiry: stop, throw, and the job is given back. */
  signal: AbortSignal;
}

export interface Queue extends AsyncDisposable {
  /** Enqueues in the transaction that makes the job necessary: no commit, no job. */
  enqueue<N extends JobName>(
    tx: Transaction,
    name: N,
    payload: JobPayload<N>,
    options?: { singletonKey?: string; startAfterSeconds?: number },
  ): Promise<void>;
  /** The same for many at once, in one statement. */
  enqueueMany<N extends JobName>(tx: Transaction, name: N, payloads: readonly JobPayload<N>[]): Promise<void>;
  /** Runs a handler for a job; `concurrency` in this process. */
  work<N extends JobName>(
    name: N,
    options: { concurrency: number },
    handler: (run: JobRun<N>) => Promise<void>,
  ): Promise<void>;
  /** Runs a job by a cron expression (UTC), once however many processes ask. */
  schedule(name: JobName, cron: string): Promise<void>;
  /** Stops taking jobs, aborts what runs after `graceMs`, and gives it back. */
  stopWork(graceMs: number): Promise<void>;
  check(): Promise<void>;
}

/**
 * Opens the queue. Servers enqueue only (`role: 'client'`); workers also supervise, schedule and run handlers.
 * A retry waits 5 s, 10 s, 20 s … up to 10 minutes.
 */
export async function openQueue(options: {
  url: string;
  role: 'client' | 'worker';
  log: Logger;
}): Promise<Queue> {
  const isWorker = options.role === 'worker';
  const boss = new PgBoss({
    connectionString: options.url,
    max: isWorker ? 4 : 2,
    supervise: isWorker,
    schedule: isWorker,
    useListenNotify: isWorker,
  });
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  boss.on('error', (error) => options.log.warn({ err: error }, 'queue error'));
  await boss.start();
  for (const [name, job] of Object.entries(JOBS)) {
    await boss.createQueue(name, {
      retryLimit: job.retryLimit,
      retryDelay: 5,
      retryBackoff: true,
      retryDelayMax: 600,
      expireInSeconds: job.expireInSeconds,
      heartbeatSeconds: job.heartbeatSeconds,
      notify: true,
    });
  }

  async function runOne<N extends JobName>(
    job: Job<unknown>,
    name: N,
    handler: (run: JobRun<N>) => Promise<void>,
  ) {
    const definition = JOBS[name];
    const payload = definition.payload.parse(job.data) as JobPayload<N>;
    const signal = AbortSignal.any([job.signal, stopping.signal]);
    try {
      await handler({
        id: job.id,
        payload,
        retryCount: job.retryCount,
        isLastTry: job.retryCount >= definition.retryLimit,
        signal,
      });
    } catch (error) {
      if (error instanceof PermanentJobError) {
        options.log.info({ job: name, jobId: job.id, reason: error.message }, 'job given up');
        return;
      }
      if (stopping.signal.aborted) options.log.info({ job: name, jobId: job.id }, 'job given back');
      else
        options.log.warn({ job: name, jobId: job.id, retryCount: job.retryCount, err: error }, 'job failed');
      throw error;
    }
  }

  return {
    async enqueue(tx, name, payload, { singletonKey, startAfterSeconds } = {}) {
      await boss.send(name, payload, {
        db: fromDrizzle(tx, sql),
        ...(singletonKey === undefined ? {} : { singletonKey }),
        ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
      });
    },
    async enqueueMany(tx, name, payloads) {
      if (payloads.length === 0) return;
      await boss.insert(
        name,
        payloads.map((data) => ({ data })),
        { db: fromDrizzle(tx, sql) },
      );
    },
    async work(name, { concurrency }, handler) {
      await boss.work(
        name,
        { batchSize: 1, localConcurrency: concurrency, pollingIntervalSeconds: 2 },
        async ([job]) => {
          if (!job) return;
          const run = runOne(job, name, handler);
          running.add(run);
          await run.finally(() => running.delete(run));
        },
      );
    },
    async schedule(name, cron) {
      await boss.schedule(name, cron);
    },
    async stopWork(graceMs) {
      await Promise.all(
        Object.keys(JOBS).map((name) => boss.offWork(name, { wait: false }).catch(() => undefined)),
      );
      const settled = Promise.allSettled(running);
      await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      stopping.abort(new Error('shutting down'));
      await settled;
    },
    async check() {
      await boss.getQueue('process-video');
    },
    async [Symbol.asyncDispose]() {
      stopping.abort(new Error('shutting down'));
      await boss.stop({ graceful: false, close: true });
    },
  };
}
