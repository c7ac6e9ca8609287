import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { openReceiver, type Receiver } from '../jobs/receiver.ts';
import { type Home, makeHome, PROJECT } from './home.ts';

const DOSSIER = path.join(PROJECT, 'tests/stories/niger-us-withdrawal/dossier/01-french-gone.md');

let receiver: Receiver;
let home: Home;
beforeEach(async () => {
  receiver = await openReceiver();
  home = makeHome({
    net: { allowPrivate: ['127.0.0.1'] },
    notify: { ops: { webhook: `${receiver.url}/hook` } },
  });
  const feeds = [{ url: 'http://127.0.0.1:9/rss' }];
  home.write('watches/leaving/watch.yaml', stringify({ title: 'Leaving', feeds, notify: ['ops'] }));
  home.write('watches/leaving/dossier/01.md', readFileSync(DOSSIER, 'utf8'));
});
afterEach(async () => {
  home.remove();
  await receiver.close();
});

test('a channel is tried, shown with its trouble, and enabled again', async () => {
  receiver.answers.push(500);
  const refused = await home.run('notify', 'test', 'ops');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('It answered 500')]);
  const taken = await home.ask('notify', 'test', 'ops');
  expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('ops took it: 204')]);
  expect((await home.ask('notify', 'secret', 'ops')).stdout).toMatch(/^whsec_[\w+/]+=*\n$/);
  const [row] = JSON.parse((await home.ask('notify', 'list', '--json')).stdout) as object[];
  expect(row).toMatchObject({ name: 'ops', kind: 'webhook', watches: ['leaving'], trouble: null });
  const unknown = await home.ask('notify', 'enable', 'opps');
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('there is ops')]);
});

test('the doctor looks at channels', async () => {
  const { stdout } = await home.ask('doctor', '--json');
  expect(stdout).toContain('ops (webhook) takes what it is sent');
});

test('a token is made, listed without its secret, and revoked', async () => {
  const text = (await home.run('token', 'new', 'the desk', '--scope', 'operate')).stdout.trim();
  expect(text).toMatch(/^nw_[0-9a-f]{12}_[\w-]{43}$/);
  const id = text.slice(3, 15);
  const listed = (await home.ask('token', 'list')).stdout;
  expect(listed).toMatch(new RegExp(`^${id}  operate .* the desk$`, 'm'));
  expect(listed).not.toContain(text.slice(16));
  expect((await home.ask('token', 'revoke', id)).code).toBe(0);
  expect((await home.ask('token', 'revoke', id)).code).toBe(1);
});

test('developments are exported, and an unknown watch is told', async () => {
  const { code, stdout } = await home.run('developments', 'export', 'leaving', '--format', 'csv');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^id,found_at,kind,.*\r\n$/)]);
  const unknown = await home.ask('developments', 'export', 'staying');
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('there is leaving')]);
});
