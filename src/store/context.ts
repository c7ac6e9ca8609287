import type { Redis } from 'ioredis';
import type { StoreError } from '../model/errors.ts';
import type { Keys } from './key-builders.ts';

export interface KeepTimes {
  /** Texts of articles, and items that could not be read. */
  readonly articlesMs: number;
  readonly verdictsMs: number;
  /** Which items of a feed were seen, after they left the feed. */
  readonly seenMs: number;
  /** Texts of closed deliveries. */
  readonly deliveriesMs: number;
}

/** What each noun's file is given. */
export interface StoreContext {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly keep: KeepTimes;
  /** Told of a damaged value that a list left out. */
  readonly onCorrupt: (error: StoreError) => void;
}
