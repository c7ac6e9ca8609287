import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Stages } from '../../src/jobs/stages.ts';
import type { Alone } from '../../src/jobs/worker.ts';
import { DeliveryError, FetchError, StoreError } from '../../src/model/errors.ts';
import { articleIdOf } from '../../src/parsers/url.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { type Office, openOffice } from './office.ts';
import { articleOf, deliveryOf, developmentOf, feedOf, itemOf, subscriberOf } from './samples.ts';

const FEED = feedOf('https://news.example/rss', []);
const ADA = subscriberOf('ada');
const READ = { feedId: FEED.id, item: itemOf('walkout') };

let redis: TestRedis;
let desk: Desk;
let office: Office;
let lines: Record<string, unknown>[];

beforeEach(() => {
  redis = testRedis();
  lines = [];
  const stages: Partial<Stages> = { articleIdOf, parseArticle: () => articleOf('walkout') };
  desk = openDesk(redis.redis, redis.prefix, { feeds: [FEED] }, stages);
  office = openOffice(redis);
});
afterEach(async () => {
  await office.close();
  await redis.close();
});

const logger = () => pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });

/** Fails with the given errors in turn, then answers a page. */
function failing(...errors: Error[]) {
  const left = [...errors];
  return {
    fetch: (url: string) => {
      const error = left.shift();
      if (error) return Promise.reject(error);
      return Promise.resolve({ kind: 'ok' as const, url, body: Buffer.from('text'), headers: {} });
    },
    checkRobots: () => Promise.resolve(),
  };
}

const unavailable = () => new FetchError('status', 'unavailable (503)', { retryable: true, status: 503 });

test('an error that may pass is tried again with growing waits', async () => {
  await office.start({ ...desk.ports, fetcher: failing(unavailable(), unavailable()), logger: logger() });
  await office.queues.add('read-article', [READ]);
  await office.idle();
  expect(office.events.map(({ kind }) => kind)).toEqual([
    'to-be-tried-again',
    'to-be-tried-again',
    'finished',
  ]);
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [40, 'job to be tried again'],
    [40, 'job to be tried again'],
    [30, 'job finished'],
  ]);
});

test('how long the other side asks to be left alone is kept to', async () => {
  const asked = new FetchError('status', 'too many (429)', { retryable: true, retryAfterMs: 150 });
  await office.start({ ...desk.ports, fetcher: failing(asked) });
  const started = performance.now();
  await office.queues.add('read-article', [READ]);
  await office.idle();
  expect(performance.now() - started).toBeGreaterThan(150);
});

test('a bug is logged with its stack, kept as failed with its reason, and stops nothing else', async () => {
  const fetcher = failing(new TypeError('undefined is not a page'));
  await office.start({ ...desk.ports, fetcher, logger: logger() });
  await office.queues.add('read-article', [READ, { feedId: FEED.id, item: itemOf('second') }]);
  await office.idle();
  expect(office.events.map(({ kind }) => kind).sort()).toEqual(['failed', 'finished']);
  const [kept] = await office.queues.queue('read-article').getFailed();
  expect(kept).toMatchObject({ failedReason: 'undefined is not a page', attemptsMade: 1 });
  expect(lines.find(({ level }) => level === 50)).toMatchObject({
    msg: 'job failed',
    job: 'read-article',
    stack: expect.stringContaining('worker.test.ts'),
  });
});

test('the same work queued twice while it waits is one job, and its id is free again when it is done', async () => {
  await office.queues.add('read-article', [READ]);
  await office.queues.add('read-article', [READ]);
  expect(await office.queues.size('read-article')).toMatchObject({ waiting: 1 });
  await office.start({ ...desk.ports, fetcher: failing() });
  await office.idle();
  await office.queues.add('read-article', [READ]);
  await office.idle();
  expect(office.events.map((event) => event.kind === 'finished' && event.outcome.kind)).toEqual([
    'read',
    'known',
  ]);
});

test('running jobs finish when the worker closes, and no new ones begin', async () => {
  await desk.store.saveSubscriber(ADA);
  const deliveries = ['one', 'two'].map((name) => deliveryOf(ADA, developmentOf(name)));
  for (const delivery of deliveries) await desk.store.createDelivery(delivery);
  const sending = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<string>();
  const transport = {
    send: () => {
      sending.resolve();
      return taken.promise;
    },
  };
  const worker = await office.start({ ...desk.ports, transport }, { concurrency: { deliver: 1 } });
  await office.queues.add(
    'deliver',
    deliveries.map(({ id }) => ({ deliveryId: id })),
  );
  await sending.promise;
  setTimeout(() => taken.resolve('250 ok'), 100);
  await worker.close();
  const states = await Promise.all(deliveries.map(({ id }) => desk.store.delivery(id)));
  expect(states.map((delivery) => delivery?.state)).toEqual(['sent', 'pending']);
  expect(await office.queues.size('deliver')).toMatchObject({ waiting: 1, active: 0, failed: 0 });
});

