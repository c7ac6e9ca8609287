import type { Redis } from 'ioredis';
import { foundDossier } from '../compare/dossier.ts';
import type { Config } from '../config/load.ts';
import type { Catalogue } from '../jobs/ports.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Clock } from '../model/time.ts';
import { verifyToken } from '../notify/links.ts';
import { inspectServer } from '../store/server.ts';
import type { Store } from '../store/store.ts';
import type { Health, PagePorts, Readers, WatchOverview } from '../web/ports.ts';
import type { People } from './people.ts';

interface PageParts {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly store: Store;
  readonly people: People;
  readonly readers: Readers;
  readonly queues: Queues;
  readonly redis: Redis;
  readonly clock: Clock;
}

/** What the page may see and do. */
export function pagePorts(parts: PageParts): PagePorts {
  const { catalogue, store, people, queues, redis, clock } = parts;
  let overviews: readonly WatchOverview[] | undefined;
  return {
    store,
    feeds: catalogue.feeds,
    // Founded at the first look, not at the start: reading a baseline takes a moment.
    watches: () => {
      overviews ??= parts.config.watches.map((watch) => ({
        watch,
        baselineEvents: foundDossier(watch, parts.config.lexicon).entries.size,
      }));
      return overviews;
    },
    health: () => health(redis, queues),
    now: clock,
    // Asked for at each use: the page has to come up without Redis, and say so.
    subscriberOfToken: async (token) => verifyToken(await store.secret(), token, 'unsubscribe'),
    unsubscribe: people.unsubscribeById,
    readers: parts.readers,
  };
}

/** Whether Redis answers, and what waits in the queues; never throws. */
export async function health(redis: Redis, queues: Queues): Promise<Health> {
  try {
    const { version, warnings, refusals } = await inspectServer(redis);
    const troubles = [...refusals, ...warnings];
    return {
      redis: { ok: refusals.length === 0, detail: troubles.join('; ') || `Redis ${version}` },
      queues: await queues.sizes(),
      workers: await queues.workers(),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { redis: { ok: false, detail }, queues: [], workers: 0 };
  }
}
