import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Config, loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/model/errors.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const HOOK = { webhook: 'https://hooks.example/in' };

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'newswatch-channels-'));
  cpSync(path.join(PROJECT, 'config/lexicon'), path.join(root, 'config/lexicon'), { recursive: true });
  cpSync(path.join(PROJECT, 'config/pages'), path.join(root, 'config/pages'), { recursive: true });
  write('watches/dock/dossier/01.md', '---\ntitle: T\nsource: S\ndate: 2024-05-01\n---\n\nDockers voted.\n');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  const full = path.join(root, 'config', file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

function load(notify: object, names: readonly string[]): Config {
  const feeds = [{ url: 'https://feeds.example/rss' }];
  write('newswatch.yaml', stringify({ notify }));
  write('watches/dock/watch.yaml', stringify({ title: 'Dock strike', feeds, notify: names }));
  return loadConfig({ root, env: {} });
}

function mistakesOf(notify: object, names: readonly string[] = []): readonly string[] {
  try {
    load(notify, names);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ file, path: at, message, hint }) => [file, at, message, hint].join(' '));
  }
}

test('channels are read with their secrets, and watches name them', () => {
  write('ops.secret', `${SECRET}\n`);
  write('ntfy.token', 'tk_1\n');
  const { channels, watches } = load(
    {
      ops: { ...HOOK, secretFile: 'config/ops.secret' },
      phone: { ntfy: 'https://ntfy.example/newsroom', tokenFile: 'config/ntfy.token', priority: 4 },
    },
    ['ops', 'phone'],
  );
  expect(channels).toMatchObject([
    { name: 'ops', kind: 'webhook', url: HOOK.webhook, secrets: [SECRET] },
    { name: 'phone', kind: 'ntfy', token: 'tk_1', priority: 4 },
  ]);
  expect(watches[0]?.notify).toEqual(['ops', 'phone']);
});

test('another address is another channel', () => {
  const [one] = load({ ops: HOOK }, []).channels;
  const [two] = load({ ops: { webhook: 'https://hooks.example/other' } }, []).channels;
  expect(one?.id).not.toBe(two?.id);
});

test('every mistake of a channel is told with what to do', () => {
  expect(mistakesOf({ ops: {} })).toEqual([expect.stringContaining('either "webhook" or "ntfy"')]);
  expect(mistakesOf({ ops: { ...HOOK, priority: 3 } })).toEqual([expect.stringContaining('belong to ntfy')]);
  expect(mistakesOf({ phone: { ntfy: 'https://ntfy.example/' } })).toEqual([
    expect.stringContaining('ends with its topic'),
  ]);
  expect(mistakesOf({ ops: { ...HOOK, secretFile: 'none.secret' } })).toEqual([
    expect.stringMatching(/notify\.ops\.secretFile .*none\.secret cannot be read/),
  ]);
  write('short.secret', 'whsec_abc');
  expect(mistakesOf({ ops: { ...HOOK, secretFile: 'config/short.secret' } })).toEqual([
    expect.stringContaining('24 to 64 random bytes'),
  ]);
  expect(mistakesOf({ 'ops-room': HOOK }, ['ops-rom'])).toEqual([
    expect.stringMatching(/watches\/dock\/watch\.yaml notify\[0\] .*did you mean "ops-room"/),
  ]);
});
