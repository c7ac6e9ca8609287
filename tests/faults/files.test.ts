import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { composeAlert } from '../../src/notify/alert.ts';
import { createOutboxTransport } from '../../src/notify/transport.ts';
import { type Home, makeHome, PROJECT } from '../cli/home.ts';
import { from, links, now, resumed, subscriber, watch } from '../notify/samples.ts';

let home: Home;
afterEach(() => home.remove());

/** Files that others of this machine can get at: their own right, and no folder above in the way. */
function open(folder: string): string[] {
  if ((lstatSync(folder).mode & 0o077) === 0) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) return open(at);
    return (lstatSync(at).mode & 0o077) === 0 ? [] : [path.relative(home.data, at)];
  });
}

test('what is kept and what is sent is its owner’s to read, whatever the umask', async () => {
  home = makeHome();
  const run = (...args: readonly string[]) =>
    spawnSync(
      'sh',
      [
        ...['-c', 'umask 000; exec "$0" "$@"', process.execPath, path.join(PROJECT, 'src/cli/main.ts')],
        ...args,
      ],
      { env: { PATH: process.env.PATH, TZ: 'UTC', NEWSWATCH_DATA: home.data }, encoding: 'utf8' },
    );
  const subscribed = run('subscribe', 'reader@example.org');
  expect(subscribed.stderr).not.toContain('newswatch:');
  const mail = composeAlert({ watch, subscriber, from, links, now, development: resumed });
  await createOutboxTransport({ folder: path.join(home.data, 'outbox') }).send(mail);
  const exported = run('export', path.join(home.data, 'export.jsonl.gz'));
  expect(exported.stderr).not.toContain('newswatch:');
  expect(home.outbox()).toHaveLength(1);
  expect(readdirSync(home.data).sort()).toEqual(
    expect.arrayContaining(['export.jsonl.gz', 'outbox', 'redis']),
  );
  expect(open(home.data)).toEqual([]);
});
