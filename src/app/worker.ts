import type { Logger } from 'pino';
import type { Config } from '../config/load.ts';
import { DEFAULT_LIMITS, type JobLimits, type JobPorts } from '../jobs/context.ts';
import { openDossiers } from '../jobs/dossiers.ts';
import { openQueues } from '../jobs/queues.ts';
import { DEFAULT_SCHEDULE, keepSchedules } from '../jobs/schedules.ts';
import { stages } from '../jobs/stages.ts';
import { type JobEvent, startWorker } from '../jobs/worker.ts';
import type { Clock } from '../model/time.ts';
import { createStore, type Store } from '../store/store.ts';
import type { LiveCatalogue } from './catalogue.ts';
import { openChannels } from './channels.ts';
import { watchClock } from './clock-watch.ts';
import { FeedParsing } from './feed-parsing.ts';
import { openHubClient } from './hubs.ts';
import { keepTimes } from './keep-times.ts';
import { openFetcher } from './reading.ts';
import { admitServer, type RedisHome } from './redis.ts';
import { mailFrom } from './sending.ts';
import { openTally } from './tally.ts';
import { openTransport } from './transport.ts';

export interface WorkerWishes {
  readonly observe?: (event: JobEvent) => void;
  /** Real time between sweeps; default 30 s. */
  readonly sweepEveryMs?: number;
  /** First polls are spread over this; default a minute. */
  readonly spreadMs?: number;
  /** Without the schedules it only works off what is queued. */
  readonly schedules?: boolean;
  /** Another hold of alerts than the configured one: a command that works alone does not wait. */
  readonly holdMs?: number;
}

export interface Running {
  close(): Promise<void>;
}

function limitsOf({ settings }: Config, { holdMs = settings.mail.hold }: WorkerWishes): JobLimits {
  return {
    ...DEFAULT_LIMITS,
    pollEveryMs: settings.poll.every,
    quietPollMs: settings.poll.quiet,
    slowestPollMs: settings.poll.slowest,
    maxItemAgeMs: settings.poll.maxItemAge,
    maxFeedBytes: settings.net.maxFeedSize,
    maxPageBytes: settings.net.maxPageSize,
    whenUnsure: settings.mail.whenUnsure,
    holdMs,
  };
}

export interface WorkerParts {
  readonly config: Config;
  readonly catalogue: LiveCatalogue;
  readonly redisHome: RedisHome;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** A worker with connections of its own: they wait for Redis where a command's would fail. */
export async function runWorker(parts: WorkerParts, wishes: WorkerWishes): Promise<Running> {
  const { config, logger } = parts;
  const redis = parts.redisHome.connect('worker');
  const report = await admitServer(redis, (reason) => logger.warn({ reason }, 'waiting for redis'));
  for (const warning of report.warnings) logger.warn({ warning }, 'redis should be mended');
  const queues = openQueues({ connection: redis, prefix: config.settings.redis.prefix });
  const fetcher = openFetcher(config);
  const transport = openTransport(config);
  const store = createStore(redis, {
    prefix: config.settings.redis.prefix,
    keep: keepTimes(config),
    onCorrupt: (error) => logger.error({ err: error }, 'damaged value left out'),
  });
  const channels = openChannels({ config, secret: () => store.secret() });
  const limits = limitsOf(config, wishes);
  const parsing = new FeedParsing();
  const hubs = openHubClient(config, await store.secret());
  const ports = await jobPorts(parts, store, { fetcher, hubs, transport, channels, limits }, parsing);
  // Before the worker starts: after a pause, what is overdue is spread out again and not begun all at once.
  const schedules =
    wishes.schedules === false
      ? null
      : await keepSchedules(queues, scheduleOf(parts, wishes), (error) =>
          logger.error({ err: error }, 'schedules could not be set'),
        );
  parts.catalogue.onChange(() => schedules?.refresh());
  const clockWatch = watchClock({ redis, logger, onJump: () => schedules?.refresh() });
  const tally = openTally(store, logger);
  const worker = await startWorker(ports, {
    connection: redis,
    queues,
    concurrency: concurrencyOf(config),
    observe: (event) => {
      tally.observe(event);
      wishes.observe?.(event);
    },
  });
  logger.info({ redis: report.version }, 'worker started');
  return {
    async close() {
      clockWatch.close();
      await schedules?.close();
      await worker.close();
      await tally.close();
      await queues.close();
      await transport.close();
      await channels.close();
      await fetcher.close();
      await parsing.close();
      await hubs?.close();
    },
  };
}

async function jobPorts(
  { config, catalogue, logger, clock }: WorkerParts,
  store: Store,
  outside: Pick<JobPorts, 'fetcher' | 'hubs' | 'transport' | 'channels' | 'limits'>,
  { parseFeed }: FeedParsing,
): Promise<JobPorts> {
  return {
    ...outside,
    ...mailFrom(config, await store.secret()),
    catalogue,
    store,
    stages: {
      ...{ ...stages, parseFeed },
      parseArticle: (input) => stages.parseArticle({ ...input, sites: config.sites }),
    },
    dossiers: openDossiers(store, config.lexicon, stages),
    clock,
    chance: Math.random,
    logger,
  };
}

function concurrencyOf({ settings: { concurrency } }: Config) {
  return {
    'poll-feed': concurrency.poll,
    'read-article': concurrency.read,
    'compare-article': concurrency.compare,
    deliver: concurrency.deliver,
  };
}

function scheduleOf({ catalogue, config }: WorkerParts, wishes: WorkerWishes) {
  return {
    feeds: catalogue.feeds,
    pollEveryMs: config.settings.poll.every,
    sweepEveryMs: wishes.sweepEveryMs ?? DEFAULT_SCHEDULE.sweepEveryMs,
    spreadMs: wishes.spreadMs ?? DEFAULT_SCHEDULE.spreadMs,
    chance: Math.random,
  };
}
