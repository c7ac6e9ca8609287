import type { Logger } from 'pino';
import { type LiveCatalogue, openCatalogue } from './app/catalogue.ts';
import { compareMark } from './app/compare-mark.ts';
import { followWatchFiles } from './app/follow-files.ts';
import { health } from './app/health.ts';
import { keepTimes } from './app/keep-times.ts';
import { createPeople, type People } from './app/people.ts';
import { openRedisHome, type RedisHome } from './app/redis.ts';
import { localUrl, mailFrom } from './app/sending.ts';
import { createSubscribing } from './app/subscribing.ts';
import { exportTo, importFrom, type Transferred } from './app/transfer.ts';
import type { Running, WorkerWishes } from './app/worker.ts';
import type { Config } from './config/load.ts';
import { openDossiers } from './jobs/dossiers.ts';
import { discardFailed, type FailedJob, failedJobs, retryFailed } from './jobs/failed.ts';
import { drain } from './jobs/idle.ts';
import type { Ended } from './jobs/job-ends.ts';
import type { Catalogue } from './jobs/ports.ts';
import { openQueues, type Queues } from './jobs/queues.ts';
import { composeNextDigest } from './jobs/send-digest.ts';
import { type Progress as JobProgress, openTrigger, type Trigger, type Work } from './jobs/trigger.ts';
import type { JobEvent } from './jobs/worker.ts';
import type { Channel } from './model/channel.ts';
import type { MailMessage, Subscriber } from './model/mail.ts';
import type { Clock } from './model/time.ts';
import { createStore, type Store } from './store/store.ts';
import type { Health, Readers } from './web/ports.ts';

const DRAIN_MS = 10_000;

export type { Catalogue, Ended, FailedJob, JobEvent, JobProgress, Trigger, Work };
export { discardFailed, failedJobs, retryFailed };

export interface AppOptions {
  readonly config: Config;
  /** Default: silent, for commands that print their own result. */
  readonly logger?: Logger;
  /** The time of the news; default: now. */
  readonly clock?: Clock;
  /** Told what a person should know while the app is opened, a sentence each. */
  readonly say?: (line: string) => void;
}

/** Everything, put together. Parts that cost something are opened when they are first asked for. */
export interface App {
  readonly config: Config;
  readonly catalogue: LiveCatalogue;
  readonly store: Store;
  readonly people: People;
  /** What readers do by themselves, through links that were mailed to them. */
  readonly readers: Readers;
  readonly queues: Queues;
  readonly redisHome: RedisHome;
  /** The digest a subscriber would get now; null when there is nothing new. Sends and stores nothing. */
  previewDigest(subscriber: Subscriber): Promise<MailMessage | null>;
  /** Posts a test message and returns the answer. @throws DeliveryError */
  testChannel(channel: Channel): Promise<string>;
  /** Those that sign what a webhook is sent; none for ntfy. */
  channelSecrets(channel: Channel): Promise<readonly string[]>;
  health(): Promise<Health>;
  /** Everything that is kept and queued, to a file. @throws AppError while a worker runs */
  exportTo(file: string): Promise<Transferred>;
  /** @throws AppError for a file that is not whole, or a Redis that is not empty; nothing is written then */
  importFrom(file: string): Promise<Transferred>;
  trigger(): Promise<Trigger>;
  startWorker(wishes?: WorkerWishes): Promise<Running>;
  /** Waits, ten seconds at most, till nothing is queued or running. */
  drain(): Promise<boolean>;
  /** Takes edits of the watches' files from now on. */
  followFiles(): Promise<Running>;
  /** Listens as configured. */
  startWeb(): Promise<Running & { readonly url: string }>;
  /** Ends all that was opened, in the reverse order. */
  close(): Promise<void>;
}

/**
 * The composition root: a configuration becomes an app. What takes a while to load is loaded by those commands alone
 * that use it: the page, the worker, what reads articles.
 * @throws StoreError when the embedded Redis does not come up
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { config, clock = () => new Date(), say = () => undefined } = options;
  const { settings } = config;
  const redisHome = await openRedisHome(config, say);
  const redis = redisHome.connect('command');
  const storeOptions = { prefix: settings.redis.prefix, keep: keepTimes(config) };
  const store = createStore(redis, storeOptions);
  const catalogue = openCatalogue(config.watches);
  const queues = openQueues({ connection: redis, prefix: settings.redis.prefix });
  const people = createPeople({ store, clock, maxAlertsPerDay: settings.mail.alertsPerDay });
  // Mails about a subscription need a link; without a public address it leads to this machine's own page.
  let pageAt = localUrl(settings.web);
  const readers = createSubscribing({
    ...{ store, people, clock, chance: Math.random },
    from: async () => mailFrom(config, await store.secret(), pageAt),
    titleOf: (id) => catalogue.watch(id)?.title,
    deliver: (deliveryId) => queues.add('deliver', [{ deliveryId }]),
  });
  const opened: Running[] = [redisHome, queues];
  const keep = <Part extends Running>(part: Part): Part => {
    opened.push(part);
    return part;
  };

  return {
    config,
    catalogue,
    store,
    people,
    readers,
    queues,
    redisHome,
    async previewDigest(subscriber) {
      const { stages } = await import('./jobs/stages.ts');
      const from = mailFrom(config, await store.secret());
      const ports = {
        store,
        catalogue,
        stages,
        dossiers: openDossiers(store, config.lexicon, stages, compareMark()),
        ...from,
      };
      const delivery = await composeNextDigest(ports, subscriber, clock());
      return delivery?.message ?? null;
    },
    health: () => health(redis, queues, store),
    async testChannel(channel) {
      const { openChannels, testChannel } = await import('./app/channels.ts');
      const channels = openChannels({ config, secret: () => store.secret() });
      return testChannel(channels, config, channel, clock()).finally(() => channels.close());
    },
    async channelSecrets(channel) {
      const { secretsOfChannel } = await import('./app/channels.ts');
      return secretsOfChannel(channel, await store.secret());
    },
    exportTo: (file) => exportTo(file, { redis, queues, prefix: settings.redis.prefix }),
    importFrom: (file) => importFrom(file, { redis, queues, prefix: settings.redis.prefix }),
    trigger: async () => keep(await openTrigger({ connection: redis, queues })),
    async startWorker(wishes = {}) {
      const { runWorker } = await import('./app/worker.ts');
      const parts = { config, catalogue, redisHome, logger: await loggerOf(options), clock };
      return keep(await runWorker(parts, wishes));
    },
    followFiles: async () =>
      keep(await followWatchFiles({ config, catalogue, store, logger: await loggerOf(options) })),
    drain: () => drain(queues, { timeoutMs: DRAIN_MS }),
    async startWeb() {
      const ports = { config, catalogue, store, people, readers, queues, redis, clock };
      const { host, port } = settings.web;
      const { openWeb } = await import('./app/web.ts');
      const server = openWeb(ports, await loggerOf(options), () => pageAt);
      const url = await server.listen({ host, port });
      pageAt = localUrl({ host, port: Number(new URL(url).port || 80) });
      return keep({ url, close: () => server.close() });
    },
    async close() {
      for (const part of opened.reverse()) await part.close();
    },
  };
}

async function loggerOf({ logger }: AppOptions): Promise<Logger> {
  return logger ?? (await import('./app/log.ts')).openLog('silent');
}
