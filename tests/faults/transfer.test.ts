import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportTo, importFrom } from '../../src/app/transfer.ts';
import { NIGHTLY, note } from './rows.ts';
import { openTown, type Town } from './town.ts';

const ITEMS = NIGHTLY ? 60 : 36;

let town: Town;
let file: string;
beforeEach(async () => {
  town = await openTown({ items: ITEMS, readers: 2 });
  file = path.join(town.home.folder, 'all.jsonl');
});
afterEach(() => town.close());

/** The lines without what passes: times to live, waits, and the order in which Redis lists keys. */
const recordsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .slice(1, -1)
    .map((line) => {
      const { ttlMs: _expiry, delayMs: _wait, ...record } = JSON.parse(line);
      return JSON.stringify(record, (_key, value) =>
        Array.isArray(value) ? value.map(String).sort() : value,
      );
    })
    .sort();

const parts = () => ({ redis: town.client, queues: town.queues, prefix: '{newswatch}' });

/** All that Newswatch keeps, by name, but for what is true of the moment alone or made anew. */
async function kept(): Promise<readonly string[]> {
  const names = await town.client.keys('{newswatch}:1:*');
  return names.filter((name) => !/:(poll|turns|processes|probe|base|index)$/.test(name)).sort();
}

async function emptied(): Promise<void> {
  await town.client.flushall();
  expect(await town.client.dbsize()).toBe(0);
}

test('what is exported half-way and imported into an empty Redis goes on as if nothing had been', async ({
  task,
}) => {
  town.publish(ITEMS / 2);
  const before = await town.worker();
  expect((await town.home.ask('export', file)).stderr).toContain('Stop the worker first (1 running)');
  await town.settled(90_000);
  before.kill('SIGTERM');
  await before.ended;
  // Work that is queued for later: on a busy machine, export and import take many seconds.
  await town.queues.add('send-digest', [{ subscriberId: town.readers[0]?.id ?? '', force: true }], {
    delayMs: 600_000,
  });
  const told = await town.account();
  expect(told.found).toBeGreaterThan(2);

  const exported = await town.home.run('export', file);
  expect(exported).toMatchObject({ code: 0 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const names = await kept();
  await emptied();
  const imported = await town.home.run('import', file);
  expect(imported).toMatchObject({ code: 0 });
  expect(await kept()).toEqual(names);
  const again = path.join(town.home.folder, 'again.jsonl');
  await town.home.ask('export', again);
  expect(recordsOf(readFileSync(again, 'utf8'))).toEqual(recordsOf(readFileSync(file, 'utf8')));
  expect(await town.queues.size('send-digest')).toMatchObject({ delayed: 1 });

  town.publish(ITEMS);
  const began = performance.now();
  await town.worker();
  await town.settled(90_000);
  // A digest tells what was not told yet: nothing.
  for (const { id } of town.readers) {
    const data = { subscriberId: id, force: true };
    await town.queues.add('send-digest', [data], { jobId: `${id}-after` });
  }
  await expect.poll(() => town.queues.size('send-digest')).toMatchObject({ waiting: 0, active: 0 });
  const account = await town.account();
  expect(account.found).toBeGreaterThan(0);
  expect(account).toMatchObject({
    read: ITEMS,
    untold: 0,
    toldTwice: 0,
    doubled: 0,
    missing: 0,
    failedJobs: [],
  });
  expect(account.found).toBeGreaterThan(told.found);
  expect(await town.queues.size('send-digest')).toMatchObject({ delayed: 1 });
  note(task, {
    fault: 'exported, Redis emptied, imported',
    times: 1,
    of: `${ITEMS} items, ${account.found} developments × 2 readers`,
    lost: account.untold + account.items - account.read,
    doubled: account.doubled + account.toldTwice,
    backMs: performance.now() - began,
    note: 'half of the items before, half after; a second export is the same',
  });
}, 240_000);

test('a file that is not whole, or a Redis that is not empty, is refused before anything is written', async ({
  task,
}) => {
  const worker = await town.worker();
  await town.settled(90_000);
  worker.kill('SIGTERM');
  await worker.ended;
  await exportTo(file, parts());
  const whole = readFileSync(file, 'utf8');
  expect((await town.home.ask('import', file)).stderr).toContain(
    'This Redis holds data of Newswatch already',
  );
  await emptied();
  const lines = whole.trimEnd().split('\n');
  const damaged: readonly (readonly [string, string])[] = [
    [lines.slice(0, -5).join('\n'), 'cut short'],
    [whole.slice(0, whole.length / 2), 'line'],
    [[...lines.slice(0, 3), ...lines.slice(4)].join('\n'), 'changed or are not all there'],
    [whole.replace('Gunmen kill 3 soldiers', 'Gunmen kill 4 soldiers'), 'changed or are not all there'],
    [whole.replace('"schema":1', '"schema":2'), 'it is of another version (format 1, schema 2'],
    [whole.replace('"type":"hash"', '"type":"list"'), 'no key of this version'],
    ['{"a":1}\n', 'this is no export of Newswatch'],
    ['', 'cut short'],
  ];
  for (const [text, sentence] of damaged) {
    writeFileSync(file, text);
    const refusal = await importFrom(file, parts()).then(
      () => 'it was imported',
      (error: Error) => error.message,
    );
    expect(refusal).toContain(sentence);
    expect(refusal).toContain('Nothing was imported');
  }
  expect((await kept()).filter((name) => !name.endsWith(':secret'))).toEqual([]);
  await expect(importFrom('/nowhere/at/all', parts())).rejects.toThrow('cannot be read');
  note(task, {
    fault: 'a damaged export imported',
    times: damaged.length,
    of: 'an empty Redis',
    lost: 0,
    doubled: 0,
    note: 'refused with a sentence; nothing was written',
  });
}, 240_000);

test('an import that is cut short lets nothing work on the half of it, and is begun anew', async () => {
  const worker = await town.worker();
  await town.settled(90_000);
  worker.kill('SIGTERM');
  await worker.ended;
  await exportTo(file, parts());
  await emptied();
  await town.client.set('{newswatch}:schema', 'importing');
  await town.client.set('{newswatch}:1:feed:f1', '{}');
  const refused = await town.home.run('worker');
  expect(refused.stderr).toContain('was cut short: wait, or run newswatch import again');
  await importFrom(file, parts());
  expect(await town.client.exists('{newswatch}:1:feed:f1')).toBe(0);
  expect((await town.account()).untold).toBe(0);
}, 240_000);
