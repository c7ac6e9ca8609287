import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createTurns } from '../../src/net/turns.ts';
import { startCountingSite, testFetcher } from './site.ts';

const run = promisify(execFile);

test('a host is asked by so many at a time, each place free again after its pause', async () => {
  const site = await startCountingSite();
  const fetcher = testFetcher({ pauseMs: 80 });
  const ask = () => fetcher.fetch(site.url, { accept: '*/*', maxBytes: 1000 });
  await Promise.all([ask(), ask(), ask(), ask(), ask(), ask()]);
  expect(site.most()).toBe(2);
  const [first = 0, , third = 0, , fifth = 0] = site.starts;
  expect(third - first).toBeGreaterThanOrEqual(95);
  expect(fifth - third).toBeGreaterThanOrEqual(95);
  await fetcher.close();
  await site.close();
});

test('a pause at one host holds up no other', async () => {
  const turns = createTurns(1, 10_000);
  (await turns.take('one.example'))();
  (await turns.take('two.example'))();
  const waiting = turns.take('one.example', AbortSignal.timeout(30));
  await expect(waiting).rejects.toThrow('timeout');
});

test('who waits for a pause to end keeps the process alive', async () => {
  const turns = pathToFileURL(path.join(import.meta.dirname, '../../src/net/turns.ts')).href;
  const program = `const { createTurns } = await import('${turns}');
const turns = createTurns(1, 200);
(await turns.take('one.example'))();
(await turns.take('one.example'))();
process.stdout.write('had its turn');`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program]);
  expect(stdout).toBe('had its turn');
});
