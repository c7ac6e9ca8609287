import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { StoreError } from '../../src/model/errors.ts';
import type { KeepTimes } from '../../src/store/context.ts';
import { createKeys, type Keys, keyPrefix } from '../../src/store/key-builders.ts';
import { KEYS } from '../../src/store/keys.ts';
import { schemaKey } from '../../src/store/schema.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { testRedis } from '../support/redis.ts';
import { DAY_MS } from './samples.ts';

export const KEEP: KeepTimes = {
  articlesMs: 30 * DAY_MS,
  verdictsMs: 10 * DAY_MS,
  seenMs: 60 * DAY_MS,
  deliveriesMs: 20 * DAY_MS,
};

export interface OpenStore {
  readonly store: Store;
  readonly redis: Redis;
  readonly keys: Keys;
  /** What lists left out as damaged. */
  readonly damaged: StoreError[];
  /** The same store through a connection of its own, as another process has it. */
  another(): Store;
  /** Ends its connections and deletes its keys; fails when it wrote a key that keys.ts does not document. */
  close(): Promise<void>;
}

export function openStore(): OpenStore {
  const server = testRedis();
  const { redis, prefix } = server;
  const damaged: StoreError[] = [];
  const options = { prefix, keep: KEEP, onCorrupt: (error: StoreError) => damaged.push(error) };
  const others: Redis[] = [];
  return {
    store: createStore(redis, options),
    redis,
    keys: createKeys(prefix),
    damaged,
    another: () => {
      const other = server.connect();
      others.push(other);
      return createStore(other, options);
    },
    close: async () => {
      const undocumented = await undocumentedKeys(redis, prefix);
      await Promise.all(others.map((other) => Promise.all([once(other, 'end'), other.quit()])));
      await server.close();
      expect(undocumented).toEqual([]);
    },
  };
}

/** Keys under the prefix whose name or type is not in keys.ts. */
export async function undocumentedKeys(redis: Redis, prefix: string): Promise<string[]> {
  const start = keyPrefix(prefix);
  const documented = Object.values(KEYS).map(({ name, type }) => ({
    type,
    pattern: new RegExp(`^${name.replace(/<[^>]+>/g, '[^:]+')}$`),
  }));
  const undocumented: string[] = [];
  for (const key of await redis.keys(`${prefix}*`)) {
    if (key === schemaKey(prefix)) continue;
    const type = await redis.type(key);
    const known = documented.some(
      (doc) => key.startsWith(start) && doc.pattern.test(key.slice(start.length)) && doc.type === type,
    );
    if (!known) undocumented.push(`${key} (${type})`);
  }
  return undocumented;
}
