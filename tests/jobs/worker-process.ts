import { Redis } from 'ioredis';
import { openQueues } from '../../src/jobs/queues.ts';
import { setSchedules } from '../../src/jobs/schedules.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import { openPress, storyOf } from './press.ts';
import { feedOf } from './samples.ts';

/** A worker in a process of its own, to be killed. */
export interface WorkerOrders {
  readonly socketPath: string;
  readonly prefix: string;
  readonly story: string;
  readonly feedUrls: readonly string[];
  readonly smtpUrl: string;
  /** The time of the news when the test began, and the real time then. */
  readonly from: string;
  readonly startedAt: number;
}

const orders = JSON.parse(process.argv[2] ?? '') as WorkerOrders;
const { watch } = storyOf(orders.story);
const feeds = orders.feedUrls.map((url) => feedOf(url, [watch.id]));
const redis = new Redis({ path: orders.socketPath, maxRetriesPerRequest: null });
const queues = openQueues({ connection: redis, prefix: orders.prefix });
/** A minute a second, so that what a crash left is old enough for the sweep soon. */
const clock = () => new Date(Date.parse(orders.from) + (Date.now() - orders.startedAt) * 60);

const { ports } = openPress({
  redis,
  prefix: orders.prefix,
  watches: [watch],
  feeds,
  smtpUrl: orders.smtpUrl,
  clock,
  limits: { pollEveryMs: 1000, deliveryLeaseMs: 3000, pollLeaseMs: 3000 },
});
await setSchedules(queues, {
  feeds: () => feeds,
  pollEveryMs: 2000,
  sweepEveryMs: 1000,
  spreadMs: 100,
  chance: Math.random,
});
await startWorker(ports, { connection: redis, queues, retry: { firstMs: 100, longestMs: 500 } });
process.stdout.write('started\n');
