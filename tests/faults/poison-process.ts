import { Redis } from 'ioredis';
import { openQueues } from '../../src/jobs/queues.ts';
import { startWorker } from '../../src/jobs/worker.ts';
import { openPress, storyOf } from '../jobs/press.ts';
import { feedOf } from '../jobs/samples.ts';

/** A worker in a process of its own, which a certain article ends: reading it at its page, or comparing it. */
export interface PoisonOrders {
  readonly socketPath: string;
  readonly prefix: string;
  readonly story: string;
  readonly feedUrl: string;
  readonly smtpUrl: string;
  readonly deadlyPage: string;
  readonly deadlyTitle: string;
}

const orders = JSON.parse(process.argv[2] ?? '') as PoisonOrders;
const { watch } = storyOf(orders.story);
const feeds = [feedOf(orders.feedUrl, [watch.id])];
const redis = new Redis({ path: orders.socketPath, maxRetriesPerRequest: null });
const queues = openQueues({ connection: redis, prefix: orders.prefix });
const { ports } = openPress({
  redis,
  prefix: orders.prefix,
  watches: [watch],
  feeds,
  smtpUrl: orders.smtpUrl,
  clock: () => new Date(),
});
const die = () => process.kill(process.pid, 'SIGKILL');
const stages: typeof ports.stages = {
  ...ports.stages,
  parseArticle: (input) => {
    if (input.url.includes(orders.deadlyPage)) die();
    return ports.stages.parseArticle(input);
  },
  compare: (dossier, article, now) => {
    if (article.title === orders.deadlyTitle) die();
    return ports.stages.compare(dossier, article, now);
  },
};
const limits = { ...ports.limits, maxItemAgeMs: Number.MAX_SAFE_INTEGER };
await startWorker({ ...ports, stages, limits }, { connection: redis, queues });
process.stdout.write('started\n');
