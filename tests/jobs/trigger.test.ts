import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobPorts } from '../../src/jobs/context.ts';
import { openQueues } from '../../src/jobs/queues.ts';
import { openTrigger, type Progress, type Trigger } from '../../src/jobs/trigger.ts';
import { DeliveryError, FetchError, StoreError } from '../../src/model/errors.ts';
import { articleIdOf } from '../../src/parsers/url.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { type Office, openOffice } from './office.ts';
import {
  articleOf,
  deliveryOf,
  developmentOf,
  feedOf,
  itemOf,
  NOW,
  subscriberOf,
  watchOf,
} from './samples.ts';

const FEED = feedOf('https://news.example/rss');
const WATCH = watchOf();
const ITEMS = [itemOf('one'), itemOf('two'), itemOf('three')];

let redis: TestRedis;
let desk: Desk;
let office: Office;
let trigger: Trigger;
let connection: Redis;
let ports: JobPorts;

beforeEach(async () => {
  redis = testRedis();
  desk = openDesk(
    redis.redis,
    redis.prefix,
    { feeds: [FEED], watches: [WATCH] },
    {
      articleIdOf,
      parseFeed: () => Promise.resolve({ items: ITEMS }),
      parseArticle: ({ item }) => articleOf(item?.title ?? ''),
      compare: (dossier) => ({
        dossier,
        relevant: false,
        why: ['it is on something else'],
        developments: [],
        withheld: [],
        change: { entries: [], prints: [] },
      }),
    },
  );
  ports = {
    ...desk.ports,
    fetcher: {
      fetch: (url) => Promise.resolve({ kind: 'ok', url, body: Buffer.from('text'), headers: {} }),
      checkRobots: () => Promise.resolve(),
    },
  };
  office = openOffice(redis);
  // As a command connects: it gives up at once when Redis is away.
  connection = new Redis({ path: redis.socketPath, maxRetriesPerRequest: 0 });
  trigger = await openTrigger({ connection, queues: office.queues });
});
afterEach(async () => {
  await trigger.close();
  await connection.quit();
  await office.close();
  await redis.close();
});

test('a poll by hand is waited for with everything that follows from it', async () => {
  await office.start(ports);
  const progress: Progress[] = [];
  const ended = await trigger.runAndWait('poll-feed', { feedId: FEED.id, force: true }, (one) =>
    progress.push(one),
  );
  expect(ended[0]).toMatchObject({ kind: 'finished', outcome: { kind: 'polled', fresh: 3 } });
  const counts = Map.groupBy(ended, ({ name }) => name);
  expect(counts.get('read-article')).toHaveLength(3);
  expect(counts.get('compare-article')).toHaveLength(3);
  expect(progress).toHaveLength(7);
  expect(progress.at(-1)?.open).toBe(0);
});

test('several polls by hand at once are each told of their own', async () => {
  await office.start(ports);
  const ended = await Promise.all(
    [1, 2, 3].map(() => trigger.runAndWait('poll-feed', { feedId: FEED.id, force: true })),
  );
  const outcomes = ended.map(([first]) => first.kind === 'finished' && first.outcome.kind);
  expect(outcomes).toContain('polled');
  expect(new Set(ended.map(([first]) => first.jobId)).size).toBe(3);
});

