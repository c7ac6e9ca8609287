import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { type RedisProcess, redisProcess } from './redis-process.ts';
import { note } from './rows.ts';
import { openTown, type Town } from './town.ts';

const SLOTS = 16_384;
const ITEMS = 120;

let servers: RedisProcess[] = [];
let town: Town | undefined;
afterEach(async () => {
  await town?.close();
  for (const server of servers) await server.close();
  servers = [];
  town = undefined;
});

async function start(...args: readonly string[]): Promise<RedisProcess> {
  const server = await redisProcess();
  servers.push(server);
  await server.start(...args);
  return server;
}

async function until(what: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const began = performance.now();
  while (!(await what().catch(() => false))) {
    if (performance.now() - began > timeoutMs) throw new Error('it did not come to pass');
    await sleep(100);
  }
}

test('the primary killed under Sentinel: a replica takes over, and work goes on', {
  timeout: 240_000,
}, async ({ task }) => {
  const primary = await start();
  const replica = await start('--replicaof', `127.0.0.1 ${primary.port}`);
  const sentinels: RedisProcess[] = [];
  for (let i = 0; i < 3; i += 1) {
    const sentinel = await redisProcess();
    servers.push(sentinel);
    sentinels.push(sentinel);
    const file = path.join(sentinel.folder, 'sentinel.conf');
    writeFileSync(
      file,
      [
        ...[`port ${sentinel.port}`, 'bind 127.0.0.1', `dir ${sentinel.folder}`],
        ...[
          `sentinel monitor news 127.0.0.1 ${primary.port} 2`,
          'sentinel down-after-milliseconds news 1000',
        ],
        ...['sentinel failover-timeout news 5000', 'sentinel parallel-syncs news 1'],
      ].join('\n'),
    );
    await sentinel.startWith([file, '--sentinel']);
  }
  const redisUrl = `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/news`;
  await until(async () => (await primary.client().info('replication')).includes('state=online'));
  town = await openTown({ items: ITEMS, delayMs: 150, readers: 2, redisUrl });
  const worker = await town.worker();
  await until(async () => ((await town?.account())?.read ?? 0) > 0);
  await primary.kill();
  const killed = performance.now();
  const promoted = replica.client();
  await until(async () => (await promoted.info('replication')).includes('role:master'));
  await town.settled(120_000);
  const end = await town.account();
  expect(end.found).toBeGreaterThan(0);
  expect(end).toMatchObject({ untold: 0, toldTwice: 0, failedJobs: [] });
  expect(worker.output()).not.toContain('"level":50');
  note(task, {
    fault: 'failover by Sentinel (primary killed -9)',
    times: 1,
    of: `${ITEMS} items, ${end.found} developments × 2 readers`,
    lost: end.items - end.read + end.untold + end.missing,
    doubled: end.doubled,
    backMs: performance.now() - killed,
    note: 'replication is not awaited: what the replica had not got yet is done again',
  });
});

test('a cluster of three: its keys are in one slot, whose node is found, also after a failover', {
  timeout: 240_000,
}, async ({ task }) => {
  const nodes: RedisProcess[] = [];
  for (let i = 0; i < 4; i += 1)
    nodes.push(await start('--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'));
  const clients = nodes.map((node) => new Redis({ port: node.port }));
  const [first, second, third] = nodes;
  if (!first || !second || !third) throw new Error('no nodes');
  for (const client of clients) await client.call('CLUSTER', 'MEET', '127.0.0.1', first.port);
  const share = Math.ceil(SLOTS / 3);
  for (const [i, client] of clients.slice(0, 3).entries()) {
    const slots = Array.from({ length: Math.min(share, SLOTS - i * share) }, (_, n) => i * share + n);
    await client.call('CLUSTER', 'ADDSLOTS', ...slots);
  }
  for (const client of clients)
    await until(async () => String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  const slot = Number(await clients[0]?.call('CLUSTER', 'KEYSLOT', '{newswatch}'));
  const owner = Math.floor(slot / share);
  const ownerId = String(await clients[owner]?.call('CLUSTER', 'MYID'));
  await until(async () => (await clients[3]?.call('CLUSTER', 'REPLICATE', ownerId)) === 'OK');
  await until(async () => (await clients[owner]?.info('replication'))?.includes('state=online') ?? false);
  for (const client of clients) client.disconnect();

  const others = nodes.slice(0, 3).filter((_, i) => i !== owner);
  const redisUrl = `redis+cluster://${others.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  town = await openTown({ items: ITEMS, delayMs: 150, readers: 2, redisUrl });
  await town.worker();
  await until(async () => ((await town?.account())?.read ?? 0) > 0);
  await nodes[owner]?.kill();
  const killed = performance.now();
  await town.settled(120_000);
  const end = await town.account();
  expect(end.found).toBeGreaterThan(0);
  expect(end).toMatchObject({ untold: 0, toldTwice: 0, failedJobs: [] });
  note(task, {
    fault: 'the node of a 3-node cluster that has the keys killed -9, its replica takes over',
    times: 1,
    of: `${ITEMS} items, ${end.found} developments × 2 readers`,
    lost: end.items - end.read + end.untold + end.missing,
    doubled: end.doubled,
    backMs: performance.now() - killed,
    note: 'all keys in one slot, by the braces of the prefix',
  });
});
