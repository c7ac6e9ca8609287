import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createTurns } from '../../src/net/turns.ts';
import { startSite, testFetcher } from './site.ts';

const run = promisify(execFile);

test('a host is asked by so many at a time, each place free again after its pause', async () => {
  const starts: number[] = [];
  let now = 0;
  let most = 0;
  const site = await startSite((_request, response) => {
    now += 1;
    most = Math.max(most, now);
    starts.push(performance.now());
    setTimeout(() => {
      now -= 1;
      response.end('ok');
    }, 20);
  });
  const fetcher = testFetcher({ pauseMs: 80 });
  const ask = () => fetcher.fetch(site.url, { accept: '*/*', maxBytes: 1000 });
  await Promise.all([ask(), ask(), ask(), ask(), ask(), ask()]);
  expect(most).toBe(2);
  const [first = 0, , third = 0, , fifth = 0] = starts;
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
