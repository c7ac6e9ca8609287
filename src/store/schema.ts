import type { Redis } from 'ioredis';
import { StoreError } from '../model/errors.ts';
import { SCHEMA_VERSION } from './keys.ts';

const LOOK_AGAIN_MS = 30_000;
/** In place of the number while an import is under way, or was cut short. */
export const IMPORTING = 'importing';

/** Outside of the versioned names: every version of Newswatch looks here. Holds the number of the schema the data is in. */
export function schemaKey(prefix: string): string {
  return `${prefix}:schema`;
}

/**
 * Looks, at the first use and every half minute, whether the data is still such as this version writes: two versions
 * that share a Redis must not each keep half of what was told.
 *
 * @returns a check that throws StoreError when the data belongs to another version
 */
export function schemaGate(redis: Redis, prefix: string): () => Promise<void> {
  let checkedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - checkedAt < LOOK_AGAIN_MS) return;
    const key = schemaKey(prefix);
    const found = (await redis.get(key)) ?? (await claim(redis, key));
    if (found === IMPORTING) throw new StoreError(HALF_IMPORTED);
    if (found !== String(SCHEMA_VERSION)) throw new StoreError(otherVersion(Number(found)));
    checkedAt = performance.now();
  };
}

async function claim(redis: Redis, key: string): Promise<string> {
  await redis.set(key, SCHEMA_VERSION, 'NX');
  return (await redis.get(key)) ?? String(SCHEMA_VERSION);
}

const HALF_IMPORTED =
  'an import into this Redis is under way, or was cut short: wait, or run newswatch import again';

function otherVersion(found: number): string {
  return found > SCHEMA_VERSION
    ? `the data in Redis is in schema ${found}, of a newer Newswatch, and this one writes schema ${SCHEMA_VERSION}: run the newer version here too`
    : `the data in Redis is in schema ${found}, of an older Newswatch, and this one writes schema ${SCHEMA_VERSION}: with the older version, newswatch export; with this one, newswatch import into an empty Redis`;
}