test('a job cut off when the time to close is over is started again by another worker within ten seconds', async () => {
  let cutOff = false;
  const began = Promise.withResolvers<void>();
  const hanging = {
    fetch: (_url: string, { signal }: { signal?: AbortSignal }) =>
      new Promise<never>((_, reject) => {
        began.resolve();
        signal?.addEventListener('abort', () => {
          cutOff = true;
          reject(new FetchError('network', 'aborted', { retryable: true }));
        });
      }),
    checkRobots: () => Promise.resolve(),
  };
  const worker = await office.start({ ...desk.ports, fetcher: hanging }, { drainMs: 100 });
  await office.queues.add('read-article', [READ]);
  await began.promise;
  await worker.close();
  const closed = performance.now();
  expect(cutOff).toBe(true);
  expect(await office.queues.size('read-article')).toMatchObject({ active: 1, failed: 0 });
  await office.start({ ...desk.ports, fetcher: failing() });
  await office.idle();
  expect(performance.now() - closed).toBeLessThan(10_000);
  expect(office.events.at(-1)).toMatchObject({ kind: 'finished', outcome: { kind: 'read' } });
});

test('one line a finished job: ids and counts, no mail address', async () => {
  await desk.store.saveSubscriber(ADA);
  const delivery = deliveryOf(ADA, developmentOf('walkout'));
  await desk.store.createDelivery(delivery);
  const refused = new DeliveryError('550 <ada@readers.example>: no such user');
  await office.start({
    ...desk.ports,
    transport: { send: () => Promise.reject(refused) },
    logger: logger(),
  });
  await office.queues.add('deliver', [{ deliveryId: delivery.id }]);
  await office.idle();
  expect(lines).toMatchObject([
    { msg: 'job finished', job: 'deliver', outcome: 'failed', deliveryId: delivery.id },
  ]);
  expect(JSON.stringify(lines)).not.toContain('ada@');
});

test('a failure that stays is given up after its last attempt, with its reason kept', async () => {
  const store = {
    ...desk.store,
    development: () => Promise.reject(new StoreError('Redis is out of memory')),
  };
  await office.start({ ...desk.ports, store }, { retry: { firstMs: 1, longestMs: 2 } });
  await office.queues.add('send-alert', [{ watchId: 'strike', developmentId: 'v1' }]);
  await office.idle();
  expect(office.events.map(({ kind }) => kind).filter((kind) => kind === 'failed')).toHaveLength(1);
  const [kept] = await office.queues.queue('send-alert').getFailed();
  expect(kept?.failedReason).toBe('Redis is out of memory');
});

test('how many workers are there can be asked', async () => {
  expect(await office.queues.workers()).toBe(0);
  const worker = await office.start(desk.ports);
  expect(await office.queues.workers()).toBe(1);
  await worker.close();
  expect(await office.queues.workers()).toBe(0);
});

/** The processes that jobs are done by alone, and how each ends. */
function shop(endings: readonly ('dies' | 'reads')[]) {
  const left = [...endings];
  const asked: { readonly jobId: string; readonly refused: boolean | undefined }[] = [];
  const alone: Alone = {
    run: async ({ jobId, refused }) => {
      asked.push({ jobId, refused });
      if (left.shift() === 'dies') return null;
      return { outcome: { kind: 'unreadable', itemId: jobId, error: 'read alone' }, handedOn: [] } as never;
    },
  };
  return { alone, asked };
}

/** As BullMQ leaves it when its worker dies. */
async function wentDown(id: string, fields: Readonly<Record<string, number>>) {
  await redis.redis.hset(office.queues.queue('read-article').toKey(id), { stc: 1, ...fields });
}

test('what may end the process is done one at a time, and leaves no mark', async () => {
  let running = 0;
  let atOnce = 0;
  const parseArticle = async () => {
    running += 1;
    atOnce = Math.max(atOnce, running);
    await sleep(20);
    running -= 1;
    return articleOf('walkout');
  };
  const stages = { ...desk.ports.stages, parseArticle } as unknown as Stages;
  const items = ['one', 'two', 'three'].map((name) => itemOf(name));
  await office.queues.add(
    'read-article',
    items.map((item) => ({ feedId: FEED.id, item })),
  );
  await office.start({ ...desk.ports, stages, fetcher: failing() });
  await office.idle();
  expect(atOnce).toBe(1);
  expect(office.events.map(({ kind }) => kind)).toEqual(items.map(() => 'finished'));
});

