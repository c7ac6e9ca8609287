import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { AppError } from '../model/errors.ts';
import { JOB_NAMES, type JobData, type JobName, type JobOutcome } from '../model/job.ts';
import type { JobContext, JobPorts } from './context.ts';
import { doWork, type Work } from './handlers.ts';
import { describeFailure, describeOutcome, troubleLog } from './job-log.ts';
import type { JobReport, Queues } from './queues.ts';
import { DEADLY, openRisks, type Risks, refuseDeadly } from './risk.ts';
import { takeOverFromDead } from './takeover.ts';

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
  /** Does jobs that may be deadly. Without it they are done as any other. */
  readonly alone?: Alone;
}

/** A process of its own for one job, one after the other. */
export interface Alone {
  /**
   * Null: the process died under it.
   * @throws what the job throws; AppError when there was no process to be had, or the signal ended it
   */
  run<Name extends JobName>(work: Work<Name>, signal: AbortSignal): Promise<JobReport<Name> | null>;
}

export interface RunningWorker {
  /** Takes no more jobs, lets the running ones finish, and cuts off what takes longer than `drainMs`. */
  close(): Promise<void>;
}

const CONCURRENCY: Readonly<Record<JobName, number>> = {
  'poll-feed': 8,
  'read-article': 8,
  'compare-article': 4,
  'send-alert': 4,
  'send-digest': 4,
  deliver: 4,
  sweep: 1,
};

const RETRY = { firstMs: 5000, longestMs: 600_000 };
const DRAIN_MS = 20_000;
/**
 * A killed worker's jobs are started again after 4.5 s at most: `takeover.ts` looks each second for locks that were not
 * renewed and whose owner has no connection any more. Where that cannot be told, they are free when the lock runs out: 9 s
 * at most (BullMQ's defaults: over 60 s). A loop may be blocked 5.5 s before a job runs twice, which is harmless.
 */
const LOCK_MS = 7000;
const RENEW_MS = 1500;
/** A lock with less left was not renewed in time. */
const LEAST_LEFT_MS = LOCK_MS - RENEW_MS - 1000;
const STALLED_CHECK_MS = 1000;
/**
 * How often a job may be hit when its worker dies, however innocent: a release that falls over everything must end as
 * well. What brings its own process down is stopped much earlier: `risk.ts`.
 */
const MAX_STALLS = 60;
/** Has another way than its risky work: the feed's own text for the page's. */
const GOES_ROUND: readonly JobName[] = ['read-article'];

/** Stands with each job, for whoever looks who has it in hand; a container that starts again has its host and number. */
const PROCESS_NAME = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;

type OpenWorker = Pick<Worker, 'run' | 'pause' | 'close' | 'waitUntilReady'>;

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
    risks: openRisks(options.connection),
    onTrouble: troubleLog(ports.logger),
  };
  const workers = JOB_NAMES.map((name) => openWorker(name, shared));
  // Connected before they take jobs: who has jobs and no connection is taken for dead.
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  for (const worker of workers) worker.run().catch(shared.onTrouble);
  const takeover = takeOverFromDead({
    connection: options.connection,
    queues: options.queues,
    owner: PROCESS_NAME,
    leastLeftMs: LEAST_LEFT_MS,
    onFound: (owners, jobs) =>
      ports.logger.warn({ owners, jobs }, 'a worker died: its jobs are started again'),
  });
  return {
    close: async () => {
      takeover.close();
      await close(workers, stop, options.drainMs ?? DRAIN_MS);
    },
  };
}

function openWorker<Name extends JobName>(name: Name, shared: Shared): OpenWorker {
  const { ports, options, stopped } = shared;
  const { connection, queues, concurrency, retry = RETRY } = options;
  const worker = new Worker<JobData[Name], JobReport<Name>, Name>(
    name,
    async (job) => {
      // BullMQ gives up those that stalled too often, but not those of a schedule.
      if (job.stalledCounter > MAX_STALLS) throw giveUp(job, ports);
      return run(job, shared, stopped);
    },
    {
      connection,
      prefix: queues.prefix,
      name: PROCESS_NAME,
      autorun: false,
      concurrency: concurrency?.[name] ?? CONCURRENCY[name],
      lockDuration: LOCK_MS,
      lockRenewTime: RENEW_MS,
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
  shared: Shared,
  signal: AbortSignal,
): Promise<JobReport<Name>> {
  const { ports, options } = shared;
  const started = performance.now();
  const { name, data, id: jobId = '' } = job;
  const about = () => ({ name, jobId, data, ms: Math.round(performance.now() - started) });
  const lastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  try {
    const work = { name, data, jobId, lastAttempt };
    const report = await doJudged(shared, work, job.stalledCounter, signal);
    const { outcome } = report;
    const { level, fields } = describeOutcome(about(), outcome);
    ports.logger[level](fields, 'job finished');
    options.observe?.({ ...about(), kind: 'finished', outcome } as JobEvent);
    return report;
  } catch (error) {
    const again = error instanceof AppError && error.retryable && !lastAttempt;
    const { level, fields, message } = describeFailure(about(), error, again);
    ports.logger[level](fields, again ? 'job to be tried again' : 'job failed');
    const kind = again ? 'to-be-tried-again' : 'failed';
    options.observe?.({ ...about(), kind, error: message } as JobEvent);
    throw again ? error : new UnrecoverableError(message);
  }
}

/** Here, or by a process of its own when it may have brought a worker down, or not at all when it surely does. */
async function doJudged<Name extends JobName>(
  { ports, options, risks }: Shared,
  work: Work<Name>,
  stalls: number,
  signal: AbortSignal,
): Promise<JobReport<Name>> {
  const { queues, alone } = options;
  const { name, jobId } = work;
  const jobKey = queues.queue(name).toKey(jobId);
  for (;;) {
    const judgement = await risks.judge(jobKey, stalls);
    const refused = judgement === 'guilty' && GOES_ROUND.includes(name);
    if (judgement === 'hopeless' || (judgement === 'guilty' && !refused)) refuseDeadly();
    if (judgement === 'innocent' || !alone) {
      const atRisk: JobContext['atRisk'] = (risky) => risks.run(jobKey, stalls, risky);
      return doWork({ ports, queues, atRisk }, { ...work, refused }, signal);
    }
    ports.logger.warn({ job: name, jobId, stalls }, 'its worker died: done by a process of its own');
    const report = await alone.run({ ...work, refused }, signal);
    if (report) return report;
    await risks.died(jobKey);
  }
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
