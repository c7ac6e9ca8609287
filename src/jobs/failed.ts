import { JOB_NAMES, type JobData, type JobName } from '../model/job.ts';
import type { JobQueue, Queues } from './queues.ts';
import { fromRedis } from './redis-failure.ts';

/** A job that failed for good. It is kept a fortnight, and its id taken as long. */
export interface FailedJob {
  readonly name: JobName;
  readonly jobId: string;
  readonly data: JobData[JobName];
  /** In words. */
  readonly error: string;
  readonly attempts: number;
  /** Milliseconds of the epoch; when it failed. */
  readonly failedAtMs: number;
}

/** Newest first, over all queues. */
export async function failedJobs(queues: Queues, limit: number): Promise<readonly FailedJob[]> {
  const lists = await Promise.all(
    JOB_NAMES.map(async (name) => {
      const jobs = await fromRedis(
        `Reading the failed ${name} jobs`,
        queues.queue(name).getJobs(['failed'], 0, limit - 1),
      );
      return jobs.map((job) => ({
        ...{ name, jobId: job.id ?? '', data: job.data, error: job.failedReason },
        ...{ attempts: job.attemptsMade, failedAtMs: job.finishedOn ?? job.timestamp },
      }));
    }),
  );
  return lists
    .flat()
    .sort((a, b) => b.failedAtMs - a.failedAtMs)
    .slice(0, limit);
}

/** Starts a failed job anew, its attempts counted from none. False where it has not failed, or is gone. */
export async function retryFailed(queues: Queues, name: JobName, jobId: string): Promise<boolean> {
  const queue = queues.queue(name);
  return fromRedis(`Retrying ${name} ${jobId}`, restart(queues, queue, name, jobId));
}

async function restart(queues: Queues, queue: JobQueue, name: JobName, jobId: string): Promise<boolean> {
  const job = await queue.getJob(jobId);
  if (!job || !(await job.isFailed())) return false;
  if (job.stalledCounter > 0) {
    // BullMQ keeps count of the workers it brought down, which a retry does not reset: it has to be a new job.
    await job.remove();
    await queues.add(name, [job.data], { jobId });
    return true;
  }
  try {
    await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    return true;
  } catch (error) {
    // Somebody else was quicker.
    if (await job.isFailed()) throw error;
    return false;
  }
}

/** Forgets a failed job, so that its id is free. False where it has not failed, or is gone. */
export async function discardFailed(queues: Queues, name: JobName, jobId: string): Promise<boolean> {
  const discard = async () => {
    const job = await queues.queue(name).getJob(jobId);
    if (!job || !(await job.isFailed())) return false;
    await job.remove();
    return true;
  };
  return fromRedis(`Discarding ${name} ${jobId}`, discard());
}
