import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Stages } from '../../src/jobs/stages.ts';
import { articleIdOf } from '../../src/parsers/url.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { type Desk, openDesk } from './desk.ts';
import { type Newsstand, openNewsstand } from './newsstand.ts';
import { type Office, openOffice } from './office.ts';
import { storyOf } from './press.ts';
import { articleOf, feedOf, itemOf } from './samples.ts';
import type { WorkerOrders } from './worker-process.ts';

const STORY = storyOf('niger-us-withdrawal');
const [ARTICLE] = STORY.stream.map(({ article }) => article);
const DIED = 'a worker died: its jobs are started again';
/** Longer than a lock may go without being renewed, shorter than it lasts. */
const SLOW_MS = 4500;

let redis: TestRedis;
let newsstand: Newsstand;
let office: Office;
let desk: Desk;
let lines: Record<string, unknown>[];
let other: ChildProcess;

beforeEach(async () => {
  redis = testRedis();
  // The other worker is at this page when it dies or stands still.
  newsstand = await openNewsstand({ delayMs: 60_000 });
  office = openOffice(redis);
  const feedUrl = `${newsstand.url}/one`;
  if (ARTICLE) newsstand.feeds.set('/one', [ARTICLE]);
  const stages: Partial<Stages> = { articleIdOf, parseArticle: () => articleOf('walkout') };
  lines = [];
  desk = openDesk(redis.redis, redis.prefix, { feeds: [feedOf(feedUrl, [])] }, stages);
});
afterEach(async () => {
  other?.kill('SIGKILL');
  await office.close();
  await newsstand.close();
  await redis.close();
});

/** Another worker, in a process of its own; resolves when it has the article in hand. */
async function startOther(): Promise<void> {
  const orders: WorkerOrders = {
    ...{ socketPath: redis.socketPath, prefix: redis.prefix, story: STORY.id },
    ...{ feedUrls: [`${newsstand.url}/one`], smtpUrl: 'smtp://127.0.0.1:9' },
    ...{ from: '2024-11-20T12:00:00.000Z', startedAt: Date.now() },
  };
  const file = path.join(import.meta.dirname, 'worker-process.ts');
  other = spawn(process.execPath, [file, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (other.stdout) await once(other.stdout, 'data');
  await expect.poll(inHand, { timeout: 30_000 }).toMatch(`-${other.pid}-`);
}

/** Who has the article in hand. */
async function inHand(): Promise<string> {
  const [job] = await office.queues.queue('read-article').getActive();
  return job?.processedBy ?? '';
}

/** This process's worker, which reads any page at once. */
function startOwn() {
  const page = (url: string) => ({ kind: 'ok' as const, url, body: Buffer.from('text'), headers: {} });
  const fetcher = { fetch: async (url: string) => page(url), checkRobots: async () => undefined };
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return office.start({ ...desk.ports, fetcher, logger });
}

const said = (message: string) => lines.filter(({ msg }) => msg === message);
const read = () => office.events.filter(({ kind, name }) => kind === 'finished' && name === 'read-article');

test('what a killed worker had in hand is started again before its lock runs out', async () => {
  await startOther();
  await startOwn();
  other.kill('SIGKILL');
  await expect.poll(() => said(DIED), { timeout: 15_000 }).toHaveLength(1);
  expect(said(DIED)).toMatchObject([{ jobs: expect.any(Number) }]);
  await expect.poll(read, { timeout: 15_000 }).toHaveLength(1);
});

test('a worker that dies before another is there loses its jobs to it at once', async () => {
  await startOther();
  other.kill('SIGKILL');
  await sleep(3000);
  await startOwn();
  await expect.poll(read, { timeout: 15_000 }).toHaveLength(1);
});

test('a worker that stands still, and is not dead, keeps its jobs', async () => {
  await startOther();
  await startOwn();
  other.kill('SIGSTOP');
  await sleep(SLOW_MS);
  other.kill('SIGCONT');
  await sleep(1500);
  expect(said(DIED)).toEqual([]);
  expect(await inHand()).toMatch(`-${other.pid}-`);
  expect(read()).toEqual([]);
});

test('a job for which a worker was woken that died before it took it is taken by one that sleeps', async () => {
  await startOwn();
  const queue = office.queues.queue('read-article');
  await office.queues.add('read-article', [{ feedId: 'f', item: itemOf('late') }], { delayMs: 3_600_000 });
  const [job] = await queue.getDelayed();
  // Asleep, till the job is due or ten seconds are over.
  await sleep(500);
  await redis.redis
    .multi()
    .zrem(queue.toKey('delayed'), job?.id ?? '')
    .lpush(queue.toKey('wait'), job?.id ?? '')
    .exec();
  const woken = performance.now();
  await expect.poll(() => office.events.length, { timeout: 15_000 }).toBe(1);
  expect(performance.now() - woken).toBeLessThan(5000);
});
