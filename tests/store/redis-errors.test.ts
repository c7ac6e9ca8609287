import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/model/errors.ts';
import { connect } from '../../src/store/connect.ts';
import { createKeys } from '../../src/store/key-builders.ts';
import { toStoreError } from '../../src/store/redis-errors.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { KEEP } from './open-store.ts';
import { type PrivateServer, privateServer } from './private-server.ts';
import { AT, article, commit, subscriber, WATCH } from './samples.ts';

let server: PrivateServer;
let redis: Redis;
let store: Store;

beforeEach(async () => {
  server = await privateServer();
});
afterEach(async () => {
  redis.disconnect();
  await server.close();
});

async function start(...args: string[]): Promise<void> {
  await server.start(...args);
  redis = connect({ socketPath: server.socketPath, profile: 'command' });
  store = createStore(redis, { prefix: '{errors}', keep: KEEP });
}

/** A plain write, a script and a transaction: each fails in its own way. */
async function failures(): Promise<StoreError[]> {
  const writes = [
    store.saveFeedState('f1', { failures: 0 }),
    store.commitCompare(commit('one', 0)),
    store.saveArticle(article('one'), [WATCH], AT),
    store.markItemsSeen('f1', ['i1'], AT),
    store.saveSubscriber(subscriber('reader')),
  ];
  const settled = await Promise.allSettled(writes);
  return settled.map((outcome) => {
    if (outcome.status === 'fulfilled') throw new Error('a write was taken');
    if (!(outcome.reason instanceof StoreError)) throw outcome.reason;
    return outcome.reason;
  });
}

describe('a write', () => {
  it('to a full Redis says that it is full and what to do', async () => {
    await start('--maxmemory', '1');
    for (const error of await failures()) {
      expect(error.message).toMatch(
        /^Redis is full \(maxmemory\): raise maxmemory or shorten the keep times/,
      );
      expect(error.retryable).toBe(true);
    }
  });

  it('to a Redis that cannot save says to free disk space', async () => {
    await start('--save', '3600 1');
    mkdirSync(join(server.folder, 'data', 'dump.rdb'));
    await redis.bgsave();
    while (!(await redis.info('persistence')).includes('rdb_last_bgsave_status:err')) await sleep(20);
    for (const error of await failures()) {
      expect(error.message).toMatch(
        /^Redis takes no writes because it cannot save to its disk: free disk space/,
      );
      expect(error.retryable).toBe(true);
    }
  });

  it('to a replica says where it belongs', async () => {
    await start('--replicaof', '127.0.0.1 1');
    for (const error of await failures()) expect(error.message).toMatch(/^this Redis is a read-only replica/);
  });

  it('without the password says how to give it', async () => {
    await start();
    await redis.config('SET', 'requirepass', 'hunter2');
    redis.disconnect();
    redis = connect({ socketPath: server.socketPath, profile: 'command' });
    store = createStore(redis, { prefix: '{errors}', keep: KEEP });
    const [error] = await failures();
    expect(error?.message).toMatch(/Redis wants a user and password/);
  });

  it("to another program's key says that the prefix is shared", async () => {
    await start();
    await redis.lpush(createKeys('{errors}').watches(), 'not ours');
    const error = await store.commitCompare(commit('one', 0)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ retryable: false });
    expect(String(error)).toContain('another program uses the same prefix');
  });
});

describe('an error that is none of Redis', () => {
  it('stays what it is: a bug', async () => {
    await start();
    const bug = new TypeError('x is undefined');
    expect(toStoreError(bug, 'here')).toBe(bug);
    await expect(store.markItemsSeen('f1', ['i1'], 'yesterday')).rejects.toThrow(RangeError);
  });
});
