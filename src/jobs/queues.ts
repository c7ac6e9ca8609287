import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { contentId } from '../model/id.ts';
import { JOB_NAMES, type JobData, type JobName, type JobOutcome } from '../model/job.ts';
import type { EnqueueOptions } from './context.ts';
import { fromRedis } from './redis-failure.ts';
import { DEADLY } from './risk.ts';

/** A job that another handed its work on to. */
export interface HandedOn {
  readonly name: JobName;
  readonly jobId: string;
  /** Not to be started before this, in real time from when it was added. */
  readonly delayMs?: number;
}

/** What a finished job returns through Redis, for whoever waits for it. */
export interface JobReport<Name extends JobName = JobName> {
  readonly outcome: JobOutcome[Name];
  readonly handedOn: readonly HandedOn[];
}

export type JobQueue = Queue<JobData[JobName], JobReport>;

export interface QueueSize {
  readonly queue: JobName;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

export type OpenState = 'active' | 'waiting' | 'delayed';

/** Gone: it succeeded, and was removed. */
export type Whereabouts = 'open' | 'gone' | { readonly failedReason: string };

export interface Queues {
  readonly prefix: string;
  queue(name: JobName): JobQueue;
  /** Adds those that are not queued or running already. @throws StoreError when Redis does not take them */
  add<Name extends JobName>(
    name: Name,
    data: readonly JobData[Name][],
    options?: EnqueueOptions,
  ): Promise<readonly HandedOn[]>;
  whereabouts(job: Pick<HandedOn, 'name' | 'jobId'>): Promise<Whereabouts>;
  /** The jobs in one of these states whose data is wanted. */
  open<Name extends JobName>(
    name: Name,
    states: readonly OpenState[],
    isWanted: (data: JobData[Name]) => boolean,
  ): Promise<readonly HandedOn[]>;
  size(name: JobName): Promise<QueueSize>;
  sizes(): Promise<readonly QueueSize[]>;
  /** When the next sweep is due, in milliseconds of the epoch; null before a worker set the schedules. */
  sweepDueAt(): Promise<number | null>;
  /** Worker processes connected now. */
  workers(): Promise<number>;
  close(): Promise<void>;
}

/** How often a job is started before its failure is final. Reading falls back to the feed's own text at the last one. */
const ATTEMPTS: Readonly<Record<JobName, number>> = {
  'poll-feed': 3,
  'read-article': 5,
  'compare-article': 10,
  'send-alert': 10,
  'send-digest': 10,
  deliver: 10,
  sweep: 1,
};

const FORTNIGHT_S = 14 * 86_400;
const FAILED_KEPT = 500;
/** A failure that may be over by now. */
const REVIVED_AFTER_MS = 3_600_000;
/** Readers of the events lag by seconds; BullMQ's default of 10,000 holds the reports of a day. */
const EVENTS_KEPT = 2000;

/** Natural ids: the same work has the same id, so that it is queued once. Neither ':' nor a bare integer (BullMQ). */
const JOB_IDS: { readonly [Name in JobName]: (data: JobData[Name]) => string } = {
  'poll-feed': (data) => data.feedId,
  'read-article': ({ item, again }) => (again ? `${item.id}-again` : item.id),
  'compare-article': (data) =>
    `${data.articleId}-${'watchId' in data ? data.watchId : contentId('w', ...data.watchIds)}`,
  'send-alert': ({ developmentId, readerIds }) =>
    readerIds ? `${developmentId}-${contentId('s', ...readerIds)}` : developmentId,
  'send-digest': (data) => data.subscriberId,
  deliver: (data) => data.deliveryId,
  sweep: () => 'sweep-now',
};

/**
 * One queue a job. The connection stays its owner's: closing the queues leaves it open.
 *
 * @param options.prefix with a hash tag, so that the queues work on Redis Cluster: `{newswatch}`
 */
export function openQueues(options: { readonly connection: Redis; readonly prefix: string }): Queues {
  const { connection, prefix } = options;
  const open = new Map<JobName, JobQueue>(
    JOB_NAMES.map((name) => [name, openQueue(name, connection, prefix)]),
  );
  const queue = (name: JobName) => {
    const found = open.get(name);
    if (!found) throw new Error(`No queue ${name}.`);
    return found;
  };
  // A queue opened without Redis waits for it; whose connection does not wait hears at once that it is away.
  const patient = connection.options.maxRetriesPerRequest === null;
  const ask = <Answer>(doing: string, question: () => Promise<Answer>) =>
    fromRedis(doing, patient ? question() : connection.ping().then(question));
  const size = (name: JobName) => ask(`Counting the ${name} jobs`, () => sizeOf(name, queue(name)));
  return {
    prefix,
    queue,
    add: (name, data, addOptions = {}) =>
      ask(`Queueing ${data.length} ${name} jobs`, () => add(queue(name), name, data, addOptions)),
    whereabouts: ({ name, jobId }) =>
      ask(`Looking for ${name} ${jobId}`, () => whereabouts(queue(name), jobId)),
    open: <Name extends JobName>(
      name: Name,
      states: readonly OpenState[],
      isWanted: (data: JobData[Name]) => boolean,
    ) =>
      ask(`Looking for ${name} jobs`, async () => {
        const jobs = await queue(name).getJobs([...states]);
        // One that ended since its id was read is no more.
        const wanted = jobs.filter((job) => job && isWanted(job.data as JobData[Name]));
        return wanted.map(({ id = '' }) => ({ name, jobId: id }));
      }),
    size,
    sizes: () => Promise.all(JOB_NAMES.map(size)),
    sweepDueAt: () =>
      ask('Looking for the sweep', async () => {
        const [sweep] = await queue('sweep').getJobSchedulers(0, 0);
        return sweep?.next ?? null;
      }),
    workers: () => ask('Counting the workers', () => queue('sweep').getWorkersCount()),
    close: async () => {
      await Promise.all([...open.values()].map((one) => one.close()));
    },
  };
}

function openQueue(name: JobName, connection: Redis, prefix: string): JobQueue {
  const queue: JobQueue = new Queue(name, {
    connection,
    prefix,
    streams: { events: { maxLen: EVENTS_KEPT } },
    defaultJobOptions: {
      attempts: ATTEMPTS[name],
      backoff: { type: 'custom' },
      // An id is free again at once: a second article of the same address must not wait for a clean-up.
      removeOnComplete: true,
      removeOnFail: { age: FORTNIGHT_S, count: FAILED_KEPT },
    },
  });
  // The connection reports its errors to its owner; without a listener Node would end the process.
  queue.on('error', () => undefined);
  return queue;
}

async function add<Name extends JobName>(
  queue: JobQueue,
  name: Name,
  data: readonly JobData[Name][],
  options: EnqueueOptions,
): Promise<readonly HandedOn[]> {
  if (data.length === 0) return [];
  const delay = options.delayMs === undefined ? {} : { delay: Math.round(options.delayMs) };
  const jobs = data.map((one) => ({
    name,
    data: one,
    opts: { jobId: options.jobId ?? JOB_IDS[name](one), ...delay },
  }));
  if (options.revive)
    await clearFailed(
      queue,
      jobs.map(({ opts }) => opts.jobId),
    );
  const [only, ...others] = jobs;
  // One alone goes without the pipeline, which takes as long as the job.
  if (only && others.length === 0) await queue.add(only.name, only.data, only.opts);
  else await queue.addBulk(jobs);
  return jobs.map(({ opts }) => ({
    name,
    jobId: opts.jobId,
    ...(options.delayMs === undefined ? {} : { delayMs: options.delayMs }),
  }));
}

/** An id is free only when its failed job is gone. Those that end their worker stay as they are. */
async function clearFailed(queue: JobQueue, jobIds: readonly string[]): Promise<void> {
  const before = Date.now() - REVIVED_AFTER_MS;
  const wanted = new Set(jobIds);
  for (const job of await queue.getFailed(0, FAILED_KEPT)) {
    const deadly = job.failedReason?.includes(DEADLY) ?? false;
    if (wanted.has(job.id ?? '') && !deadly && (job.finishedOn ?? 0) < before) await job.remove();
  }
}

async function whereabouts(queue: JobQueue, jobId: string): Promise<Whereabouts> {
  const job = await queue.getJob(jobId);
  if (!job) return 'gone';
  return (await job.isFailed()) ? { failedReason: job.failedReason } : 'open';
}

async function sizeOf(name: JobName, queue: JobQueue): Promise<QueueSize> {
  const states = ['waiting', 'prioritized', 'active', 'delayed', 'failed'] as const;
  const counts = await queue.getJobCounts(...states);
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
  return { queue: name, waiting: waiting + prioritized, active, delayed, failed };
}
