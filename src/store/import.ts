import type { Redis } from 'ioredis';
import type { KeyRecord } from './export.ts';
import { createKeys, keyPrefix } from './key-builders.ts';
import { SCHEMA_VERSION } from './keys.ts';
import { fromPortable, type Portable } from './portable.ts';
import { IMPORTING, schemaKey } from './schema.ts';
import { repliesOf } from './transaction.ts';

const PAGE = 500;

/** Whether nothing is kept yet but what any start leaves behind. An import that was cut short counts as nothing. */
export async function isEmpty(redis: Redis, prefix: string): Promise<boolean> {
  if ((await redis.get(schemaKey(prefix))) === IMPORTING) return true;
  const keys = createKeys(prefix);
  const ofAnyStart = [keys.secret(), keys.processes(), keys.probe(), keys.counts()];
  for await (const names of redis.scanStream({ match: `${keyPrefix(prefix)}*`, count: PAGE })) {
    if ((names as string[]).some((name) => !ofAnyStart.includes(name))) return false;
  }
  return true;
}

/**
 * Writes what an export holds. Until the last record is written, no version of Newswatch works on the data; one cut
 * short is begun anew by the next import.
 *
 * @param records checked: see `mistakeOf`
 */
export async function importKeys(
  redis: Redis,
  prefix: string,
  records: AsyncIterable<KeyRecord>,
): Promise<void> {
  await redis.set(schemaKey(prefix), IMPORTING);
  const start = keyPrefix(prefix);
  for await (const names of redis.scanStream({ match: `${start}*`, count: PAGE })) {
    if ((names as string[]).length > 0) await redis.unlink(...(names as string[]));
  }
  for await (const record of records) await write(redis, start + record.key, record);
  await redis.set(schemaKey(prefix), SCHEMA_VERSION);
}

async function write(redis: Redis, name: string, record: KeyRecord): Promise<void> {
  const writing = redis.pipeline();
  if (record.type === 'string') writing.set(name, await fromPortable(record.value));
  if (record.type === 'set') writing.sadd(name, ...(await all(record.members)));
  if (record.type === 'hash') writing.hset(name, ...(await all(record.fields.flat())));
  if (record.type === 'zset') {
    const members = await all(record.scores.map(([member]) => member));
    writing.zadd(name, ...members.flatMap((member, i) => [record.scores[i]?.[1] ?? '0', member]));
  }
  if (record.ttlMs !== undefined) writing.pexpire(name, record.ttlMs);
  repliesOf(await writing.exec());
}

function all(values: readonly Portable[]): Promise<Buffer[]> {
  return Promise.all(values.map(fromPortable));
}
