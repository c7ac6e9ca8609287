import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { stringify } from 'yaml';
import { openQueues, type Queues } from '../../src/jobs/queues.ts';
import type { Article } from '../../src/model/article.ts';
import type { Subscriber } from '../../src/model/mail.ts';
import { connect } from '../../src/store/connect.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { type Home, makeHome, type Started } from '../cli/home.ts';
import { openMailbox, type TestMailbox } from '../jobs/mailbox.ts';
import { type Newsstand, openNewsstand } from '../jobs/newsstand.ts';
import { subscriberOf } from '../support/samples.ts';
import { type RedisProcess, redisProcess } from './redis-process.ts';
import { BORDER_DOSSIER, borderWatch, wire } from './wire.ts';

const PREFIX = '{newswatch}';
const YEAR_MS = 365 * 86_400_000;
const KEEP = { articlesMs: YEAR_MS, verdictsMs: YEAR_MS, seenMs: YEAR_MS, deliveriesMs: YEAR_MS };
export const WATCH = 'border';
export const bystanderOf = (n: number) => `ferry-${n}`;

export interface TownOptions {
  readonly feeds?: number;
  readonly items?: number;
  readonly readers?: number;
  /** Before every page and after every mail, so that work takes time. */
  readonly delayMs?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** In place of those of the wire. */
  readonly articles?: readonly Article[];
  /** More for watch.yaml. */
  readonly watch?: Readonly<Record<string, unknown>>;
  /** Watches of another story on the same feeds, which nobody reads. */
  readonly bystanders?: number;
  /** Another server than a Redis of the town's own, or another way to reach it. */
  readonly redisUrl?: string;
  /** Leaves Redis to be started by the test. */
  readonly redisAbsent?: boolean;
}

/** A whole installation to be broken: feeds, mail server and Redis on loopback, and the real command line between them. */
export interface Town {
  readonly redis: RedisProcess;
  readonly newsstand: Newsstand;
  readonly mailbox: TestMailbox;
  readonly home: Home;
  readonly articles: readonly Article[];
  readonly readers: readonly Subscriber[];
  readonly client: Redis;
  readonly store: Store;
  readonly queues: Queues;
  /** The feeds show the first so many of all items from now on. */
  publish(count: number): void;
  /** Starts a worker by the command line; resolves when it takes jobs. */
  worker(): Promise<Started>;
  /** Waits till every published item is read and all that was found is told; gives how long that took. */
  settled(timeoutMs: number): Promise<number>;
  account(): Promise<Account>;
  close(): Promise<void>;
}

/** What the readers got, held against what was found. */
export interface Account {
  readonly items: number;
  readonly read: number;
  /** Read, and not yet compared with the dossier. */
  readonly uncompared: number;
  readonly found: number;
  /** Developments that a reader was not told, over all readers. */
  readonly untold: number;
  /** Developments told to a reader by two deliveries. */
  readonly toldTwice: number;
  readonly mails: number;
  /** Mails that arrived again, with the same Message-ID. */
  readonly doubled: number;
  /** Deliveries marked sent that never arrived. */
  readonly missing: number;
  readonly failedJobs: readonly string[];
}

export async function openTown(options: TownOptions = {}): Promise<Town> {
  const { feeds = 4, items = 60, readers: people = 2, delayMs = 0 } = options;
  const redis = await redisProcess();
  if (!options.redisAbsent) await redis.start();
  const newsstand = await openNewsstand({ delayMs });
  const mailbox = await openMailbox({ delayMs });
  const articles = options.articles ?? wire(items, new Date());
  const paths = Array.from({ length: feeds }, (_, i) => `/feed-${i}`);
  const publish = (count: number) => {
    for (const [i, at] of paths.entries()) {
      newsstand.feeds.set(
        at,
        articles.slice(0, count).filter((_, n) => n % feeds === i),
      );
    }
  };
  publish(articles.length);
  const home = homeOf(
    {
      redisUrl: options.redisUrl ?? redis.url,
      smtpUrl: mailbox.url,
      settings: options.settings ?? {},
      watch: options.watch ?? {},
      bystanders: options.bystanders ?? 0,
    },
    paths.map((at) => newsstand.url + at),
  );
  const client = options.redisUrl ? connect({ url: options.redisUrl, profile: 'worker' }) : redis.client();
  client.on('error', () => undefined);
  const store = createStore(client, { prefix: PREFIX, keep: KEEP });
  const queues = openQueues({ connection: client, prefix: PREFIX });
  const readers = Array.from({ length: people }, (_, i) => reader(`reader-${i}@example.org`));
  if (!options.redisAbsent) for (const one of readers) await store.saveSubscriber(one);
  const workers: Started[] = [];
  const shown = () => new Set([...newsstand.feeds.values()].flat()).size;

  const town: Town = {
    ...{ redis, newsstand, mailbox, home, articles, readers, client, store, queues, publish },
    async worker() {
      const started = home.start('worker');
      workers.push(started);
      await started.says('worker started');
      return started;
    },
    async settled(timeoutMs) {
      const began = performance.now();
      for (;;) {
        // The whole account takes a while: it is asked for when all is read.
        if ((await store.counts(WATCH)).articles === shown()) {
          const { uncompared, untold } = await town.account();
          if (uncompared + untold === 0) return performance.now() - began;
        }
        if (performance.now() - began > timeoutMs)
          throw new Error(`not settled in ${timeoutMs} ms: ${JSON.stringify(await town.account())}`);
        await sleep(200);
      }
    },
    account: () => accountOf(town, shown()),
    async close() {
      for (const one of workers) one.kill('SIGKILL');
      await Promise.all(workers.map((one) => one.ended));
      await queues.close();
      client.disconnect();
      await redis.close();
      await mailbox.close();
      await newsstand.close();
      home.remove();
    },
  };
  return town;
}

