import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { inject } from 'vitest';

export interface TestRedis {
  readonly socketPath: string;
  /** Every key of the test begins with it: `{test-1f2e…}`. */
  readonly prefix: string;
  /** A connection for the test itself; `close` ends it. */
  readonly redis: Redis;
  /** A further one, which the test must end before `close`. */
  connect(): Redis;
  /** Deletes the test's keys. Throws when connections of `connect` are still open. */
  close(): Promise<void>;
}

/** The run's real Redis, with a key prefix of its own: `const redis = testRedis()` in beforeEach, `await redis.close()` in afterEach. */
export function testRedis(): TestRedis {
  const server = inject('redis');
  if ('missing' in server) throw new Error(server.missing);
  const { socketPath } = server;
  const prefix = `{test-${randomBytes(6).toString('hex')}}`;
  const open = () => new Redis({ path: socketPath, maxRetriesPerRequest: null });
  const redis = open();
  const handedOut: Redis[] = [];
  return {
    socketPath,
    prefix,
    redis,
    connect: () => {
      const connection = open();
      handedOut.push(connection);
      return connection;
    },
    close: async () => {
      const left = handedOut.filter((connection) => connection.status !== 'end');
      for (const connection of left) connection.disconnect();
      await deleteKeys(redis, prefix);
      await redis.quit();
      if (left.length > 0) throw new Error(`${left.length} Redis connection(s) were left open by this test`);
    },
  };
}

async function deleteKeys(redis: Redis, prefix: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
    if (keys.length > 0) await redis.unlink(...(keys as string[]));
  }
}
