import { randomUUID } from 'node:crypto';
import { AppError } from '../model/errors.ts';
import type { ApiPorts } from '../web/api/ports.ts';
import { exportDevelopments } from './exporting.ts';
import { createFeeds } from './feeds.ts';
import { health } from './health.ts';
import type { PageParts } from './page.ts';
import { createTokens } from './tokens.ts';
import { VERSION } from './version.ts';

/** What the API may see and do. @param baseUrl where the pages are */
export function apiPorts(parts: PageParts, baseUrl: () => string): ApiPorts {
  const { config, catalogue, store, people, readers, queues, redis, clock } = parts;
  const feeds = createFeeds(catalogue, store);
  const tokens = createTokens(store, clock);
  return {
    store,
    watches: catalogue.watches,
    feeds: catalogue.feeds,
    channels: config.channels,
    now: clock,
    health: () => health(redis, queues, store),
    tokenOf: tokens.verify,
    baseUrl,
    version: VERSION,
    subscribe: people.subscribe,
    ask: readers.ask,
    unsubscribe: people.unsubscribeById,
    pauseFeed: feeds.pause,
    resumeFeed: feeds.resume,
    async run(name, data) {
      const [added] = await queues.add(name, [data], { jobId: `hand-${randomUUID()}` });
      if (!added) throw new AppError(`No ${name} job was queued.`);
      return added.jobId;
    },
    whereabouts: (name, jobId) => queues.whereabouts({ name, jobId }),
    exportDevelopments: (watchId, format) => exportDevelopments(store, watchId, format),
  };
}
