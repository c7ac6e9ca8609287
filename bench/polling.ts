/**
 * One round of polling as the worker does it: the poll-feed job, BullMQ and a private Redis, without the jobs that
 * follow. Made for the kit's `CMD_CUSTOM`, which adds a file of addresses and a state file:
 *
 *   CMD_CUSTOM='node bench/polling.ts' run_scen.sh 3 3 mine
 *
 * Feeds are asked as often as they allow (a round is a tick of the schedule), their habits left aside.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worker } from 'bullmq';
import { FeedParsing } from '../src/app/feed-parsing.ts';
import { settingsSchema } from '../src/config/schema.ts';
import { DEFAULT_LIMITS } from '../src/jobs/context.ts';
import { type PollContext, pollFeed } from '../src/jobs/poll-feed.ts';
import { type JobReport, openQueues } from '../src/jobs/queues.ts';
import { contentId } from '../src/model/id.ts';
import type { JobData } from '../src/model/job.ts';
import { createFetcher } from '../src/net/fetcher.ts';
import { connect } from '../src/store/connect.ts';
import { openEmbeddedRedis } from '../src/store/embedded.ts';
import { createStore } from '../src/store/store.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [urlFile, stateFile] = positionals;
if (!urlFile || !stateFile) {
  console.error('usage: node bench/polling.ts URL_FILE STATE_FILE');
  process.exit(2);
}

const settings = settingsSchema.parse({});
const urls = readFileSync(urlFile, 'utf8').split('\n').filter(Boolean);
const feeds = urls.map((url) => ({ id: contentId('f', url), url, watchIds: [] }));
const byId = new Map(feeds.map((feed) => [feed.id, feed]));
const prefix = '{bench}';
const DAY_MS = 86_400_000;
const keep = { articlesMs: 30 * DAY_MS, verdictsMs: 90 * DAY_MS, seenMs: 60 * DAY_MS, deliveriesMs: DAY_MS };

const server = await openEmbeddedRedis({ folder: `${stateFile}.redis` });
const redis = connect({ socketPath: server.socketPath, profile: 'worker' });
const queues = openQueues({ connection: redis, prefix });
const store = createStore(redis, { prefix, keep });
const fetcher = createFetcher({
  userAgent: 'Newswatch/0.1.0 (+https://newswatch.example/contact)',
  allowPrivate: ['127.0.0.0/8'],
  timeoutMs: settings.net.timeout,
  maxRedirects: 5,
  perHost: settings.net.requestsPerHost,
  pauseMs: settings.net.pause,
  respectRobots: settings.net.robots,
});
const parsing = new FeedParsing();
const context: Omit<PollContext, 'jobId'> = {
  catalogue: { feeds: () => feeds, feed: (id) => byId.get(id), watches: () => [], watch: () => undefined },
  store,
  fetcher,
  hubs: null,
  stages: parsing,
  lastAttempt: true,
  clock: () => new Date(),
  chance: Math.random,
  limits: {
    ...DEFAULT_LIMITS,
    pollEveryMs: 1,
    quietPollMs: 1,
    slowestPollMs: settings.poll.slowest,
    maxItemAgeMs: settings.poll.maxItemAge,
    maxFeedBytes: settings.net.maxFeedSize,
  },
  enqueue: async (name, data, options) => {
    await queues.add(name, data, options);
  },
};

const counts = new Map<string, number>();
let left = feeds.length;
const { promise: done, resolve } = Promise.withResolvers<void>();
const end = (kind: string) => {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  left -= 1;
  if (left === 0) resolve();
};
await queues.add(
  'poll-feed',
  feeds.map(({ id }) => ({ feedId: id })),
);
const worker = new Worker<JobData['poll-feed'], JobReport<'poll-feed'>>(
  'poll-feed',
  async (job, _token, signal) => {
    const outcome = await pollFeed({ ...context, jobId: job.id ?? '' }, job.data, signal);
    return { outcome, handedOn: [] };
  },
  { connection: redis, prefix, concurrency: settings.concurrency.poll },
);
worker.on('completed', (_job, { outcome }) => end(outcome.kind));
worker.on('failed', (_job, error) => end(`broken: ${error.message}`));
if (left > 0) await done;
await worker.close();
await queues.close();
await fetcher.close();
await parsing.close();
redis.disconnect();
await server.close();
console.log([...counts].map(([kind, count]) => `${count} ${kind}`).join(', '));