test('a job is marked while it is at its risky work, but not when it starts for the first time', async () => {
  const second = itemOf('second');
  const marks: (string | null)[] = [];
  const parseArticle = async ({ item }: { readonly item: { readonly id: string } }) => {
    marks.push(await redis.redis.hget(office.queues.queue('read-article').toKey(item.id), 'risk'));
    return articleOf('walkout');
  };
  const stages = { ...desk.ports.stages, parseArticle } as unknown as Stages;
  await office.queues.add('read-article', [READ, { feedId: FEED.id, item: second }]);
  await wentDown(second.id, {});
  await office.start({ ...desk.ports, stages, fetcher: failing() }, { concurrency: { 'read-article': 1 } });
  await office.idle();
  expect(marks).toEqual([null, '1']);
});

test('a job whose worker died at its risky work is done by a process of its own; one that only waited is not', async () => {
  const suspect = itemOf('suspect');
  await office.queues.add('read-article', [READ, { feedId: FEED.id, item: suspect }]);
  await wentDown(suspect.id, { risk: 1 });
  await wentDown(READ.item.id, { risk: 0 });
  const { alone, asked } = shop(['reads']);
  await office.start({ ...desk.ports, fetcher: failing() }, { alone });
  await office.idle();
  expect(asked).toEqual([{ jobId: suspect.id, refused: false }]);
  expect(office.events.map(({ kind }) => kind)).toEqual(['finished', 'finished']);
});

test('guilty is what a process of its own died under: its page is not read, the text of its feed is', async () => {
  await office.queues.add('read-article', [READ]);
  await wentDown(READ.item.id, { risk: 1 });
  const { alone, asked } = shop(['dies', 'reads']);
  await office.start({ ...desk.ports, fetcher: failing() }, { alone });
  await office.idle();
  expect(asked.map(({ refused }) => refused)).toEqual([false, true]);
  expect(office.events).toMatchObject([{ kind: 'finished' }]);
});

test('what has no other way, or ends even that, is given up with its reason', async () => {
  const reason = 'It brought its worker down twice, and then a process that did nothing else.';
  await office.queues.add('read-article', [READ]);
  await wentDown(READ.item.id, { deaths: 2 });
  const compares = office.queues.queue('compare-article');
  await office.queues.add('compare-article', [{ watchId: 'w', articleId: 'a' }]);
  await redis.redis.hset(compares.toKey('a-w'), { stc: 1, deaths: 1 });
  const { alone, asked } = shop([]);
  await office.start({ ...desk.ports, fetcher: failing() }, { alone });
  await office.idle();
  expect(asked).toEqual([]);
  for (const name of ['read-article', 'compare-article'] as const) {
    expect(await office.queues.queue(name).getFailed()).toMatchObject([{ failedReason: reason }]);
  }
});

test('killed by chance as often as may be, a job is not given up for it', async () => {
  await office.queues.add('read-article', [READ]);
  await wentDown(READ.item.id, { stc: 40, risk: 1 });
  const { alone } = shop(['reads']);
  await office.start({ ...desk.ports, fetcher: failing() }, { alone });
  await office.idle();
  expect(office.events).toMatchObject([{ kind: 'finished' }]);
});

test('a job in hand when its worker died twenty times, at nothing risky, is done as any other; once more is one too many', async () => {
  const often = itemOf('often');
  await office.queues.add('read-article', [READ, { feedId: FEED.id, item: often }]);
  await wentDown(READ.item.id, { stc: 20 });
  await wentDown(often.id, { stc: 21 });
  const { alone, asked } = shop(['reads']);
  await office.start({ ...desk.ports, fetcher: failing() }, { alone });
  await office.idle();
  expect(asked.map(({ jobId }) => jobId)).toEqual([often.id]);
  expect(office.events.map(({ kind }) => kind)).toEqual(['finished', 'finished']);
});

test('what failed hours ago is started anew by the sweep, and what ends its worker is not', async () => {
  const queue = office.queues.queue('deliver');
  for (const [id, failedReason] of [
    ['d1', 'Redis is full'],
    ['d2', 'It brought its worker down twice, and then a process that did nothing else.'],
  ] as const) {
    await office.queues.add('deliver', [{ deliveryId: id }]);
    const hash = queue.toKey(id);
    await redis.redis
      .multi()
      .lrem(queue.toKey('wait'), 0, id)
      .zadd(queue.toKey('failed'), Date.now() - 7_200_000, id)
      .hset(hash, { failedReason, finishedOn: Date.now() - 7_200_000 })
      .exec();
  }
  const both = [{ deliveryId: 'd1' }, { deliveryId: 'd2' }];
  await office.queues.add('deliver', both);
  expect(await queue.getWaitingCount()).toBe(0);
  await office.queues.add('deliver', both, { revive: true });
  expect((await queue.getWaiting()).map(({ id }) => id)).toEqual(['d1']);
  expect((await queue.getFailed()).map(({ id }) => id)).toEqual(['d2']);
});
