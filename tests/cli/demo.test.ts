import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome, PROJECT } from './home.ts';

const STORY = path.join(PROJECT, 'tests/stories/niger-us-withdrawal');

let home: Home;
beforeEach(() => {
  home = makeHome({ web: { port: 0 } });
  cpSync(path.join(PROJECT, 'config/watches'), path.join(home.folder, 'config/watches'), { recursive: true });
});
afterEach(() => home.remove());

const outbox = () => home.outbox(path.join(home.data, 'demo/outbox'));

test('a demo plays its story through the worker, and each development is mailed once', async () => {
  const { code, stdout } = await home.run('demo', STORY, '--once', '--pace', '150');
  expect(code).toBe(0);
  expect(stdout).toMatch(/page +http:/);
  expect(stdout).toContain('22 articles compared');
  expect(stdout).toMatch(/each of the \d+ developments mailed once/);
  expect(stdout).toContain('answered 500. The others go on.');
  expect(outbox().length).toBeGreaterThan(3);
  expect(existsSync(path.join(home.data, 'demo/progress.json'))).toBe(false);
});

test('a demo stopped in the middle ends well and without a word of a fault', async () => {
  const demo = home.start('demo', STORY, '--pace', '300');
  await demo.says('✉');
  demo.kill('SIGTERM');
  const { code, stderr } = await demo.ended;
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
});

test('a demo killed in the middle loses nothing and mails nothing twice when it is started again', async () => {
  const first = home.start('demo', STORY, '--once', '--pace', '300');
  await first.says('✉');
  await sleep(700);
  first.kill('SIGKILL');
  await first.ended;
  const before = outbox();
  expect(before.length).toBeGreaterThan(0);
  const { code, stdout } = await home.run('demo', STORY, '--once', '--pace', '150');
  expect(code).toBe(0);
  expect(stdout).toContain('where the last demo was stopped');
  expect(stdout).toContain('22 articles compared');
  expect(stdout).toMatch(/each of the \d+ developments mailed once/);
  // What was mailed before the kill stands as it stood: the same files, none rewritten.
  expect(outbox()).toEqual(expect.arrayContaining([...before]));
});
