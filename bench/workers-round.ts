/** One setting of `workers.ts`, from an empty Redis to the last mail. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { drain } from '../src/jobs/idle.ts';
import { openQueues, type Queues } from '../src/jobs/queues.ts';
import { contentId } from '../src/model/id.ts';
import { connect } from '../src/store/connect.ts';
import { redisProgram } from '../src/store/redis-program.ts';
import type { Store } from '../src/store/store.ts';
import { type Host, type Hosts, openHosts, startNode, THIS_HOST } from './hosts.ts';
import { openSink, type Sink } from './mail-parts.ts';
import { FOLLOWED } from './scale-pages.ts';
import {
  calls,
  fillLedger,
  info,
  openOwnRedis,
  openSite,
  openStore,
  PREFIX,
  type Site,
} from './scale-parts.ts';
import { checkPromises, digestsOf, FILLED_EVENTS, readerOf } from './workers-check.ts';
import type { Orders, Spent } from './workers-process.ts';

export interface Setting {
  readonly title: string;
  readonly workers: number;
  readonly watches: number;
  /** Each worker, Redis, and the site with the mail server on a host of its own. */
  readonly hosts: boolean;
  /** To Redis and back. */
  readonly delayMs: number;
}

/** An article, where nothing else is said. */
export interface Figures {
  readonly articles: number;
  readonly workersMs: number;
  readonly redisMs: number;
  readonly commands: number;
  readonly stale: number;
  /** Each worker's share of the articles read. */
  readonly read: readonly number[];
  readonly aSecond: number;
  readonly mostAtHost: number;
  readonly twice: number;
  readonly troubles: number;
  readonly developments: number;
  readonly mails: number;
}

const FEEDS = 8;
const WARM = 4;
const REDIS_PORT = 6379;
const OF = (file: string) => path.join(import.meta.dirname, file);

/** Null where it cannot be done here; says why. */
export async function runSetting(setting: Setting, articles: number): Promise<Figures | null> {
  let network: Hosts | null = null;
  if (setting.hosts) {
    try {
      network = openHosts([1, FEEDS, ...Array.from({ length: setting.workers }, () => 1)]);
    } catch (error) {
      console.log(
        `\nHosts of their own are skipped, network namespaces are not permitted: ${(error as Error).message}`,
      );
      return null;
    }
  }
  const [redisHost = THIS_HOST, siteHost = THIS_HOST, ...workerHosts] = network?.hosts ?? [];
  const own = await openRedisOn(redisHost, setting.delayMs);
  const site = await openSite(siteHost, siteHost.addresses.slice(0, FEEDS));
  const sink = await openSink(siteHost);
  const orders = await prepare(own.store, setting, { site, sink, siteHost, redisUrl: own.url });
  const start = (i: number) => openWorker(workerHosts[i] ?? THIS_HOST, orders);
  const workers = await Promise.all(Array.from({ length: setting.workers }, (_, i) => start(i)));
  const queues = openQueues({ connection: own.redis, prefix: PREFIX });
  try {
    const work = (from: number, to: number) => workOff({ queues, site, orders, workers }, from, to);
    // Founds the dossiers, compiles, connects.
    await work(0, WARM);
    const before = await counted(own.redis, workers);
    const startedAt = performance.now();
    await work(WARM, WARM + articles / FEEDS);
    const seconds = (performance.now() - startedAt) / 1000;
    await drain(queues);
    const after = await counted(own.redis, workers);
    const mostAtHost = await site.tell({ feed: 'none', from: 0, to: 0 });
    // What a mail of one article has no room for is left to the digest.
    await queues.add('send-digest', digestsOf(orders));
    await drain(queues);
    const told = await checkPromises(own.store, sink, orders, articles + WARM * FEEDS);
    return { ...figuresOf(before, after, articles), ...told, mostAtHost, aSecond: articles / seconds };
  } finally {
    for (const worker of workers) worker.child.kill();
    await queues.close();
    site.close();
    sink.close();
    await own.close();
    network?.close();
  }
}

