import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { PROJECT, type Started, startCommand } from '../cli/home.ts';
import { NIGHTLY, note } from './rows.ts';
import { openTown, type Town } from './town.ts';

const ROUNDS = NIGHTLY ? 3 : 1;
const ITEMS = NIGHTLY ? 120 : 40;

let town: Town;
afterEach(() => town.close());

async function stop(worker: Started | undefined): Promise<number> {
  const asked = performance.now();
  worker?.kill('SIGTERM');
  expect((await worker?.ended)?.code).toBe(0);
  return performance.now() - asked;
}

test('restarted by turns in the middle of work, two workers fail no job and keep one schedule', async ({
  task,
}) => {
  town = await openTown({ items: ITEMS, delayMs: 150, readers: 2 });
  town.publish(0);
  const crew = await Promise.all([town.worker(), town.worker()]);
  const schedules = async () =>
    (await town.queues.queue('poll-feed').getJobSchedulers())
      .map(({ key, every }) => `${key} ${every}`)
      .sort();
  const first = await schedules();
  let longestMs = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    town.publish((ITEMS * round) / ROUNDS);
    for (const i of [0, 1]) {
      await sleep(300 + Math.random() * 500);
      longestMs = Math.max(longestMs, await stop(crew[i]));
      crew[i] = await town.worker();
    }
  }
  const backMs = await town.settled(120_000);
  const account = await town.account();
  expect(account.found).toBeGreaterThan(0);
  expect(account).toMatchObject({ untold: 0, toldTwice: 0, doubled: 0, missing: 0, failedJobs: [] });
  expect(longestMs).toBeLessThan(20_000);
  expect(await schedules()).toEqual(first);
  expect(first).toHaveLength(4);
  note(task, {
    fault: 'two workers restarted by turns (SIGTERM)',
    times: 2 * ROUNDS,
    of: `${ITEMS} items, ${account.found} developments × 2 readers`,
    lost: account.items - account.read + account.untold,
    doubled: account.doubled + account.toldTwice,
    backMs,
    note: `no job failed; the longest drain took ${(longestMs / 1000).toFixed(1)} s; one schedule a feed throughout`,
  });
}, 240_000);

test('a version of another schema is refused with a sentence, and the running one is not disturbed', async ({
  task,
}) => {
  town = await openTown({ items: 24, readers: 1 });
  town.publish(12);
  await town.worker();
  await town.settled(120_000);
  const next = path.join(town.home.folder, 'next');
  cpSync(path.join(PROJECT, 'src'), path.join(next, 'src'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'config'])
    symlinkSync(path.join(PROJECT, name), path.join(next, name));
  const keys = path.join(next, 'src/store/keys.ts');
  writeFileSync(keys, readFileSync(keys, 'utf8').replace('SCHEMA_VERSION = 1', 'SCHEMA_VERSION = 2'));
  const config = path.join(town.home.folder, 'config');
  const newer = await startCommand(['--config', config, 'worker'], {}, path.join(next, 'src/cli/main.ts'))
    .ended;
  expect(newer.code).toBe(1);
  expect(newer.stderr).toContain(
    'the data in Redis is in schema 1, of an older Newswatch, and this one writes schema 2',
  );
  expect(newer.stderr).toContain('newswatch export');
  town.publish(24);
  await town.settled(120_000);
  await town.client.set('{newswatch}:schema', 2);
  const older = await town.home.ask('subscribe', 'late@example.org');
  expect(older.code).toBe(1);
  expect(older.stderr).toContain('of a newer Newswatch, and this one writes schema 1');
  note(task, {
    fault: 'two versions at once, their schemas not the same',
    times: 2,
    of: '24 items',
    lost: 0,
    doubled: 0,
    note: 'the one the data does not belong to is refused with a sentence',
  });
}, 240_000);
