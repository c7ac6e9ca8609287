import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { type Home, makeHome, PROJECT } from './home.ts';

const STORY = path.join(PROJECT, 'tests/stories/niger-us-withdrawal');
/** What a demo does with the beginning of a story it does with the whole, in a third of the time. */
const BEGINNING = 8;
/** A demo starts a worker, a Redis and a page: ten seconds of a processor, which a busy machine gives in minutes. */
const TIMEOUT_MS = 480_000;

let home: Home;
let story: string;
beforeEach(() => {
  home = makeHome({ web: { port: 0 } });
  cpSync(path.join(PROJECT, 'config/watches'), path.join(home.folder, 'config/watches'), { recursive: true });
  story = path.join(home.folder, 'niger-us-withdrawal');
  cpSync(STORY, story, { recursive: true });
  const stream = path.join(story, 'stream');
  const labels = path.join(story, 'labels.yaml');
  const judged = parseDocument(readFileSync(labels, 'utf8'));
  for (const file of readdirSync(stream).sort().slice(BEGINNING)) {
    rmSync(path.join(stream, file));
    judged.deleteIn(['articles', file]);
  }
  writeFileSync(labels, judged.toString());
});
afterEach(() => home.remove());

const outbox = () => home.outbox(path.join(home.data, 'demo/outbox'));

test('a demo plays its story through the worker, and each development is mailed once', {
  timeout: TIMEOUT_MS,
}, async () => {
  const { code, stdout } = await home.run('demo', STORY, '--once', '--pace', '150');
  expect(code).toBe(0);
  expect(stdout).toMatch(/page +http:/);
  expect(stdout).toContain('22 articles compared');
  expect(stdout).toMatch(/each of the \d+ developments mailed once/);
  expect(stdout).toContain('answered 500. The others go on.');
  expect(outbox().length).toBeGreaterThan(3);
  expect(existsSync(path.join(home.data, 'demo/progress.json'))).toBe(false);
});

test('a demo stopped in the middle ends well and without a word of a fault', {
  timeout: TIMEOUT_MS,
}, async () => {
  const demo = home.start('demo', story, '--pace', '300');
  await demo.says('✉');
  demo.kill('SIGTERM');
  const { code, stderr } = await demo.ended;
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
});

test('a demo killed in the middle loses nothing and mails nothing twice when it is started again', {
  timeout: TIMEOUT_MS,
}, async () => {
  // So slow that it is in the middle, however late this process comes to kill it.
  const first = home.start('demo', story, '--once', '--pace', '3000');
  await first.says('✉');
  first.kill('SIGKILL');
  await first.ended;
  const before = outbox();
  expect(before.length).toBeGreaterThan(0);
  const { code, stdout } = await home.run('demo', story, '--once', '--pace', '150');
  expect(code).toBe(0);
  expect(stdout).toContain('where the last demo was stopped');
  expect(stdout).toContain(`${BEGINNING} articles compared`);
  expect(stdout).toMatch(/each of the \d+ developments mailed once/);
  // What was mailed before the kill stands as it stood: the same files, none rewritten.
  expect(outbox()).toEqual(expect.arrayContaining([...before]));
});
