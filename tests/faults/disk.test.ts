import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { connect } from '../../src/store/connect.ts';
import { inspectServer } from '../../src/store/server.ts';
import { createStore } from '../../src/store/store.ts';
import { KEEP } from '../store/open-store.ts';
import { type RedisProcess, redisProcess } from './redis-process.ts';
import { note } from './rows.ts';

const WRITES = 500;

let redis: RedisProcess;
let close: () => void = () => undefined;
afterEach(async () => {
  close();
  await redis.close();
});

/** A disk of a few megabytes. Mounting wants root, and is left out where it may not be had. */
function smallDisk(): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'newswatch-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  close = () => {
    spawnSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  return folder;
}

function storeOn(url: string) {
  const connection = connect({ url, profile: 'command' });
  connection.on('error', () => undefined);
  const before = close;
  close = () => {
    connection.disconnect();
    before();
  };
  return { connection, store: createStore(connection, { prefix: '{newswatch}', keep: KEEP }) };
}

const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it was done',
    (error: Error) => error.message,
  );

test('with its disk full Redis takes no writes: that is said in words, and it goes on by itself', async ({
  task,
  skip,
}) => {
  const dir = smallDisk();
  if (dir === null) return skip('no disk could be mounted');
  redis = await redisProcess({ dir });
  await redis.start('--appendfsync', 'always');
  const { connection, store } = storeOn(redis.url);
  await store.saveFeedState('f1', { failures: 1 });
  const ballast = path.join(dir, 'ballast');
  writeFileSync(ballast, '');
  for (let kib = 0; kib < 8192; kib += 1) {
    if (
      spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1k', 'count=64', 'oflag=append', 'conv=notrunc'])
        .status !== 0
    )
      break;
  }
  // With `always` Redis would rather end than acknowledge what is not on disk.
  await connection.config('SET', 'appendfsync', 'everysec');
  let refusal = '';
  let acknowledged = 0;
  for (let i = 0; refusal === '' && i < 2000; i += 1) {
    const said = await messageOf(store.saveFeedState(`f${i}`, { failures: i, error: 'x'.repeat(2000) }));
    if (said === 'it was done') acknowledged += 1;
    else refusal = said;
  }
  expect(refusal).toMatch(/^Redis takes no writes because it cannot save to its disk: free disk space/);
  expect((await inspectServer(connection)).failures.join()).toContain(
    'Redis takes no writes because it cannot save',
  );
  await expect(connection.ping()).rejects.toThrow('MISCONF');
  rmSync(ballast);
  const freed = performance.now();
  while ((await messageOf(store.saveFeedState('f1', { failures: 2 }))) !== 'it was done') await sleep(50);
  expect((await inspectServer(connection)).failures).toEqual([]);
  note(task, {
    fault: 'the disk of the append-only file full (MISCONF on writes and on PING)',
    times: 1,
    of: `${acknowledged} acknowledged writes`,
    lost: 0,
    doubled: 0,
    backMs: performance.now() - freed,
    note: 'said in words by every command, status and /readyz; goes on by itself',
  });
});

/** The incremental part of the append-only file, the one that is written to. */
function appendOnlyFile(): string {
  const folder = path.join(redis.folder, 'appendonlydir');
  const name =
    readdirSync(folder).find((one) => one.endsWith('.incr.aof')) ?? expect.fail('no append-only file');
  return path.join(folder, name);
}

async function filled(): Promise<void> {
  redis = await redisProcess();
  await redis.start('--appendfsync', 'always');
  const { store } = storeOn(redis.url);
  for (let i = 0; i < WRITES; i += 1) await store.saveFeedState(`f${i}`, { failures: i });
  await redis.kill();
}

test('a torn tail of the append-only file costs what was torn and nothing else', async ({ task }) => {
  await filled();
  const file = appendOnlyFile();
  truncateSync(file, readFileSync(file).length - 20);
  const began = performance.now();
  await redis.start();
  const { store } = storeOn(redis.url);
  const kept = await Promise.all(Array.from({ length: WRITES }, (_, i) => store.feedState(`f${i}`)));
  const lost = kept.filter(({ failures }, i) => failures !== i).length;
  expect(lost).toBe(1);
  expect(redis.log()).toContain('loaded anyway because aof-load-truncated is enabled');
  note(task, {
    fault: 'the last bytes of the append-only file torn off',
    times: 1,
    of: `${WRITES} writes`,
    lost: 0,
    doubled: 0,
    backMs: performance.now() - began,
    note: 'the one write that was torn counts as never acknowledged',
  });
});

test('a corrupt middle is not loaded: Redis says where, and nothing is made of half the data', async ({
  task,
}) => {
  await filled();
  const file = appendOnlyFile();
  const bytes = readFileSync(file);
  bytes.fill(0x78, bytes.length / 2, bytes.length / 2 + 40);
  writeFileSync(file, bytes);
  expect(await redis.launch()).toBe(1);
  expect(redis.log()).toContain('Bad file format reading the append only file');
  expect(redis.log()).toContain('redis-check-aof --fix');
  note(task, {
    fault: 'the middle of the append-only file corrupt',
    times: 1,
    of: `${WRITES} writes`,
    lost: 0,
    doubled: 0,
    note: 'Redis does not start and says what to do; Newswatch waits',
  });
});
