import { randomUUID } from 'node:crypto';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { AppError } from '../model/errors.ts';
import { JOB_NAMES, type JobData, type JobName, type JobOutcome } from '../model/job.ts';
import { compareArticle } from './compare-article.ts';
import type { JobContext, JobPorts } from './context.ts';
import { deliver } from './deliver.ts';
import { describeFailure, describeOutcome, troubleLog } from './job-log.ts';
import { pollFeed } from './poll-feed.ts';
import type { HandedOn, JobReport, Queues } from './queues.ts';
import { readArticle } from './read-article.ts';
import { DEADLY, openRisks, type Risks } from './risk.ts';
import { sendAlert } from './send-alert.ts';
import { sendDigest } from './send-digest.ts';
import { sweep } from './sweep.ts';

type Handlers = {
  readonly [Name in JobName]: (
    context: JobContext,
    data: JobData[Name],
    signal: AbortSignal,
  ) => Promise<JobOutcome[Name]>;
};

const HANDLERS: Handlers = {
  'poll-feed': pollFeed,
  'read-article': readArticle,
  'compare-article': compareArticle,
  'send-alert': sendAlert,
  'send-digest': sendDigest,
  deliver,
  sweep,
};

/** What happened to a job, for whoever watches. */
export type JobEvent = {
  readonly [Name in JobName]: {
    readonly name: Name;
    readonly jobId: string;
    readonly data: JobData[Name];
    readonly ms: number;
  } & (
    | { readonly kind: 'finished'; readonly outcome: JobOutcome[Name] }
    | { readonly kind: 'to-be-tried-again' | 'failed'; readonly error: string }
  );
}[JobName];

export interface WorkerOptions {
  /** Waits for Redis as long as it takes (`maxRetriesPerRequest: null`); stays its owner's. */
  readonly connection: Redis;
  readonly queues: Queues;
  /** Jobs at a time, a queue. */
  readonly concurrency?: Partial<Readonly<Record<JobName, number>>>;
  /** How long running jobs may take to finish on close. Default 20 s; what is left is started again by another worker. */
  readonly drainMs?: number;
  /** Waits before a job that failed is tried again: doubled each time, from the first to the longest. */
  readonly retry?: { readonly firstMs: number; readonly longestMs: number };
  readonly observe?: (event: JobEvent) => void;
}

export interface RunningWorker {
  /** Takes no more jobs, lets the running ones finish, and cuts off what takes longer than `drainMs`. */
  close(): Promise<void>;
}

const CONCURRENCY: Readonly<Record<JobName, number>> = {
  'poll-feed': 8,
  'read-article': 8,
  'compare-article': 1,
  'send-alert': 4,
  'send-digest': 4,
  deliver: 4,
  sweep: 1,
};

const RETRY = { firstMs: 5000, longestMs: 600_000 };
const DRAIN_MS = 20_000;
/**
 * A dead worker's job is started again at most lock + interval later: under 10 s (BullMQ's defaults: over 60 s).
 * The lock is renewed every half of it, so the loop may be blocked 3 s before a job runs twice, which is harmless.
 */
const LOCK_MS = 6000;
const STALLED_CHECK_MS = 2000;
/**
 * How often a job may be hit when its worker dies, by chance or by its own doing where nobody expects it. What is
 * known to be risky is stopped much earlier: `risk.ts`.
 */
const MAX_STALLS = 60;

type OpenWorker = Pick<Worker, 'pause' | 'close' | 'waitUntilReady'>;

/** What the workers of one process have in common. */
interface Shared {
  readonly ports: JobPorts;
  readonly options: WorkerOptions;
  readonly stopped: AbortSignal;
  readonly risks: Risks;
  readonly onTrouble: (error: Error) => void;
}

/** Runs all jobs. The only place in this folder that catches whatever comes: errors become retries here. */
export async function startWorker(ports: JobPorts, options: WorkerOptions): Promise<RunningWorker> {
  const stop = new AbortController();
  const shared: Shared = {
    ports,
    options,
    stopped: stop.signal,
    risks: openRisks(options.connection, options.queues.queue('sweep').toKey('down')),
    onTrouble: troubleLog(ports.logger),
  };
  const workers = JOB_NAMES.map((name) => openWorker(name, shared));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  return { close: () => close(workers, stop, options.drainMs ?? DRAIN_MS) };
}