async function openRedisOn(host: Host, delayMs: number) {
  if (host === THIS_HOST) {
    const own = await openOwnRedis();
    if (delayMs === 0) return { ...own, url: `unix://${own.socketPath}` };
    const relay = startNode(host, OF('workers-relay.ts'), [own.socketPath, host.address, String(delayMs)]);
    const { port } = await messageOf<{ port: number }>(relay);
    const close = async () => {
      relay.kill();
      await own.close();
    };
    return { ...own, url: `redis://${host.address}:${port}`, close };
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-bench-'));
  const socketPath = path.join(folder, 'redis.sock');
  const settings = { bind: host.address, port: REDIS_PORT, unixsocket: socketPath, dir: folder };
  const options = { ...settings, save: '', appendonly: 'yes', 'protected-mode': 'no', logfile: 'redis.log' };
  const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = host.start(await redisProgram(), named);
  const redis = connect({ socketPath, profile: 'worker', prefix: PREFIX });
  await redis.ping();
  const close = async () => {
    redis.disconnect();
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  return { redis, store: openStore(redis), url: `redis://${host.address}:${REDIS_PORT}`, close };
}

/** Ledgers, readers, and what a worker is to know. */
async function prepare(
  store: Store,
  { watches }: Setting,
  { site, sink, siteHost, redisUrl }: { site: Site; sink: Sink; siteHost: Host; redisUrl: string },
): Promise<Orders> {
  const watchIds = Array.from({ length: watches }, (_, i) => `watch-${i}`);
  for (const [i, id] of watchIds.entries()) {
    await fillLedger(store, { ...FOLLOWED.watch, id }, FILLED_EVENTS);
    await store.saveSubscriber(readerOf(i, id));
  }
  const feeds = site.bases.map((base, i) => ({
    id: contentId('f', base),
    url: `${base}/feed/${i}`,
    watchIds: [watchIds[i % watches] ?? ''],
  }));
  return { redisUrl, watchIds, feeds, smtp: { host: siteHost.address, port: sink.port }, pauseMs: 0 };
}

interface Worker {
  readonly child: ChildProcess;
  /** Told by it: articles compared. */
  readonly compared: () => number;
  spent(): Promise<Spent>;
}

async function openWorker(host: Host, orders: Orders): Promise<Worker> {
  const child = startNode(host, OF('workers-process.ts'), [JSON.stringify(orders)]);
  let compared = 0;
  child.on('message', (message) => {
    if (message === 'compared') compared += 1;
  });
  await messageOf(child);
  return {
    child,
    compared: () => compared,
    spent: () => {
      const answer = messageOf<Spent>(child, (message) => typeof message === 'object');
      child.send('spent?');
      return answer;
    },
  };
}

function messageOf<Message>(child: ChildProcess, isIt = (_: unknown) => true): Promise<Message> {
  return new Promise((resolve, reject) => {
    const hear = (message: unknown) => {
      if (!isIt(message)) return;
      child.off('message', hear);
      resolve(message as Message);
    };
    child.on('message', hear);
    child.once('exit', () => reject(new Error('a process of this benchmark ended by itself')));
  });
}

interface Running {
  readonly queues: Queues;
  readonly site: Site;
  readonly orders: Orders;
  readonly workers: readonly Worker[];
}

/** The articles of each feed between these numbers, till all are compared. */
async function workOff({ queues, site, orders, workers }: Running, from: number, to: number): Promise<void> {
  const compared = () => workers.reduce((sum, worker) => sum + worker.compared(), 0);
  const goal = compared() + orders.feeds.length * (to - from);
  for (const host of orders.feeds.keys()) {
    const shift = 10_000 * host;
    await site.tell({ feed: `${host}`, host, from: shift + from, to: shift + to, delayMs: 5 });
  }
  const polls = orders.feeds.map(({ id }) => ({ feedId: id, force: true }));
  await queues.add('poll-feed', polls);
  while (compared() < goal) await sleep(5);
}

interface Counted {
  readonly redisMs: number;
  readonly commands: number;
  readonly spent: readonly Spent[];
}

async function counted(redis: Redis, workers: readonly Worker[]): Promise<Counted> {
  const spent = await Promise.all(workers.map((worker) => worker.spent()));
  const cpu = await info(redis, 'cpu');
  const commands = [...(await calls(redis)).values()].reduce((sum, one) => sum + one, 0);
  return {
    redisMs: 1000 * ((cpu.get('used_cpu_user') ?? 0) + (cpu.get('used_cpu_sys') ?? 0)),
    commands,
    spent,
  };
}

function figuresOf(before: Counted, after: Counted, articles: number) {
  const grown = (figure: (spent: Spent) => number) =>
    after.spent.map((spent, i) => figure(spent) - figure(before.spent[i] as Spent));
  const total = (figure: (spent: Spent) => number) => grown(figure).reduce((sum, one) => sum + one, 0);
  const done = after.spent.flatMap((spent, i) => spent.done.slice(before.spent[i]?.done.length));
  for (const { troubles } of after.spent)
    for (const line of troubles.slice(0, 1)) console.error(line.trimEnd());
  return {
    articles,
    workersMs: total(({ cpuMs }) => cpuMs) / articles,
    redisMs: (after.redisMs - before.redisMs) / articles,
    commands: (after.commands - before.commands) / articles,
    stale: total(({ stale }) => stale) / articles,
    read: grown(({ read }) => read).map((read) => read / articles),
    twice: done.length - new Set(done).size,
    troubles: total(({ troubles }) => troubles.length),
  };
}
