/**
 * One round of polling as the worker does it: the poll-feed job, BullMQ and a private Redis, without the jobs that
 * follow. Feeds are asked as often as they allow (a round is a tick of the schedule), their habits left aside.
 */
import { readFileSync } from 'node:fs';
import { type Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { FeedParsing } from '../src/app/feed-parsing.ts';
import { type Settings, settingsSchema } from '../src/config/schema.ts';
import { DEFAULT_LIMITS } from '../src/jobs/context.ts';
import { type PollContext, pollFeed } from '../src/jobs/poll-feed.ts';
import { type JobReport, openQueues } from '../src/jobs/queues.ts';
import { contentId } from '../src/model/id.ts';
import type { JobData, JobOutcome } from '../src/model/job.ts';
import { createFetcher } from '../src/net/fetcher.ts';
import { connect } from '../src/store/connect.ts';
import { openEmbeddedRedis } from '../src/store/embedded.ts';
import { createStore, type Store } from '../src/store/store.ts';

const PREFIX = '{bench}';
const DAY_MS = 86_400_000;
const KEEP = { articlesMs: 30 * DAY_MS, verdictsMs: 60 * DAY_MS, seenMs: 60 * DAY_MS, deliveriesMs: DAY_MS };

/** @param stateFile what the private Redis stands beside; the next round goes on from there */
export async function pollRound(urlFile: string, stateFile: string): Promise<void> {
  const settings = settingsSchema.parse({});
  const urls = readFileSync(urlFile, 'utf8').split('\n').filter(Boolean);
  const feeds = urls.map((url) => ({ id: contentId('f', url), url, watchIds: [] }));
  const server = await openEmbeddedRedis({ folder: `${stateFile}.redis` });
  const redis = connect({ socketPath: server.socketPath, profile: 'worker' });
  const queues = openQueues({ connection: redis, prefix: PREFIX });
  const store = createStore(redis, { prefix: PREFIX, keep: KEEP });
  const fetcher = fetcherOf(settings, store);
  const parsing = new FeedParsing();
  const context: Omit<PollContext, 'jobId'> = {
    catalogue: {
      feeds: () => feeds,
      feed: (id) => feeds.find((feed) => feed.id === id),
      watches: () => [],
      watch: () => undefined,
    },
    ...{ store, fetcher, hubs: null, stages: parsing, lastAttempt: true },
    clock: () => new Date(),
    chance: Math.random,
    limits: limitsOf(settings),
    enqueue: async (name, data, options) => {
      await queues.add(name, data, options);
    },
  };
  const poll = (job: Job<JobData['poll-feed']>, signal: AbortSignal | undefined) =>
    pollFeed({ ...context, jobId: job.id ?? '' }, job.data, signal);
  await queues.add(
    'poll-feed',
    feeds.map(({ id }) => ({ feedId: id })),
  );
  await workOff(redis, feeds.length, settings.concurrency.poll, poll);
  await queues.close();
  await fetcher.close();
  await parsing.close();
  redis.disconnect();
  await server.close();
}

function fetcherOf({ net }: Settings, store: Store) {
  return createFetcher({
    userAgent: 'Newswatch/0.1.0 (+https://newswatch.example/contact)',
    allowPrivate: ['127.0.0.0/8'],
    timeoutMs: net.timeout,
    maxRedirects: 5,
    perHost: net.requestsPerHost,
    pauseMs: net.pause,
    respectRobots: net.robots,
    turnStore: store,
  });
}

function limitsOf({ poll, net }: Settings): PollContext['limits'] {
  return {
    ...DEFAULT_LIMITS,
    pollEveryMs: 1,
    quietPollMs: 1,
    slowestPollMs: poll.slowest,
    maxItemAgeMs: poll.maxItemAge,
    maxFeedBytes: net.maxFeedSize,
  };
}

/** Till so many jobs have ended; prints how. */
async function workOff(
  connection: Redis,
  jobs: number,
  concurrency: number,
  poll: (job: Job<JobData['poll-feed']>, signal: AbortSignal | undefined) => Promise<JobOutcome['poll-feed']>,
): Promise<void> {
  const counts = new Map<string, number>();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let left = jobs;
  const end = (kind: string) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    left -= 1;
    if (left === 0) resolve();
  };
  const worker = new Worker<JobData['poll-feed'], JobReport<'poll-feed'>>(
    'poll-feed',
    // Three parameters: with fewer, BullMQ gives no signal.
    async (job, _token, signal) => ({ outcome: await poll(job, signal), handedOn: [] }),
    { connection, prefix: PREFIX, concurrency },
  );
  worker.on('completed', (_job, { outcome }) => end(outcome.kind));
  worker.on('failed', (_job, error) => end(`broken: ${error.message}`));
  if (jobs > 0) await done;
  await worker.close();
  console.log([...counts].map(([kind, count]) => `${count} ${kind}`).join(', '));
}