function openWorker<Name extends JobName>(name: Name, shared: Shared): OpenWorker {
  const { ports, options, stopped } = shared;
  const { connection, queues, concurrency, retry = RETRY } = options;
  const worker = new Worker<JobData[Name], JobReport<Name>, Name>(
    name,
    // Three parameters: with fewer, BullMQ gives no signal.
    async (job, _token, signal) => {
      // BullMQ gives up those that stalled too often, but not those of a schedule.
      if (job.stalledCounter > MAX_STALLS) throw giveUp(job, ports);
      const either = signal ? AbortSignal.any([signal, stopped]) : stopped;
      return run(job, shared, either);
    },
    {
      connection,
      prefix: queues.prefix,
      concurrency: concurrency?.[name] ?? CONCURRENCY[name],
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_STALLS,
      settings: {
        backoffStrategy: (attempt, _type, error) => retryWaitMs(attempt, error, retry, ports.chance),
      },
    },
  );
  worker.on('error', shared.onTrouble);
  worker.on('failed', (job) => {
    if (job?.deferredFailure) giveUp(job, ports);
  });
  return worker;
}

function giveUp(job: Job, { logger }: JobPorts): UnrecoverableError {
  const error = `It ${DEADLY}, or was hit by chance, ${job.stalledCounter} times.`;
  logger.error({ job: job.name, jobId: job.id, error }, 'job given up');
  return new UnrecoverableError(error);
}

async function run<Name extends JobName>(
  job: Job<JobData[Name], JobReport<Name>, Name>,
  { ports, options, risks }: Shared,
  signal: AbortSignal,
): Promise<JobReport<Name>> {
  const started = performance.now();
  const { name, data, id: jobId = '' } = job;
  const about = () => ({ name, jobId, data, ms: Math.round(performance.now() - started) });
  const lastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  const handedOn: HandedOn[] = [];
  const jobKey = options.queues.queue(name).toKey(jobId);
  const isFirstStart = job.attemptsStarted <= 1;
  const atRisk: JobContext['atRisk'] = (work) => risks.run(jobKey, isFirstStart, work);
  const context = { ...contextOf({ ports, options, jobId, lastAttempt, handedOn }), atRisk };
  try {
    const outcome = await HANDLERS[name](context, data, signal);
    const { level, fields } = describeOutcome(about(), outcome);
    ports.logger[level](fields, 'job finished');
    options.observe?.({ ...about(), kind: 'finished', outcome } as JobEvent);
    return { outcome, handedOn };
  } catch (error) {
    const again = error instanceof AppError && error.retryable && !lastAttempt;
    const { level, fields, message } = describeFailure(about(), error, again);
    ports.logger[level](fields, again ? 'job to be tried again' : 'job failed');
    const kind = again ? 'to-be-tried-again' : 'failed';
    options.observe?.({ ...about(), kind, error: message } as JobEvent);
    throw again ? error : new UnrecoverableError(message);
  }
}

function contextOf(run: {
  readonly ports: JobPorts;
  readonly options: WorkerOptions;
  readonly jobId: string;
  readonly lastAttempt: boolean;
  readonly handedOn: HandedOn[];
}): Omit<JobContext, 'atRisk'> {
  const { ports, options, jobId, lastAttempt, handedOn } = run;
  return {
    ...ports,
    jobId,
    runId: randomUUID(),
    lastAttempt,
    enqueue: async (name, work, how) => {
      handedOn.push(...(await options.queues.add(name, work, how)));
    },
  };
}

function retryWaitMs(
  attempt: number,
  error: Error | undefined,
  retry: { readonly firstMs: number; readonly longestMs: number },
  chance: () => number,
): number {
  const doubled = retry.firstMs * 2 ** Math.min(attempt - 1, 20) * (1 + chance() / 4);
  const asked = error instanceof AppError ? (error.retryAfterMs ?? 0) : 0;
  return Math.round(Math.min(Math.max(doubled, asked), retry.longestMs));
}

async function close(workers: readonly OpenWorker[], stop: AbortController, drainMs: number): Promise<void> {
  const drained = Promise.all(workers.map((worker) => worker.pause())).then(() => true);
  const timer = Promise.withResolvers<boolean>();
  const timeout = setTimeout(() => timer.resolve(false), drainMs);
  const finished = await Promise.race([drained, timer.promise]);
  clearTimeout(timeout);
  // Closed before the signal: a job cut off must not be reported as failed, its lock runs out instead.
  await Promise.all(workers.map((worker) => worker.close(!finished)));
  stop.abort(new Error('The worker stops.'));
}
