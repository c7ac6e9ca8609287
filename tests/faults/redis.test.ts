import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { NIGHTLY, note } from './rows.ts';

const KILLS = NIGHTLY ? 3 : 2;
const ITEMS = NIGHTLY ? 90 : 45;

import { openTown, type Town } from './town.ts';

let town: Town;
afterEach(() => town.close());

test('absent at the start: the worker waits and says so, commands fail at once with a sentence', async ({
  task,
}) => {
  town = await openTown({ items: 12, redisAbsent: true, readers: 1 });
  const waiting = town.home.start('worker');
  await waiting.says('waiting for redis');
  const status = await town.home.run('status');
  expect(status.code).toBe(1);
  expect(`${status.stdout}${status.stderr}`).toMatch(
    /Redis at redis:\/\/127\.0\.0\.1:\d+.* cannot be reached \(nothing answers there\): start it/,
  );
  const came = performance.now();
  await town.redis.start();
  for (const reader of town.readers) await town.store.saveSubscriber(reader);
  await town.settled(120_000);
  const account = await town.account();
  expect(account.found).toBeGreaterThan(0);
  expect(account).toMatchObject({ untold: 0, toldTwice: 0, failedJobs: [] });
  expect(waiting.output()).not.toContain('"level":50');
  note(task, {
    fault: 'Redis absent at start',
    times: 1,
    of: `12 items, ${account.found} developments`,
    lost: account.untold,
    doubled: account.doubled,
    backMs: performance.now() - came,
    note: 'the worker waits and says so; commands fail at once with a sentence',
  });
}, 240_000);

test('killed and started again in the middle of work: nothing that was acknowledged is lost', async ({
  task,
}) => {
  town = await openTown({ items: ITEMS, delayMs: 20, readers: 2 });
  await town.worker();
  let acknowledged = 0;
  let backMs = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const until = performance.now() + 700;
    while (performance.now() < until) {
      await town.client.incr('acknowledged');
      acknowledged += 1;
    }
    await town.redis.kill();
    const killed = performance.now();
    await town.redis.start('--appendfsync', 'always');
    await town.store.counts('border');
    backMs = Math.max(backMs, performance.now() - killed);
    expect(Number(await town.client.get('acknowledged'))).toBeGreaterThanOrEqual(acknowledged);
  }
  await town.settled(150_000);
  const account = await town.account();
  expect(account.found).toBeGreaterThan(0);
  expect(account).toMatchObject({ untold: 0, toldTwice: 0, missing: 0, failedJobs: [] });
  note(task, {
    fault: 'Redis killed -9 and started again on its append-only file',
    times: KILLS,
    of: `${acknowledged} acknowledged writes; ${ITEMS} items, ${account.found} developments × 2 readers`,
    lost: account.untold + account.items - account.read,
    doubled: account.doubled,
    backMs,
    note: '`appendfsync always`',
  });
}, 240_000);

test('full, it takes no writes: the status says so in words, and work goes on when there is room', async ({
  task,
}) => {
  town = await openTown({ items: 30, readers: 1 });
  await town.worker();
  await town.settled(120_000);
  await town.client.config('SET', 'maxmemory', '1mb');
  town.newsstand.feeds.set('/feed-0', town.articles.slice(0, 30));
  const status = await town.home.ask('status');
  expect(status.code).toBe(1);
  expect(status.stdout).toContain('Redis is full (maxmemory) and takes no writes: raise maxmemory');
  await sleep(2000);
  const roomy = performance.now();
  await town.client.config('SET', 'maxmemory', '0');
  await town.settled(120_000);
  const account = await town.account();
  expect(account.found).toBeGreaterThan(0);
  expect(account).toMatchObject({ untold: 0, toldTwice: 0 });
  note(task, {
    fault: 'Redis full (maxmemory)',
    times: 1,
    of: `30 items, ${account.found} developments`,
    lost: account.untold,
    doubled: account.doubled,
    backMs: performance.now() - roomy,
    note: 'status and /readyz say so and what to do',
  });
}, 240_000);

test('with a policy that throws data away it is not worked on, and how to mend it is said', async ({
  task,
}) => {
  town = await openTown({ items: 3, readers: 1 });
  await town.client.config('SET', 'maxmemory', '100mb');
  for (const policy of ['allkeys-lru', 'volatile-ttl', 'allkeys-random']) {
    await town.client.config('SET', 'maxmemory-policy', policy);
    const refused = await town.home.ask('worker');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`maxmemory-policy is ${policy}`);
    expect(refused.stderr).toContain('CONFIG SET maxmemory-policy noeviction');
  }
  note(task, {
    fault: 'a wrong eviction policy',
    times: 3,
    of: 'a worker’s start',
    lost: 0,
    doubled: 0,
    note: 'refuses to start, and says how to mend it',
  });
}, 240_000);
