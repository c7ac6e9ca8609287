import type { Redis } from 'ioredis';
import type { StoreError } from '../model/errors.ts';
import { articleStore } from './articles.ts';
import { channelStore } from './channels.ts';
import { comparisonStore } from './comparisons.ts';
import { connectionOf } from './connect.ts';
import type { KeepTimes, StoreContext } from './context.ts';
import { counterStore } from './counters.ts';
import { deliveryStore } from './deliveries.ts';
import { developmentStore } from './developments.ts';
import { draftStore } from './drafts.ts';
import { feedbackStore } from './feedback.ts';
import { feedStore } from './feeds.ts';
import { createKeys } from './key-builders.ts';
import { ledgerStore } from './ledger.ts';
import { pageStore } from './pages.ts';
import { processReportStore } from './process-reports.ts';
import { toStoreError } from './redis-errors.ts';
import { requestStore } from './requests.ts';
import { retentionStore } from './retention.ts';
import { schemaGate } from './schema.ts';
import { sessionStore } from './sessions.ts';
import { subscriberStore } from './subscribers.ts';
import { tokenStore } from './tokens.ts';

export interface StoreOptions {
  /** `{newswatch}`; the braces, for Redis Cluster, are added when missing. */
  readonly prefix: string;
  readonly keep: KeepTimes;
  /** Told of a damaged value that a list left out; default: nobody. */
  readonly onCorrupt?: (error: StoreError) => void;
}

/** Everything Newswatch keeps. Its methods throw StoreError, in words, when Redis cannot do it. */
export type Store = ReturnType<typeof allStores>;

export function createStore(redis: Redis, options: StoreOptions): Store {
  const { prefix, keep, onCorrupt = () => {} } = options;
  const admit = schemaGate(redis, prefix);
  return inWords(redis, admit, allStores({ redis, keys: createKeys(prefix), keep, onCorrupt }));
}

function allStores(context: StoreContext) {
  return {
    ...feedStore(context),
    ...articleStore(context),
    ...ledgerStore(context),
    ...comparisonStore(context),
    ...developmentStore(context),
    ...deliveryStore(context),
    ...channelStore(context),
    ...counterStore(context),
    ...pageStore(context),
    ...tokenStore(context),
    ...subscriberStore(context),
    ...requestStore(context),
    ...feedbackStore(context),
    ...sessionStore(context),
    ...draftStore(context),
    ...processReportStore(context),
    ...retentionStore(context),
  };
}

/** Every method, after a look at whose data it is, its Redis errors turned into StoreErrors: in one place, so that none is forgotten. */
function inWords(redis: Redis, admit: () => Promise<void>, store: Store): Store {
  type Method = (...args: readonly unknown[]) => Promise<unknown>;
  const wrapped = Object.entries(store).map(([name, method]) => [
    name,
    async (...args: readonly unknown[]) => {
      try {
        await admit();
        return await (method as Method)(...args);
      } catch (error) {
        const { where, lastFailure } = connectionOf(redis);
        throw toStoreError(error, where, lastFailure);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Store;
}
