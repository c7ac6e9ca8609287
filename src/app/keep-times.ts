import type { Config } from '../config/load.ts';
import type { StoreOptions } from '../store/store.ts';

/** How long the store keeps what. */
export function keepTimes({ settings: { keep } }: Config): StoreOptions['keep'] {
  return {
    articlesMs: keep.articles,
    verdictsMs: keep.verdicts,
    seenMs: keep.seen,
    deliveriesMs: keep.mails,
  };
}
