import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError, type ConfigMistake } from '../../src/model/errors.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const DOCUMENT = '---\ntitle: Dockers vote\nsource: Harbour Post\ndate: 2024-05-01\n---\n\nDockers voted.\n';
const WATCH = 'title: Dock strike\nfeeds:\n  - url: https://feeds.example/rss\n';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'newswatch-config-'));
  cpSync(path.join(PROJECT, 'config/lexicon'), path.join(root, 'config/lexicon'), { recursive: true });
  cpSync(path.join(PROJECT, 'config/pages'), path.join(root, 'config/pages'), { recursive: true });
  write('watches/dock-strike/watch.yaml', WATCH);
  write('watches/dock-strike/dossier/01-vote.md', DOCUMENT);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  const full = path.join(root, 'config', file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

function mistakes(env: Record<string, string> = {}): readonly ConfigMistake[] {
  try {
    loadConfig({ root, env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

test('the configuration the project ships has no mistake, and eight feeds or more', () => {
  const config = loadConfig({ root: PROJECT, env: {} });
  const [watch] = config.watches;
  expect(config.watches.map((w) => w.id)).toEqual(['us-iraq-coalition']);
  expect(watch?.feeds.length).toBeGreaterThanOrEqual(8);
  expect(watch?.baseline.map((d) => d.publishedAt)).toEqual([
    '2024-01-25',
    '2024-01-25',
    '2024-01-26',
    '2024-01-26',
    '2024-02-12',
  ]);
});

test('a title, a dossier and one feed make a watch', () => {
  const { watches } = loadConfig({ root, env: {} });
  expect(watches).toMatchObject([
    {
      id: 'dock-strike',
      title: 'Dock strike',
      feeds: [{ url: 'https://feeds.example/rss' }],
      wake: { minWeight: 1 },
    },
  ]);
  expect(watches[0]?.baseline[0]).toMatchObject({ title: 'Dockers vote', paragraphs: ['Dockers voted.'] });
});

test('five mistakes in five files are told at once, each with its file, its place and what to do', () => {
  write('newswatch.yaml', 'poll:\n  evry: 5m\nlog: {level: loud}\n');
  write('watches/dock-strike/watch.yaml', 'titel: Dock strike\nfeeds: []\n');
  write('watches/dock-strike/dossier/01-vote.md', '---\ntitle: Dockers vote\n---\n\nText.\n');
  write('watches/Bad Name/watch.yaml', WATCH);
  const found = mistakes({ SMTP_URL: 'mail.example.org' });
  const told = found.map((m) => `${m.file}|${m.path}`);
  expect(told).toEqual(
    expect.arrayContaining([
      'config/newswatch.yaml|poll.evry',
      'config/newswatch.yaml|log.level',
      'SMTP_URL|',
      'config/watches/Bad Name|',
      'config/watches/Bad Name/dossier|',
      'config/watches/dock-strike/watch.yaml|title',
      'config/watches/dock-strike/watch.yaml|feeds',
      'config/watches/dock-strike/watch.yaml|titel',
      'config/watches/dock-strike/dossier/01-vote.md|source',
    ]),
  );
  expect(found.find((m) => m.path === 'poll.evry')?.hint).toBe('did you mean "every"?');
  expect(found.find((m) => m.path === 'titel')?.hint).toBe('did you mean "title"?');
});

test('a YAML error names its line and column, and the other files are checked all the same', () => {
  write('newswatch.yaml', 'web:\n  port: 80\n  port: 81\n');
  write('watches/dock-strike/watch.yaml', 'title: [unclosed\n');
  const files = mistakes().map((m) => m.file);
  expect(files).toContainEqual('config/newswatch.yaml:3:3');
  expect(files.some((file) => file.startsWith('config/watches/dock-strike/watch.yaml:'))).toBe(true);
});

test('the environment comes before the file', () => {
  write('newswatch.yaml', 'web:\n  port: 80\n');
  const { settings, dataFolder } = loadConfig({
    root,
    env: {
      NEWSWATCH_WEB_PORT: '8099',
      SMTP_URL: 'smtp://mail.example',
      NEWSWATCH_DATA: '/srv/newswatch',
      REDIS_URL: '',
    },
  });
  expect(settings.web.port).toBe(8099);
  expect(settings.mail.smtp).toBe('smtp://mail.example');
  expect(settings.redis.url).toBeUndefined();
  expect(dataFolder).toBe('/srv/newswatch');
});

test('a secret may be given as a file', () => {
  const file = path.join(root, 'smtp-url');
  writeFileSync(file, 'smtps://user:secret@mail.example\n');
  expect(loadConfig({ root, env: { SMTP_URL_FILE: file } }).settings.mail.smtp).toBe(
    'smtps://user:secret@mail.example',
  );
});

test('a secret file that is missing, and a secret given twice, are told', () => {
  const found = mistakes({
    SMTP_URL_FILE: path.join(root, 'none'),
    REDIS_URL: 'redis://a',
    REDIS_URL_FILE: '/x',
  });
  expect(found.map((m) => m.file)).toEqual(['REDIS_URL', 'SMTP_URL_FILE']);
});

test('a folder without a watch says what a watch is', () => {
  rmSync(path.join(root, 'config/watches/dock-strike'), { recursive: true });
  expect(mistakes()).toMatchObject([{ file: 'config/watches', hint: expect.stringContaining('watch.yaml') }]);
});

test('a proxy is taken from the environment as other programs write it, and a wrong one is told', () => {
  const env = {
    HTTP_PROXY: 'http://old:1',
    http_proxy: 'proxy:3128',
    HTTPS_PROXY: 'https://proxy:3129',
    NO_PROXY: '.a',
  };
  expect(loadConfig({ root, env }).settings.net.proxy).toEqual({
    http: 'http://proxy:3128',
    https: 'https://proxy:3129',
    not: '.a',
  });
  expect(mistakes({ HTTPS_PROXY: 'ftp://proxy' })).toMatchObject([{ file: 'HTTPS_PROXY' }]);
});