test('what a poll before it took, and still works on, can be waited for too', async () => {
  const pages = Promise.withResolvers<void>();
  const { fetch } = ports.fetcher;
  const slow: typeof fetch = async (url, ask) => {
    if (url !== FEED.url) await pages.promise;
    return fetch(url, ask);
  };
  const taken = ITEMS.map((item) => ({ feedId: FEED.id, item }));
  await office.queues.add('read-article', taken);
  await desk.store.markItemsSeen(
    FEED.id,
    ITEMS.map(({ id }) => id),
    NOW,
  );
  await office.start({ ...ports, fetcher: { ...ports.fetcher, fetch: slow } });
  const own = await trigger.runAndWait('poll-feed', { feedId: FEED.id, force: true });
  expect(own).toMatchObject([{ kind: 'finished', outcome: { kind: 'polled', fresh: 0 } }]);
  const others = trigger.waitForOthers({ feedIds: [FEED.id], watchIds: [WATCH.id] });
  setTimeout(pages.resolve, 100);
  await others;
  const compared = office.events.filter(
    ({ name, kind }) => name === 'compare-article' && kind === 'finished',
  );
  expect(compared).toHaveLength(3);
  expect(await trigger.waitForOthers({ feedIds: [FEED.id], watchIds: [WATCH.id] })).toEqual([]);
});

test('a job that fails for good is told with its reason', async () => {
  const bug = { fetch: () => Promise.reject(new TypeError('a bug')), checkRobots: () => Promise.resolve() };
  await office.start({ ...ports, fetcher: bug });
  const [ended] = await trigger.runAndWait('poll-feed', { feedId: FEED.id });
  expect(ended).toMatchObject({ kind: 'failed', error: 'a bug' });
});

test('a job that is tried again is waited for', async () => {
  let tries = 0;
  const flaky = {
    ...ports.fetcher,
    fetch: (url: string) => {
      tries += 1;
      if (tries < 3) return Promise.reject(new FetchError('timeout', 'no answer', { retryable: true }));
      return Promise.resolve({ kind: 'ok' as const, url, body: Buffer.from('text'), headers: {} });
    },
  };
  await office.start({ ...ports, fetcher: flaky });
  const ended = await trigger.runAndWait('read-article', { feedId: FEED.id, item: itemOf('one') });
  expect(ended.map(({ name, kind }) => [name, kind])).toEqual([
    ['read-article', 'finished'],
    ['compare-article', 'finished'],
  ]);
});

test('a mail that is put off for minutes is told, not waited for', async () => {
  const ada = subscriberOf('ada');
  const delivery = deliveryOf(ada, developmentOf('walkout'));
  await desk.store.saveSubscriber(ada);
  await desk.store.createDelivery(delivery);
  const busy = { send: () => Promise.reject(new DeliveryError('451 later', { retryable: true })) };
  await office.start({ ...ports, transport: busy });
  const ended = await trigger.runAndWait('deliver', { deliveryId: delivery.id });
  expect(ended).toMatchObject([
    { kind: 'finished', outcome: { kind: 'put-off' } },
    { kind: 'delayed', delayMs: 300_000 },
  ]);
});

test('the waiting can be ended; the job stays queued', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const waiting = trigger.runAndWait('poll-feed', { feedId: FEED.id }, undefined, stop.signal);
  await expect(waiting).rejects.toThrow('Waiting was ended');
  expect(await office.queues.size('poll-feed')).toMatchObject({ waiting: 1 });
});

test('an end that no event told is found by asking', async () => {
  await office.queues.queue('poll-feed').trimEvents(0);
  const worker = await office.start(ports);
  const ended = trigger.runAndWait('poll-feed', { feedId: FEED.id, force: true });
  await redis.redis.del(office.queues.queue('poll-feed').toKey('events'));
  const [first] = await ended;
  expect(['finished', 'unreported']).toContain(first.kind);
  await worker.close();
});

test('with no Redis to be had, a command hears so at once', async () => {
  const nowhere = new Redis({ path: '/nonexistent/redis.sock', maxRetriesPerRequest: 0 });
  nowhere.on('error', () => undefined);
  const queues = openQueues({ connection: nowhere, prefix: redis.prefix });
  const opened = openTrigger({ connection: nowhere, queues });
  await expect(opened).rejects.toBeInstanceOf(StoreError);
  await expect(queues.add('sweep', [{}])).rejects.toBeInstanceOf(StoreError);
  await expect(queues.sizes()).rejects.toBeInstanceOf(StoreError);
  await queues.close();
  nowhere.disconnect();
});
