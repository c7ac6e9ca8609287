import { setTimeout as sleep } from 'node:timers/promises';
import type { JobName } from '../model/job.ts';
import type { QueueSize, Queues } from './queues.ts';

/** Upstream first: work moves on in this order, so what is looked at one queue after another cannot slip through. */
const WAY: readonly JobName[] = [
  'sweep',
  'poll-feed',
  'read-article',
  'compare-article',
  'send-alert',
  'send-digest',
  'deliver',
];
/** Their waiting jobs are schedules, and mails put off for minutes. */
const MAY_WAIT: readonly JobName[] = ['sweep', 'poll-feed', 'deliver'];
const LOOK_EVERY_MS = 100;

export interface DrainOptions {
  /** Default: as long as it takes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Waits until no job is queued or running; the schedules stay. @returns false when the time was up, or the signal came, before */
export async function drain(queues: Queues, options: DrainOptions = {}): Promise<boolean> {
  const until = performance.now() + (options.timeoutMs ?? Number.POSITIVE_INFINITY);
  while (!(await isIdle(queues))) {
    if (performance.now() > until || options.signal?.aborted) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

async function isIdle(queues: Queues): Promise<boolean> {
  for (const name of WAY) {
    if (isBusy(await queues.size(name))) return false;
  }
  return true;
}

function isBusy({ queue, waiting, active, delayed }: QueueSize): boolean {
  return waiting + active + (MAY_WAIT.includes(queue) ? 0 : delayed) > 0;
}
