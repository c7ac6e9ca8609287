import { randomUUID } from 'node:crypto';
import type { Config } from '../config/load.ts';
import { discardFailed, failedJobs, retryFailed } from '../jobs/failed.ts';
import type { Catalogue } from '../jobs/ports.ts';
import type { Queues } from '../jobs/queues.ts';
import { AppError } from '../model/errors.ts';
import { JOB_NAMES, type JobName } from '../model/job.ts';
import type { Clock } from '../model/time.ts';
import type { Store } from '../store/store.ts';
import type { Operator } from '../web/ports.ts';
import { openBoard } from './board.ts';
import { createFeeds } from './feeds.ts';
import { settingsShown } from './settings-shown.ts';

interface OperatorParts {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly store: Store;
  readonly queues: Queues;
  readonly clock: Clock;
}

/** What the page lets whoever is signed in do. */
export function createOperator({ config, catalogue, store, queues, clock }: OperatorParts): Operator {
  const feeds = createFeeds(catalogue, store);
  return {
    failedJobs: (limit) => failedJobs(queues, limit),
    retry: (name, jobId) => retryFailed(queues, name, jobId),
    discard: (name, jobId) => discardFailed(queues, name, jobId),
    async pausedQueues() {
      const paused = await Promise.all(JOB_NAMES.map((name) => queues.queue(name).isPaused()));
      return new Set<JobName>(JOB_NAMES.filter((_, at) => paused[at]));
    },
    pauseQueue: (name) => queues.queue(name).pause(),
    resumeQueue: (name) => queues.queue(name).resume(),
    async run(name, data) {
      // An id of its own: the work may be queued already, for later, and is wanted now.
      const [added] = await queues.add(name, [data], { jobId: `hand-${randomUUID()}` });
      if (!added) throw new AppError(`No ${name} job was queued.`);
    },
    pauseFeed: (feed) => feeds.pause(feed),
    resumeFeed: (feed) => feeds.resume(feed),
    async sendAgain(deliveryId) {
      if (!(await store.reopenDelivery(deliveryId, clock().toISOString()))) return false;
      await queues.add('deliver', [{ deliveryId }], { jobId: `hand-${randomUUID()}` });
      return true;
    },
    settings: () => settingsShown(config),
    board: openBoard(queues),
  };
}
