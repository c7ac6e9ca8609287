import type { Redis } from 'ioredis';
import pino from 'pino';
import type { Dossier } from '../../src/compare/dossier.ts';
import {
  DEFAULT_LIMITS,
  type EnqueueOptions,
  type JobContext,
  type JobPorts,
} from '../../src/jobs/context.ts';
import { openDossiers } from '../../src/jobs/dossiers.ts';
import type { Catalogue, Channels } from '../../src/jobs/ports.ts';
import { stages as realStages, type Stages } from '../../src/jobs/stages.ts';
import type { Founding } from '../../src/model/dossier.ts';
import { FetchError } from '../../src/model/errors.ts';
import type { Feed } from '../../src/model/feed.ts';
import type { JobData, JobName } from '../../src/model/job.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import type { MailMessage } from '../../src/model/mail.ts';
import type { Watch } from '../../src/model/watch.ts';
import { makeLinks } from '../../src/notify/links.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { WORDS } from '../parsers/words.ts';
import { NOW } from './samples.ts';

const DAY_MS = 86_400_000;
const KEEP = {
  articlesMs: 30 * DAY_MS,
  verdictsMs: 90 * DAY_MS,
  seenMs: 60 * DAY_MS,
  deliveriesMs: 90 * DAY_MS,
};

export function catalogueOf(feeds: readonly Feed[], watches: readonly Watch[]): Catalogue {
  return {
    feeds: () => feeds,
    feed: (id) => feeds.find((feed) => feed.id === id),
    watches: () => watches,
    watch: (id) => watches.find((watch) => watch.id === id),
  };
}

/** For tests that are not about channels. */
export const noChannels: Channels = {
  of: () => [],
  find: () => undefined,
  post: () => Promise.reject(new Error('this test has no channel')),
};

export interface Enqueued {
  readonly name: JobName;
  readonly data: JobData[JobName];
  readonly options?: EnqueueOptions;
}

/** What a job run on its own is given: the real store, and arguments that a test replaces by what it is about. */
export interface Desk {
  readonly store: Store;
  readonly enqueued: Enqueued[];
  readonly sent: MailMessage[];
  readonly ports: JobPorts;
  /** Moves the time of the news. */
  setTime(instant: string): void;
  context(more?: Partial<JobContext>): JobContext;
}

export function openDesk(
  redis: Redis,
  prefix: string,
  configured: { readonly feeds?: readonly Feed[]; readonly watches?: readonly Watch[] },
  stages: Partial<Stages> = {},
): Desk {
  const store = createStore(redis, { prefix, keep: KEEP });
  const enqueued: Enqueued[] = [];
  const sent: MailMessage[] = [];
  let now = NOW;
  const ports: JobPorts = {
    catalogue: catalogueOf(configured.feeds ?? [], configured.watches ?? []),
    store,
    fetcher: {
      fetch: (url) => Promise.reject(new FetchError('network', `${url} is not served by this test`)),
      checkRobots: () => Promise.resolve(),
    },
    transport: {
      send: (message) => {
        sent.push(message);
        return Promise.resolve('250 accepted');
      },
    },
    channels: noChannels,
    hubs: null,
    stages: stages as Stages,
    dossiers: openDossiers(
      store,
      {} as Lexicon,
      {
        ...realStages,
        foundDossier: stages.foundDossier ?? (() => ({ entries: new Map() }) as unknown as Dossier),
        foundingMark: () => 'of this test',
        foundingOf: () => ({}) as Founding,
        dossierOf: stages.foundDossier ?? (() => ({ entries: new Map() }) as unknown as Dossier),
        markOf: () => 'of this test',
        applyChange: stages.applyChange ?? ((dossier) => dossier),
      },
      'of this test',
    ),
    pages: { words: WORDS },
    sender: { name: 'Newswatch', address: 'newswatch@newswatch.example' },
    links: makeLinks({ secret: 'a secret of this test' }),
    clock: () => new Date(now),
    chance: () => 0,
    logger: pino({ level: 'silent' }),
    limits: DEFAULT_LIMITS,
  };
  return {
    store,
    enqueued,
    sent,
    ports,
    setTime: (instant) => {
      now = instant;
    },
    context: (more = {}) => ({
      ...ports,
      enqueue: (name, data, options) => {
        enqueued.push(...data.map((one) => ({ name, data: one, ...(options && { options }) })));
        return Promise.resolve();
      },
      atRisk: async (work) => work(),
      jobId: 'job-1',
      runId: 'run-1',
      lastAttempt: false,
      ...more,
    }),
  };
}
