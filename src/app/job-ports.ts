import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Config } from '../config/load.ts';
import { DEFAULT_LIMITS, type JobLimits, type JobPorts } from '../jobs/context.ts';
import { openDossiers } from '../jobs/dossiers.ts';
import type { Catalogue } from '../jobs/ports.ts';
import { stages } from '../jobs/stages.ts';
import type { Clock } from '../model/time.ts';
import { createStore, type Store } from '../store/store.ts';
import { openChannels } from './channels.ts';
import { compareMark } from './compare-mark.ts';
import { FeedParsing } from './feed-parsing.ts';
import { openHubClient } from './hubs.ts';
import { keepTimes } from './keep-times.ts';
import { openFetcher } from './reading.ts';
import { mailFrom } from './sending.ts';
import { openTransport } from './transport.ts';

export interface JobPortsParts {
  readonly config: Config;
  readonly catalogue: Catalogue;
  /** Waits for Redis; stays its owner's. */
  readonly redis: Redis;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Another hold of alerts than the configured one. */
  readonly holdMs?: number | undefined;
}

/** What the jobs need of the world, opened for one process. */
export async function openJobPorts(parts: JobPortsParts): Promise<{
  readonly ports: JobPorts;
  readonly store: Store;
  close(): Promise<void>;
}> {
  const { config, catalogue, redis, logger, clock } = parts;
  const store = createStore(redis, {
    prefix: config.settings.redis.prefix,
    keep: keepTimes(config),
    onCorrupt: (error) => logger.error({ err: error }, 'damaged value left out'),
  });
  const secret = await store.secret();
  const fetcher = openFetcher(config, store);
  const transport = openTransport(config, secret);
  const channels = openChannels({ config, secret: () => store.secret() });
  const parsing = new FeedParsing();
  const hubs = openHubClient(config, secret);
  const ports: JobPorts = {
    ...{ fetcher, hubs, transport, channels, catalogue, store, clock, logger },
    ...mailFrom(config, secret),
    limits: limitsOf(config, parts.holdMs),
    stages: { ...stages, parseFeed: parsing.parseFeed },
    pages: { sites: config.sites, words: config.words },
    dossiers: openDossiers(store, config.lexicon, stages, compareMark()),
    chance: Math.random,
  };
  return {
    ports,
    store,
    async close() {
      await transport.close();
      await channels.close();
      await fetcher.close();
      await parsing.close();
      await hubs?.close();
    },
  };
}

function limitsOf({ settings }: Config, holdMs = settings.mail.hold): JobLimits {
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
