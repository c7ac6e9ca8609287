import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drain } from '../../src/jobs/idle.ts';
import { openQueues, type Queues } from '../../src/jobs/queues.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { openMailbox, type TestMailbox } from './mailbox.ts';
import { type Newsstand, openNewsstand } from './newsstand.ts';
import { storyOf } from './press.ts';
import { subscriberOf } from './samples.ts';
import type { WorkerOrders } from './worker-process.ts';

const STORY = storyOf('niger-us-withdrawal');
const STREAM = STORY.stream.map(({ article }) => article);
const AFTER = '2024-11-20T12:00:00.000Z';
const YEAR_MS = 365 * 86_400_000;
/** `tests/faults/kill.nightly.ts` kills oftener. */
const KILLS = 3;
const READERS = ['ada', 'ben'].map((name) =>
  subscriberOf(name, {
    watchIds: [STORY.id],
    maxAlertsPerDay: 100,
    createdAt: '2024-09-01T00:00:00.000Z',
  }),
);

let redis: TestRedis;
let newsstand: Newsstand;
let mailbox: TestMailbox;
let store: Store;
let queues: Queues;
let orders: WorkerOrders;
let workers: ChildProcess[];

beforeEach(async () => {
  redis = testRedis();
  newsstand = await openNewsstand({ delayMs: 300 });
  mailbox = await openMailbox({ delayMs: 30 });
  queues = openQueues({ connection: redis.redis, prefix: redis.prefix });
  const keep = { articlesMs: YEAR_MS, verdictsMs: YEAR_MS, seenMs: YEAR_MS, deliveriesMs: YEAR_MS };
  store = createStore(redis.redis, { prefix: redis.prefix, keep });
  for (const reader of READERS) await store.saveSubscriber(reader);
  workers = [];
  orders = {
    socketPath: redis.socketPath,
    prefix: redis.prefix,
    story: STORY.id,
    feedUrls: ['/one', '/two'].map((at) => newsstand.url + at),
    smtpUrl: mailbox.url,
    from: AFTER,
    startedAt: Date.now(),
  };
});
afterEach(async () => {
  await Promise.all(workers.map(kill));
  await queues.close();
  await mailbox.close();
  await newsstand.close();
  await redis.close();
});

async function startWorkerProcess(): Promise<ChildProcess> {
  const file = path.join(import.meta.dirname, 'worker-process.ts');
  const child = spawn(process.execPath, [file, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  workers.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const found = () => store.developmentsSince(STORY.id, '2000-01-01T00:00:00.000Z', 1000);
const untold = async () => {
  const deliveries = await store.deliveries(1000);
  const sent = deliveries.filter(({ state }) => state === 'sent').flatMap((one) => one.developmentIds);
  const waking = (await found()).filter(({ weight }) => weight >= 1);
  return waking.length * READERS.length - sent.length;
};

test('workers killed in the middle of everything lose nothing and tell nothing twice', {
  timeout: 180_000,
}, async () => {
  newsstand.feeds.set(
    '/one',
    STREAM.filter((_, i) => i % 2 === 0),
  );
  newsstand.feeds.set(
    '/two',
    STREAM.filter((_, i) => i % 3 !== 0 || i % 2 === 1),
  );
  for (let i = 0; i < KILLS; i += 1) {
    const child = await startWorkerProcess();
    await sleep(200 + Math.random() * 500);
    await kill(child);
  }
  await startWorkerProcess();
  await expect
    .poll(async () => (await store.counts(STORY.id)).articles, { timeout: 60_000 })
    .toBe(STREAM.length);
  await expect.poll(untold, { timeout: 60_000 }).toBe(0);
  await queues.add(
    'send-digest',
    READERS.map(({ id }) => ({ subscriberId: id, force: true })),
  );
  expect(await drain(queues, { timeoutMs: 30_000 })).toBe(true);

  const developments = (await found()).map(({ id }) => id).sort();
  const deliveries = await store.deliveries(1000);
  for (const reader of READERS) {
    const own = deliveries.filter(({ subscriberId }) => subscriberId === reader.id);
    expect(own.every(({ state }) => state === 'sent')).toBe(true);
    expect(own.flatMap(({ developmentIds }) => developmentIds).sort()).toEqual(developments);
  }
  const ids = mailbox.mails.map(({ messageId }) => messageId);
  expect(new Set(ids)).toEqual(new Set(deliveries.map(({ message }) => message.messageId)));
  // SMTP leaves a window (RFC 1047): a mail in hand when its sender was killed comes again, as the same mail.
  expect(ids.length - deliveries.length).toBeLessThanOrEqual(KILLS * READERS.length);
});
