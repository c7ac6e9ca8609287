import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { openCatalogue } from '../../src/app/catalogue.ts';
import { createPeople } from '../../src/app/people.ts';
import { createSubscribing } from '../../src/app/subscribing.ts';
import { openWeb } from '../../src/app/web.ts';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { openQueues, type Queues } from '../../src/jobs/queues.ts';
import type { Article } from '../../src/model/article.ts';
import type { ArticleVerdict, Development } from '../../src/model/development.ts';
import { makeLinks } from '../../src/notify/links.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { KEEP } from '../store/open-store.ts';
import { type TestRedis, testRedis } from '../support/redis.ts';
import { fullSample, type Sample } from '../web/sample.ts';
import { NOW } from '../web/sample-data.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const LOADED = loadConfig({ root: PROJECT, env: {} });

/** The whole web as the app puts it together, over the run's real Redis, with the default watch. */
export interface WebDesk {
  readonly web: FastifyInstance;
  readonly config: Config;
  readonly store: Store;
  readonly queues: Queues;
  readonly redis: Pick<TestRedis, 'redis' | 'prefix' | 'close'>;
  /** What it was filled with. */
  readonly sample: Sample;
  close(): Promise<void>;
}

/** @param redis where it works; default: the run's own */
export async function openWebDesk(
  change: Partial<Config> = {},
  redis: Pick<TestRedis, 'redis' | 'prefix' | 'close'> = testRedis(),
): Promise<WebDesk> {
  const config: Config = { ...LOADED, ...change };
  const { prefix } = redis;
  const clock = () => NOW;
  const store = createStore(redis.redis, { prefix, keep: KEEP });
  const queues = openQueues({ connection: redis.redis, prefix });
  const people = createPeople({ store, clock, maxAlertsPerDay: 4 });
  const readers = createSubscribing({
    ...{ store, people, clock, chance: () => 0 },
    from: async () => ({ sender: { address: 'n@news.example' }, links: makeLinks({ secret: 's' }) }),
    titleOf: () => undefined,
    deliver: async () => undefined,
  });
  const catalogue = openCatalogue(config.watches);
  const parts = { config, catalogue, store, people, readers, queues, redis: redis.redis, clock };
  const web = openWeb(parts, pino({ level: 'silent' }), () => 'http://localhost:8080');
  await web.ready();
  return {
    ...{ web, config, store, queues, redis, sample: await fill(store) },
    close: async () => {
      await web.close();
      await queues.close();
      await redis.close();
    },
  };
}

/** The sample of the page's tests, put into the store by the same commits a worker makes. */
async function fill(store: Store): Promise<Sample> {
  const sample = fullSample();
  const told = new Set(sample.verdicts.flatMap(({ developmentIds }) => developmentIds));
  const others = sample.developments.filter(({ id }) => !told.has(id)).map(verdictOn);
  const inOrder = [...sample.verdicts, ...others].sort((one, other) => (one.at < other.at ? -1 : 1));
  for (const verdict of inOrder) {
    const { watchId, article, at } = verdict;
    const developments = sample.developments.filter(({ id }) => verdict.developmentIds.includes(id));
    await store.saveArticle(articleOf(article), [watchId], at);
    const change = { entries: [], prints: [] };
    const { articleId } = article;
    await store.commitCompare({
      watchId,
      articleId,
      version: 0,
      at,
      verdict,
      developments,
      change,
      outbox: [],
    });
  }
  for (const subscriber of sample.subscribers) await store.saveSubscriber(subscriber);
  for (const delivery of sample.deliveries) await store.createDelivery(delivery);
  for (const [id, state] of sample.feedStates) await store.saveFeedState(id, state);
  return { ...sample, verdicts: inOrder.toReversed() };
}

function verdictOn({ id, watchId, article, at }: Development): ArticleVerdict {
  return { watchId, article, relevant: true, why: ['on the story'], developmentIds: [id], withheld: [], at };
}

function articleOf({ articleId, ...ref }: Development['article']): Article {
  return {
    ...{ id: articleId, ...ref, via: 'page' },
    ...{
      paragraphs: ['One paragraph.', 'And another.'],
      captions: [],
      authors: ['A. Writer'],
      language: 'en',
    },
  };
}