function homeOf(
  at: {
    readonly redisUrl: string;
    readonly smtpUrl: string;
    readonly settings: object;
    readonly watch: object;
    readonly bystanders: number;
  },
  feeds: readonly string[],
): Home {
  const home = makeHome({
    redis: { url: at.redisUrl },
    mail: { smtp: at.smtpUrl, hold: '0s' },
    net: { allowPrivate: ['127.0.0.0/8'], requestsPerHost: 8, pause: '0s', robots: false },
    poll: { every: '2s', quiet: '2s', slowest: '10s' },
    ...at.settings,
  });
  home.write(`watches/${WATCH}/watch.yaml`, stringify({ ...borderWatch(feeds), ...at.watch }));
  home.write(`watches/${WATCH}/dossier/1.md`, BORDER_DOSSIER);
  for (let n = 0; n < at.bystanders; n += 1) {
    home.write(
      `watches/${bystanderOf(n)}/watch.yaml`,
      stringify({ title: 'The new ferry of Orsund', feeds: feeds.map((url) => ({ url })) }),
    );
    home.write(`watches/${bystanderOf(n)}/dossier/1.md`, FERRY_DOSSIER);
  }
  return home;
}

const FERRY_DOSSIER = `---
title: Orsund orders a ferry
source: Island Post
date: 2024-01-10
---

The council of Orsund ordered an electric ferry from a shipyard in Vikholm on Tuesday. Mayor Signe Aune said that it
would carry 60 cars to the mainland from 2026.

The old ferry broke down eleven times last year.
`;

/** Gets every alert at once, however many. */
export function reader(address: string): Subscriber {
  return subscriberOf(address, {
    watchIds: [WATCH],
    maxAlertsPerDay: 10_000,
    timezone: 'UTC',
    digest: 'off',
    createdAt: new Date(Date.now() - 86_400_000).toISOString(),
  });
}

type Counted = Pick<Town, 'store' | 'readers' | 'queues'> & { readonly mailbox: Pick<TestMailbox, 'mails'> };

/** @param items that were shown */
export async function accountOf(
  { store, mailbox, readers, queues }: Counted,
  items: number,
): Promise<Account> {
  const found = await store.developmentsSince(WATCH, '2000-01-01T00:00:00.000Z', 10_000);
  const deliveries = await store.deliveries(100_000);
  const sent = deliveries.filter(({ state }) => state === 'sent');
  const arrived = mailbox.mails.map(({ messageId }) => messageId);
  const told = readers.map(({ id }) =>
    sent.filter(({ subscriberId }) => subscriberId === id).flatMap(({ developmentIds }) => developmentIds),
  );
  const failed = await Promise.all(
    ['poll-feed', 'read-article', 'compare-article', 'send-alert', 'deliver'].map((name) =>
      queues.queue(name as 'deliver').getFailed(),
    ),
  );
  return {
    items,
    read: (await store.counts(WATCH)).articles,
    uncompared: (await store.pendingCompares(new Date().toISOString(), 10_000)).length,
    found: found.length,
    untold: told.reduce((sum, own) => sum + found.filter(({ id }) => !own.includes(id)).length, 0),
    toldTwice: told.reduce((sum, own) => sum + own.length - new Set(own).size, 0),
    mails: arrived.length,
    doubled: arrived.length - new Set(arrived).size,
    missing: sent.filter(({ message }) => !arrived.includes(message.messageId)).length,
    failedJobs: failed.flat().map((job) => `${job.name} ${job.id}: ${job.failedReason}`),
  };
}
