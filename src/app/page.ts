import type { Redis } from 'ioredis';
import { foundDossier } from '../compare/dossier.ts';
import type { Config } from '../config/load.ts';
import type { Catalogue } from '../jobs/ports.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Clock } from '../model/time.ts';
import type { Watch } from '../model/watch.ts';
import { verifyToken } from '../notify/links.ts';
import type { Store } from '../store/store.ts';
import type { PagePorts, Readers, WatchOverview } from '../web/ports.ts';
import { createDrafts } from './drafts.ts';
import { health } from './health.ts';
import { createLogin } from './login.ts';
import { createOperator } from './operator.ts';
import type { People } from './people.ts';

export interface PageParts {
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
  const overviews = new WeakMap<Watch, WatchOverview>();
  const { login } = parts.config.settings.web;
  return {
    store,
    feeds: catalogue.feeds,
    // Founded at the first look, not at the start: reading a baseline takes a moment.
    watches: () =>
      catalogue.watches().map((watch) => {
        const known = overviews.get(watch);
        if (known) return known;
        const baselineEvents = foundDossier(watch, parts.config.lexicon).entries.size;
        const overview = { watch, baselineEvents };
        overviews.set(watch, overview);
        return overview;
      }),
    health: () => health(redis, queues, store),
    now: clock,
    // Asked for at each use: the page has to come up without Redis, and say so.
    subscriberOfToken: async (token) => verifyToken(await store.secret(), token, 'unsubscribe'),
    unsubscribe: people.unsubscribeById,
    readers: parts.readers,
    login: login === undefined ? null : createLogin(login, store),
    operator: createOperator(parts),
    drafts: createDrafts(parts),
  };
}
