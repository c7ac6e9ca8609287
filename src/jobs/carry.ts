import type { JobData, JobName } from '../model/job.ts';
import type { Queues } from './queues.ts';

/** Work that is queued, or was under way, as it can be queued elsewhere. */
export interface CarriedJob<Name extends JobName = JobName> {
  readonly job: Name;
  readonly jobId: string;
  readonly data: JobData[Name];
  readonly delayMs?: number;
}

/** Polls and sweeps come by the schedules, which any worker sets. */
export const CARRIED: readonly JobName[] = [
  'read-article',
  'compare-article',
  'send-alert',
  'send-digest',
  'deliver',
];
const STATES = ['waiting', 'prioritized', 'active', 'delayed'] as const;
const PAGE = 500;

/** All work that is not done. No worker may run meanwhile. */
export async function* queuedJobs(queues: Queues): AsyncGenerator<CarriedJob> {
  for (const name of CARRIED) {
    for (const state of STATES) {
      for (let from = 0; ; from += PAGE) {
        const jobs = await queues.queue(name).getJobs([state], from, from + PAGE - 1, true);
        for (const job of jobs) {
          const leftMs = job.timestamp + (job.delay ?? 0) - Date.now();
          const delay = state === 'delayed' && leftMs > 0 ? { delayMs: leftMs } : {};
          yield { job: name, jobId: job.id ?? '', data: job.data, ...delay };
        }
        if (jobs.length < PAGE) break;
      }
    }
  }
}

/** As `queuedJobs` gave it; null when it is no such job. */
export function carriedJob(record: Partial<Record<string, unknown>>): CarriedJob | null {
  const { job, jobId, data, delayMs } = record;
  const known = CARRIED.includes(job as JobName) && typeof jobId === 'string' && /^[^:]+$/.test(jobId);
  const delayed = delayMs === undefined || (typeof delayMs === 'number' && delayMs >= 0);
  return known && delayed && typeof data === 'object' && data !== null
    ? (record as unknown as CarriedJob)
    : null;
}
