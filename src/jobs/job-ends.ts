import { QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { JOB_NAMES, type JobName, type JobOutcome } from '../model/job.ts';
import type { HandedOn, JobReport, Queues } from './queues.ts';
import { fromRedis } from './redis-failure.ts';

/** How one job ended, as Redis tells it. */
export type Ended<Name extends JobName = JobName> = {
  readonly name: Name;
  readonly jobId: string;
} & (
  | { readonly kind: 'finished'; readonly outcome: JobOutcome[Name] }
  | { readonly kind: 'failed'; readonly error: string }
  /** It ended, but its report was gone before it was read. */
  | { readonly kind: 'unreported' }
  /** Waits for its hour, a mail put off; it is not waited for. */
  | { readonly kind: 'delayed'; readonly delayMs: number }
);

/** An end, and the jobs that follow from it. */
export interface Settled {
  readonly ended: Ended;
  readonly handedOn: readonly HandedOn[];
}

export interface Heard {
  /** How that job ended since the listening began, if it did. */
  find(job: HandedOn): Settled | undefined;
  /** Resolves at the next end of any job, after `ms`, or when the signal ends the waiting. */
  next(ms: number, signal?: AbortSignal): Promise<void>;
  stop(): void;
}

export interface JobEnds {
  listen(): Heard;
  close(): Promise<void>;
}

/** Hears from Redis how the jobs of all queues end, whichever worker runs them. */
export async function openJobEnds(connection: Redis, queues: Queues): Promise<JobEnds> {
  // Commands fail at once when Redis is away; a blocking read must be allowed to wait.
  const patient = connection.duplicate({ maxRetriesPerRequest: null, lazyConnect: true });
  patient.on('error', () => undefined);
  const listeners = new Set<(settled: Settled) => void>();
  const tell = (settled: Settled) => {
    for (const listener of listeners) listener(settled);
  };
  const streams = await Promise.all(
    JOB_NAMES.map(async (name) =>
      openStream(name, patient, queues, await lastEvent(connection, queues, name), tell),
    ),
  );
  return {
    listen: () => listen(listeners),
    close: async () => {
      await Promise.all(streams.map((stream) => stream.close()));
      patient.disconnect();
    },
  };
}

async function openStream(
  name: JobName,
  connection: Redis,
  queues: Queues,
  lastEventId: string,
  tell: (settled: Settled) => void,
): Promise<QueueEvents> {
  const stream = new QueueEvents(name, { connection, prefix: queues.prefix, lastEventId });
  stream.on('error', () => undefined);
  stream.on('completed', ({ jobId, returnvalue }) => tell(finished(name, jobId, returnvalue)));
  stream.on('failed', ({ jobId, failedReason }) => tell(failed(name, jobId, failedReason)));
  await stream.waitUntilReady();
  return stream;
}

/** Reading begins after what is there now; BullMQ's default, the time of its first read, may miss what ends before it. */
async function lastEvent(connection: Redis, queues: Queues, name: JobName): Promise<string> {
  const events = queues.queue(name).toKey('events');
  const [last] = await fromRedis('Asking Redis', connection.xrevrange(events, '+', '-', 'COUNT', 1));
  return last?.[0] ?? '0-0';
}

function listen(listeners: Set<(settled: Settled) => void>): Heard {
  const settledByJob = new Map<string, Settled>();
  let arrival = Promise.withResolvers<void>();
  const listener = (settled: Settled) => {
    settledByJob.set(keyOf(settled.ended), settled);
    arrival.resolve();
  };
  listeners.add(listener);
  return {
    find: (job) => settledByJob.get(keyOf(job)),
    next: async (ms, signal) => {
      const over = AbortSignal.any([AbortSignal.timeout(ms), ...(signal ? [signal] : [])]);
      over.addEventListener('abort', () => arrival.resolve(), { once: true });
      if (!over.aborted) await arrival.promise;
      arrival = Promise.withResolvers<void>();
    },
    stop: () => {
      listeners.delete(listener);
    },
  };
}

function keyOf({ name, jobId }: { readonly name: JobName; readonly jobId: string }): string {
  return `${name}/${jobId}`;
}

/** BullMQ types the value as text, but hands out what the worker returned. */
function finished(name: JobName, jobId: string, returned: unknown): Settled {
  const { outcome, handedOn } = returned as JobReport;
  return { ended: { name, jobId, kind: 'finished', outcome } as Ended, handedOn };
}

export function failed(name: JobName, jobId: string, error: string): Settled {
  return { ended: { name, jobId, kind: 'failed', error }, handedOn: [] };
}
