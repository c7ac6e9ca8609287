import path from 'node:path';
import type { Redis } from 'ioredis';
import pino from 'pino';
import { loadLexicon } from '../../src/config/lexicon.ts';
import { loadStory, type Story } from '../../src/eval/story.ts';
import { DEFAULT_LIMITS, type JobPorts } from '../../src/jobs/context.ts';
import { openDossiers } from '../../src/jobs/dossiers.ts';
import { stages } from '../../src/jobs/stages.ts';
import type { Feed } from '../../src/model/feed.ts';
import type { Lexicon } from '../../src/model/lexicon.ts';
import type { Clock } from '../../src/model/time.ts';
import type { Watch } from '../../src/model/watch.ts';
import { makeLinks } from '../../src/notify/links.ts';
import { createSmtpTransport } from '../../src/notify/transport.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { testFetcher } from '../net/site.ts';
import { WORDS } from '../parsers/words.ts';
import { catalogueOf, noChannels } from './desk.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const YEAR_MS = 365 * 86_400_000;

export const LEXICON: Lexicon = loadLexicon(path.join(ROOT, 'config/lexicon'));

export function storyOf(id: string): Story {
  return loadStory(path.join(ROOT, 'tests/stories', id));
}

/** The jobs' real ports, joined as the app joins them, over one story. */
export interface Press {
  readonly ports: JobPorts;
  readonly store: Store;
  close(): Promise<void>;
}

export function openPress(parts: {
  readonly redis: Redis;
  readonly prefix: string;
  readonly watches: readonly Watch[];
  readonly feeds: readonly Feed[];
  readonly smtpUrl: string;
  readonly clock: Clock;
  readonly limits?: Partial<JobPorts['limits']>;
}): Press {
  const keep = { articlesMs: YEAR_MS, verdictsMs: YEAR_MS, seenMs: YEAR_MS, deliveriesMs: YEAR_MS };
  const store = createStore(parts.redis, { prefix: parts.prefix, keep });
  const fetcher = testFetcher({ perHost: 8 });
  const transport = createSmtpTransport({ url: parts.smtpUrl });
  const ports: JobPorts = {
    catalogue: catalogueOf(parts.feeds, parts.watches),
    store,
    fetcher,
    transport,
    channels: noChannels,
    hubs: null,
    stages,
    dossiers: openDossiers(store, LEXICON, stages, 'of this test'),
    pages: { words: WORDS },
    sender: { name: 'Newswatch', address: 'newswatch@newswatch.example' },
    links: makeLinks({ secret: 'a secret of this test' }),
    clock: parts.clock,
    chance: Math.random,
    logger: pino({ level: 'silent' }),
    limits: { ...DEFAULT_LIMITS, maxItemAgeMs: YEAR_MS, ...parts.limits },
  };
  return {
    ports,
    store,
    close: async () => {
      await transport.close();
      await fetcher.close();
    },
  };
}
