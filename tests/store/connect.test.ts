import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/model/errors.ts';
import { type ConnectOptions, connect } from '../../src/store/connect.ts';
import { inspectServer } from '../../src/store/server.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { testRedis } from '../support/redis.ts';
import { KEEP } from './open-store.ts';
import { type PrivateServer, privateServer } from './private-server.ts';
import { AT } from './samples.ts';

let server: PrivateServer;
const connections: Redis[] = [];

beforeEach(async () => {
  server = await privateServer();
});
afterEach(async () => {
  for (const connection of connections.splice(0)) connection.disconnect();
  await server.close();
});

function open(options: ConnectOptions): { redis: Redis; store: Store } {
  const redis = connect(options);
  connections.push(redis);
  return { redis, store: createStore(redis, { prefix: '{connect}', keep: KEEP }) };
}

async function failure(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StoreError)) throw error;
  return error;
}

/** By the second, a busy disk puts even the write off. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always'];

it('sends what is asked in one turn in one write, in order, also on a connection made anew', async () => {
  await server.start();
  const { redis } = open({ socketPath: server.socketPath, profile: 'worker' });
  const reads = async () => Number(/total_reads_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
  for (const round of [1, 2]) {
    const before = await reads();
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    const answers = await Promise.all(
      numbers.map((i) => redis.incr(`count-${round}`).then((n) => n - 1 - i)),
    );
    expect(answers.filter((ahead) => ahead !== 0)).toEqual([]);
    expect((await reads()) - before).toBeLessThan(20);
    if (round === 1) redis.disconnect(true);
  }
});

describe('a command without Redis', () => {
  it('fails at once with one clear sentence', async () => {
    const { store } = open({ socketPath: server.socketPath, profile: 'command' });
    const began = performance.now();
    const error = await failure(store.feedState('f1'));
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(error.message).toBe(
      `Redis at ${server.socketPath} cannot be reached (there is no such socket): start it, or set REDIS_URL to one that runs`,
    );
    expect(error.retryable).toBe(true);
  });

  it('names host and port, and keeps the password to itself', async () => {
    const { store } = open({ url: 'redis://reader:hunter2@127.0.0.1:1/3', profile: 'command' });
    const error = await failure(store.secret());
    expect(error.message).toContain('redis://127.0.0.1:1/3 cannot be reached (nothing answers there)');
    expect(error.message).not.toContain('hunter2');
  });

  it('succeeds again when Redis is back', async () => {
    await server.start(...DURABLE);
    const { store } = open({ socketPath: server.socketPath, profile: 'command' });
    await store.saveFeedState('f1', { failures: 3 });
    await server.kill();
    await failure(store.feedState('f1'));
    await server.start(...DURABLE);
    await expect.poll(() => store.feedState('f1').catch(() => null)).toEqual({ failures: 3 });
  });
});

describe('a worker without Redis', () => {
  it('waits for it', async () => {
    const { store } = open({ socketPath: server.socketPath, profile: 'worker' });
    const waiting = store.scheduleDigest('s1', AT);
    await sleep(300);
    await server.start();
    await waiting;
    expect(await store.dueDigests(AT, 1)).toEqual(['s1']);
  });

  it('goes on after Redis was killed and started again', async () => {
    await server.start('--appendonly', 'yes', '--appendfsync', 'always');
    const { store } = open({ socketPath: server.socketPath, profile: 'worker' });
    await store.saveFeedState('f1', { failures: 1 });
    await server.kill();
    const waiting = store.feedState('f1');
    await server.start('--appendonly', 'yes', '--appendfsync', 'always');
    expect(await waiting).toEqual({ failures: 1 });
  });
});

describe('the look at a server', () => {
  it('finds nothing to mend on the embedded one', async () => {
    const shared = testRedis();
    const report = await inspectServer(shared.redis);
    await shared.close();
    expect(report).toMatchObject({ maxmemoryPolicy: 'noeviction', aof: true, refusals: [], warnings: [] });
    expect(report.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('warns of a crash that would lose work', async () => {
    await server.start('--appendonly', 'no');
    const { redis } = open({ socketPath: server.socketPath, profile: 'command' });
    const report = await inspectServer(redis);
    expect(report.aof).toBe(false);
    expect(report.warnings.join()).toContain('set appendonly yes');
  });

  it('refuses one that may throw data away, and warns while it has no limit', async () => {
    await server.start('--maxmemory-policy', 'allkeys-lru', '--appendonly', 'yes');
    const { redis } = open({ socketPath: server.socketPath, profile: 'command' });
    expect((await inspectServer(redis)).warnings.join()).toContain('set it to noeviction');
    await redis.config('SET', 'maxmemory', '100mb');
    expect((await inspectServer(redis)).refusals.join()).toContain('set it to noeviction');
  });

  it('refuses a replica', async () => {
    await server.start('--replicaof', '127.0.0.1 1');
    const { redis } = open({ socketPath: server.socketPath, profile: 'command' });
    expect((await inspectServer(redis)).refusals.join()).toContain('read-only replica');
  });

  it('of none at all says so', async () => {
    const { redis } = open({ socketPath: server.socketPath, profile: 'command' });
    expect((await failure(inspectServer(redis))).message).toContain('cannot be reached');
  });
});
